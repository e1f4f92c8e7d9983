import { awsFailure } from '../../../adapters/aws-errors';
import { RetryQuotas } from '../../../adapters/retry-quotas';
import { S3BucketStore } from '../../../adapters/s3';
import { S3Calls } from '../../../adapters/s3-calls';
import { account, bucketName, region } from '../../fakes/identifiers';
import { type ScriptedAnswer, ScriptedEndpoint } from '../scripted-endpoint';

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const PLACE = { account: account('111122223333'), region: region('eu-central-1'), bucket: bucketName('orders') };
const COVERED = '<LifecycleConfiguration><Rule><Filter/><Status>Enabled</Status></Rule></LifecycleConfiguration>';
const endpoint = new ScriptedEndpoint();
let url = '';

beforeAll(async () => {
  url = await endpoint.start();
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
});

const store = (maxAttempts: number) =>
  new S3BucketStore({ credentials, endpoint: url, retries: new RetryQuotas(maxAttempts) });
const error = (status: number, code: string, extra = ''): ScriptedAnswer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>words</Message>${extra}</Error>`,
});
const dateOf = (index: number) => String(endpoint.seen[index]?.headers['x-amz-date']);
const milliseconds = (stamp: string) =>
  Date.parse(stamp.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));

describe('what fails in passing', () => {
  test.each([
    error(503, 'SlowDown'),
    error(500, 'InternalError'),
    error(429, 'TooManyRequests'),
    error(400, 'RequestTimeout'),
    { status: 502, body: '<html>bad gateway' },
    { status: 504, body: '' },
    // S3 had begun to answer
    { status: 200, body: '<?xml version="1.0"?>\n<Error><Code>InternalError</Code><Message>words</Message></Error>' },
  ])('is tried again: %j', async (answer) => {
    endpoint.answer(answer, { status: 200, body: COVERED });
    expect(await store(2).readLifecycle(PLACE)).toMatchObject({ kind: 'found' });
    expect(endpoint.seen).toHaveLength(2);
  });

  test.each([
    error(403, 'AccessDenied'),
    error(404, 'NoSuchBucket'),
    error(400, 'InvalidRequest'),
    error(301, 'PermanentRedirect'),
  ])('is not what is final: %j', async (answer) => {
    endpoint.answer(answer);
    await store(3).readLifecycle(PLACE);
    expect(endpoint.seen).toHaveLength(1);
  });

  test('is tried as often as was said, and then is what it is', async () => {
    endpoint.answer(error(503, 'SlowDown'), error(503, 'SlowDown'), error(503, 'SlowDown'));
    expect(await store(3).readLifecycle(PLACE)).toEqual({ kind: 'retry', code: 'SlowDown', message: 'words' });
    expect(endpoint.seen).toHaveLength(3);
  });

  test('each try is signed anew', async () => {
    endpoint.answer(error(503, 'SlowDown'), { status: 200, body: COVERED });
    await store(2).readLifecycle(PLACE);
    expect(endpoint.seen.map(({ headers }) => headers['amz-sdk-request'])).toEqual([
      'attempt=1; max=2',
      'attempt=2; max=2',
    ]);
    expect(endpoint.seen[0]?.headers.authorization).not.toBe(endpoint.seen[1]?.headers.authorization);
  });
});

describe('a write', () => {
  test('fails where S3 answers 200 with an error in it', async () => {
    endpoint.answer({ status: 200, body: '<Error><Code>InternalError</Code><Message>words</Message></Error>' });
    expect(await store(1).writeLifecycle(PLACE, { xml: COVERED })).toEqual({
      kind: 'retry',
      code: 'InternalError',
      message: 'words',
    });
  });
});

describe('a clock that is off', () => {
  const hour = 3_600_000;

  test('is put right by what S3 says, and the call is made again', async () => {
    const late = new Date(Date.now() + hour);
    const skewed = error(403, 'RequestTimeTooSkewed', `<ServerTime>${late.toISOString()}</ServerTime>`);
    endpoint.answer({ ...skewed, headers: { date: late.toUTCString() } }, { status: 200, body: COVERED });
    expect(await store(2).readLifecycle(PLACE)).toMatchObject({ kind: 'found' });
    expect(Math.abs(milliseconds(dateOf(1)) - late.getTime())).toBeLessThan(5 * 60_000);
  });

  test('stays right for the calls after it', async () => {
    const late = new Date(Date.now() + hour);
    const skewed = { ...error(403, 'RequestTimeTooSkewed'), headers: { date: late.toUTCString() } };
    const fine = { status: 200, body: COVERED, headers: { date: late.toUTCString() } };
    endpoint.answer(skewed, fine);
    const subject = store(1);
    expect(await subject.readLifecycle(PLACE)).toMatchObject({ kind: 'retry', code: 'RequestTimeTooSkewed' });
    expect(await subject.readLifecycle(PLACE)).toMatchObject({ kind: 'found' });
    expect(milliseconds(dateOf(0))).toBeLessThan(late.getTime() - hour / 2);
    expect(Math.abs(milliseconds(dateOf(1)) - late.getTime())).toBeLessThan(5 * 60_000);
  });
});

test('fails for an answer that breaks off', async () => {
  endpoint.answer({ status: 200, body: COVERED, headers: { 'content-length': '100000' } });
  expect(await store(1).readLifecycle(PLACE)).toMatchObject({ kind: 'retry' });
});

test('an answer of S3 that is an error has the code, the status, the Region and the words of it', async () => {
  endpoint.answer({
    ...error(400, 'AuthorizationHeaderMalformed', '<Region>us-west-2</Region><name>stray</name><stack>stray</stack>'),
    headers: { 'x-amz-bucket-region': 'eu-west-3' },
  });
  const asked = new S3Calls({ credentials, endpoint: url }).send({
    kind: 's3',
    method: 'GET',
    region: PLACE.region,
    query: {},
  });
  const failure = awsFailure(await asked.catch((thrown: unknown) => thrown));
  expect(failure).toEqual({
    ...{ code: 'AuthorizationHeaderMalformed', message: 'words', status: 400, bucketRegion: 'eu-west-3' },
    attempts: 1,
  });
});

test('credentials that are asked for are asked for each call, as they may have changed', async () => {
  let keys = 0;
  const provider = async () => {
    keys += 1;
    return { ...credentials, accessKeyId: `AKID${keys > 1 ? 'SECOND' : 'FIRST'}` };
  };
  const subject = new S3BucketStore({ credentials: provider, endpoint: url });
  endpoint.answer({ status: 200, body: COVERED }, { status: 200, body: COVERED });
  await subject.readLifecycle(PLACE);
  keys += 1;
  await subject.readLifecycle(PLACE);
  expect(endpoint.seen.map(({ headers }) => /Credential=([A-Z]+)/.exec(headers.authorization ?? '')?.[1])).toEqual([
    'AKIDFIRST',
    'AKIDSECOND',
  ]);
});

test("in Lambda the invocation's trace goes with each call, unsigned, and nowhere else", async () => {
  const variables = { AWS_LAMBDA_FUNCTION_NAME: 'f', _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793' };
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  try {
    endpoint.answer({ status: 200, body: COVERED }, { status: 200, body: COVERED });
    await store(1).readLifecycle(PLACE);
    Object.assign(process.env, variables);
    await store(1).readLifecycle(PLACE);
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
  expect(endpoint.seen[0]?.headers).not.toHaveProperty('x-amzn-trace-id');
  expect(endpoint.seen[1]?.headers['x-amzn-trace-id']).toBe(variables._X_AMZN_TRACE_ID);
  expect(endpoint.seen[1]?.headers.authorization).not.toContain('x-amzn-trace-id');
});
