import { CloudFormationClient, ListStackInstancesCommand } from '@aws-sdk/client-cloudformation';
import { ListTagsForResourceCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { jsonAnswersOnly, xmlAnswersOnly } from '../../adapters/whole-answers';
import { ScriptedEndpoint } from './scripted-endpoint';

const scripted = new ScriptedEndpoint();
let endpoint = '';

beforeAll(async () => {
  endpoint = await scripted.start();
});
afterAll(() => scripted.stop());

const config = (maxAttempts: number) => ({
  endpoint,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
  maxAttempts,
});
const answer = (body: string) => scripted.answer({ status: 200, body });

function tags(maxAttempts = 1) {
  const organizations = jsonAnswersOnly(jsonAnswersOnly(new OrganizationsClient(config(maxAttempts))));
  return organizations.send(new ListTagsForResourceCommand({ ResourceId: 'r-1' }));
}

function instances() {
  const cloudFormation = xmlAnswersOnly(new CloudFormationClient(config(1)));
  return cloudFormation.send(new ListStackInstancesCommand({ StackSetName: 'roles' }));
}

test.each(['', ' ', '<html></html>', '[]', '{"__type":"TooManyRequestsException"}'])(
  'fails for %j in place of a JSON document',
  async (body) => {
    answer(body);
    await expect(tags()).rejects.toMatchObject({ name: 'UnreadableAnswer' });
  },
);

test.each([
  '',
  '<!DOCTYPE html><html/>',
  '<html></html>',
  '<?xml version="1.0"?>\n<ErrorResponse><Error/></ErrorResponse>',
  '{}',
])('fails for %j in place of an XML document', async (body) => {
  answer(body);
  await expect(instances()).rejects.toMatchObject({ name: 'UnreadableAnswer' });
});

test('what is whole is read as ever, an empty document too, and members of the same name further inside', async () => {
  answer('{}');
  expect((await tags()).Tags).toBeUndefined();
  answer('{"Tags":[{"Key":"\\"__type\\"","Value":"ü"}]}');
  expect((await tags()).Tags).toEqual([{ Key: '"__type"', Value: 'ü' }]);
  answer(
    '<?xml version="1.0"?>\n<ListStackInstancesResponse xmlns="x"><ListStackInstancesResult><Summaries/></ListStackInstancesResult></ListStackInstancesResponse>',
  );
  expect((await instances()).Summaries).toEqual([]);
});

test('an answer that is none is asked for again, as often as the client may', async () => {
  answer('');
  answer('{"Tags":[]}');
  expect((await tags(2)).Tags).toEqual([]);
});
