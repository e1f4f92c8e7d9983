import { STSClient } from '@aws-sdk/client-sts';
import { SURVEY_POLICY } from '../../adapters/session-policy';
import { StsSurveyAccess } from '../../adapters/survey-access';
import { account, region } from '../fakes/identifiers';
import { ManualClock } from '../fakes/manual-clock';
import { type ScriptedAnswer, ScriptedEndpoint } from './scripted-endpoint';

const endpoint = new ScriptedEndpoint();
const ACCOUNT = account('111122223333');
let sts: STSClient;

beforeAll(async () => {
  sts = new STSClient({
    region: 'eu-central-1',
    endpoint: await endpoint.start(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
});

const access = () =>
  new StsSurveyAccess({
    sts,
    clock: new ManualClock(),
    partition: 'aws',
    rolePath: '/security/',
    roleName: 'sweeper-member',
    sessionName: 'sweeper-survey',
    homeRegion: region('eu-central-1'),
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

test('a session is of an hour, for reading alone, under a name of its own', async () => {
  endpoint.answer(SESSION);
  expect(await access().open(ACCOUNT)).toMatchObject({ kind: 'open' });
  expect(Object.fromEntries(new URLSearchParams(endpoint.seen[0]?.body))).toMatchObject({
    RoleArn: 'arn:aws:iam::111122223333:role/security/sweeper-member',
    RoleSessionName: 'sweeper-survey',
    DurationSeconds: '3600',
    Policy: SURVEY_POLICY,
  });
});

test.each([
  [error(403, 'AccessDenied'), 'not-assumable'],
  [error(400, 'Throttling'), 'unavailable'],
  [{ status: 200, body: '<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>' }, 'unavailable'],
])('fails for %j as %s, and asks again the next time', async (answer, kind) => {
  const subject = access();
  endpoint.answer(answer, SESSION);
  expect(await subject.open(ACCOUNT)).toEqual({ kind, message: expect.any(String) });
  expect(await subject.open(ACCOUNT)).toMatchObject({ kind: 'open' });
});

test('sessions of fifty accounts are kept, and no more', async () => {
  const subject = access();
  const accounts = Array.from({ length: 51 }, (_, index) => account(String(100_000_000_000 + index)));
  endpoint.answer(...Array.from({ length: 52 }, () => SESSION));
  const [first] = accounts;
  if (first === undefined) throw new Error('there are none');
  for (const each of accounts.slice(0, 50)) await subject.open(each);
  await subject.open(first);
  expect(endpoint.seen).toHaveLength(50);
  for (const each of accounts.slice(50)) await subject.open(each);
  await subject.open(first);
  expect(endpoint.seen).toHaveLength(52);
});
