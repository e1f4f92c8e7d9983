import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { Endpoint } from '../../../sandbox/endpoint';
import { stsService } from '../../../sandbox/services/sts/sts-service';
import { allow, HUB, MEMBER, makeRole, makeStage, trust } from '../policy/stage';

let stage: ReturnType<typeof makeStage>;
let endpoint: Endpoint;
let url: string;

beforeEach(async () => {
  stage = makeStage();
  const { trace, sessions } = stage;
  endpoint = new Endpoint({ ...stage, services: [stsService({ sessions, trace, packedPolicyBytes: 400 })] });
  url = await endpoint.listen(0);
  makeRole(stage, MEMBER, 'target', { trust: trust({ AWS: HUB }), statements: [allow('*')] });
});
afterEach(() => endpoint.close());

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
const client = (credentials: Credentials, region = 'eu-west-1') =>
  new STSClient({ endpoint: url, region, credentials, maxAttempts: 1 });
const roleArn = `arn:aws:iam::${MEMBER}:role/target`;
const assume = (input: object = {}) => new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'job', ...input });

test('a caller learns who it is, as a user and in a role session', async () => {
  const admin = client(stage.administrator(HUB));
  expect(await admin.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: HUB,
    Arn: `arn:aws:iam::${HUB}:user/admin`,
  });
  const { Credentials: key, AssumedRoleUser } = await admin.send(assume());
  const session = client({
    accessKeyId: key?.AccessKeyId ?? '',
    secretAccessKey: key?.SecretAccessKey ?? '',
    sessionToken: key?.SessionToken ?? '',
  });
  const arn = `arn:aws:sts::${MEMBER}:assumed-role/target/job`;
  expect(AssumedRoleUser?.Arn).toBe(arn);
  expect(await session.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: MEMBER, Arn: arn });
  expect(key?.Expiration?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
  expect(stage.trace.entries().filter(({ kind }) => kind === 'call')).toHaveLength(3);
});

test('an answer says how much room the session policy takes', async () => {
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [allow('s3:*')] });
  const answer = await client(stage.administrator(HUB)).send(assume({ Policy }));
  expect(answer.PackedPolicySize).toBeGreaterThan(0);
});

const policyOf = (names: readonly string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: names }] });

test.each([
  [
    'a session policy of more than 2,048 characters',
    { Policy: policyOf([`arn:aws:s3:::${'a'.repeat(2048)}`]) },
    'ValidationError',
  ],
  [
    'a session policy that packs badly',
    {
      Policy: policyOf(
        Array.from(
          { length: 40 },
          (_, i) => `arn:aws:s3:::${(i * 7919 * 104729).toString(36)}${Math.sin(i).toString(36).slice(3, 13)}`,
        ),
      ),
    },
    'PackedPolicyTooLargeException',
  ],
  ['a session policy that is none', { Policy: '{}' }, 'MalformedPolicyDocumentException'],
  ['policy ARNs as not modelled', { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] }, 'NotModelled'],
  ['an untrusted session', { RoleArn: `arn:aws:iam::${MEMBER}:role/none` }, 'AccessDenied'],
])('refuses %s', async (_name, input, name) => {
  await expect(client(stage.administrator(HUB)).send(assume(input))).rejects.toMatchObject({ name });
});

test('refuses an action that is not modelled with 501', async () => {
  await expect(client(stage.administrator(HUB)).send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: 'NotModelled',
    $metadata: { httpStatusCode: 501 },
  });
});

test.each([
  ['an unknown key', { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA', secretAccessKey: 'x' }, 'InvalidClientTokenId'],
  ['a wrong secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
  ['a token with a permanent key', { sessionToken: 'token' }, 'InvalidClientTokenId'],
])('refuses %s', async (_name, change, name) => {
  const { accessKeyId, secretAccessKey } = stage.administrator(HUB);
  const credentials = { accessKeyId, secretAccessKey, ...change };
  await expect(client(credentials).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name });
});

test('refuses a session that has expired', async () => {
  const role = makeRole(stage, MEMBER, 'short');
  const { credentials } = stage.identities.createRoleSession({
    role,
    sessionName: 'old',
    sessionPolicies: [],
    durationSeconds: -5,
  });
  await expect(client(credentials).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: expect.stringMatching(/^ExpiredToken/),
  });
});

test('refuses a request without signature, in XML', async () => {
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const response = await fetch(url, { method: 'POST', body, headers });
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('<Code>MissingAuthenticationToken</Code>');
});
