import { STSClient } from '@aws-sdk/client-sts';
import { StsAccountAccess } from '../../adapters/sts';
import { account, bucketName } from '../fakes/identifiers';
import { type ScriptedAnswer, ScriptedEndpoint } from './scripted-endpoint';

const endpoint = new ScriptedEndpoint();
const ACCOUNT = account('111122223333');
const NAMES = ['a', 'b', 'c'].map((letter) => bucketName(`bucket-${letter}`));
let access: StsAccountAccess;

beforeAll(async () => {
  const sts = new STSClient({
    region: 'eu-central-1',
    endpoint: await endpoint.start(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  access = new StsAccountAccess({
    sts,
    partition: 'aws',
    rolePath: '/security/',
    roleName: 'sweeper-member',
    sessionName: 'sweeper',
  });
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
});

const SESSION: ScriptedAnswer = {
  status: 200,
  body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
    <AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
    <Expiration>2030-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
};
const error = (status: number, code: string): ScriptedAnswer => ({
  status,
  body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Code>${code}</Code><Message>words</Message></Error></ErrorResponse>`,
});

test('a batch of buckets costs one AssumeRole with a policy for them', async () => {
  endpoint.answer(SESSION);
  expect(await access.open(ACCOUNT, NAMES, 'apply')).toMatchObject({ kind: 'open' });
  expect(endpoint.seen).toHaveLength(1);
  const asked = new URLSearchParams(endpoint.seen[0]?.body);
  expect(asked.get('RoleArn')).toBe('arn:aws:iam::111122223333:role/security/sweeper-member');
  expect(JSON.parse(asked.get('Policy') ?? '')).toMatchObject({
    Statement: [{ Resource: NAMES.map((name) => `arn:aws:s3:::${name}`) }],
  });
});

test('a policy that is too large when packed is halved', async () => {
  endpoint.answer(error(400, 'PackedPolicyTooLarge'), SESSION, SESSION);
  expect(await access.open(ACCOUNT, NAMES, 'apply')).toMatchObject({ kind: 'open' });
  const resources = endpoint.seen.map(({ body }) => (new URLSearchParams(body).get('Policy') ?? '').match(/bucket-./g));
  expect(resources).toEqual([['bucket-a', 'bucket-b', 'bucket-c'], ['bucket-a', 'bucket-b'], ['bucket-c']]);
});

test('a session for an audit may not write', async () => {
  endpoint.answer(SESSION);
  await access.open(ACCOUNT, NAMES, 'audit');
  expect(new URLSearchParams(endpoint.seen[0]?.body).get('Policy')).not.toContain('Put');
});

test.each([
  [error(403, 'AccessDenied'), 'not-assumable'],
  [error(400, 'Throttling'), 'unavailable'],
  [error(500, 'InternalFailure'), 'unavailable'],
  [error(403, 'ExpiredToken'), 'unavailable'],
  [{ status: 200, body: '<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>' }, 'unavailable'],
])('fails for %j as %s', async (answer, kind) => {
  endpoint.answer(answer);
  expect(await access.open(ACCOUNT, NAMES, 'apply')).toMatchObject({ kind, message: expect.any(String) });
});
