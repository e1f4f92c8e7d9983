import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { StackSetFleet } from '../../adapters/fleet-status';
import { NoFleet } from '../../adapters/single-account';
import { type ScriptedAnswer, ScriptedEndpoint } from './scripted-endpoint';

const endpoint = new ScriptedEndpoint();
let fleet: StackSetFleet;

beforeAll(async () => {
  const cloudFormation = new CloudFormationClient({
    region: 'eu-central-1',
    endpoint: await endpoint.start(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  fleet = new StackSetFleet({ cloudFormation, stackSets: ['roles', 'rules'], callAs: 'SELF' });
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
});

const page = (members: string, token = ''): ScriptedAnswer => ({
  status: 200,
  body: `<ListStackInstancesResponse><ListStackInstancesResult><Summaries>${members}</Summaries>${token}</ListStackInstancesResult></ListStackInstancesResponse>`,
});
const member = (account: string, region: string, rest: string): string =>
  `<member><Account>${account}</Account><Region>${region}</Region>${rest}</member>`;

test('a page asks for a hundred instances, as the settings say for whom, and goes on with the token', async () => {
  endpoint.answer(page('', '<NextToken>more</NextToken>'), page(''));
  expect(await fleet.instances('roles', null)).toEqual({ kind: 'page', instances: [], next: 'more' });
  expect(await fleet.instances('roles', 'more')).toEqual({ kind: 'page', instances: [], next: null });
  const asked = endpoint.seen.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  const expected = { Action: 'ListStackInstances', StackSetName: 'roles', CallAs: 'SELF', MaxResults: '100' };
  expect(asked).toMatchObject([expected, { ...expected, NextToken: 'more' }]);
});

test('an instance has its detailed status, and one without a possible place is left out', async () => {
  const detailed = (status: string): string =>
    `<StackInstanceStatus><DetailedStatus>${status}</DetailedStatus></StackInstanceStatus>`;
  endpoint.answer(
    page(
      member('111122223333', 'eu-central-1', `${detailed('FAILED')}<StatusReason>no</StatusReason>`) +
        member('111122223333', 'us-east-1', '<Status>OUTDATED</Status>') +
        member('self', 'us-east-1', detailed('FAILED')) +
        member('111122223333', '', detailed('FAILED')),
    ),
  );
  const instance = { stackSet: 'rules', account: '111122223333' };
  expect(await fleet.instances('rules', null)).toMatchObject({
    instances: [
      { ...instance, region: 'eu-central-1', detailedStatus: 'FAILED', statusReason: 'no' },
      { ...instance, region: 'us-east-1', detailedStatus: 'OUTDATED', statusReason: null },
    ],
  });
});

test('fails as unavailable when StackSets does not answer', async () => {
  const body = '<ErrorResponse><Error><Code>Throttling</Code><Message>words</Message></Error></ErrorResponse>';
  endpoint.answer({ status: 400, body });
  expect(await fleet.instances('roles', null)).toEqual({ kind: 'unavailable', message: 'Throttling: words' });
});

test('without an organization there is no stack set', async () => {
  expect(new NoFleet().stackSets).toEqual([]);
  expect(await new NoFleet().instances()).toEqual({ kind: 'page', instances: [], next: null });
});
