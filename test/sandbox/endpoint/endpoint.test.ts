import { createHash, createHmac } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AwsError } from '../../../sandbox/aws-error';
import { Clock } from '../../../sandbox/clock';
import { Endpoint } from '../../../sandbox/endpoint';
import { jsonService } from '../../../sandbox/wire/json-protocol';
import type { Call, WireService } from '../../../sandbox/wire/message';
import { renderXml } from '../../../sandbox/wire/xml';
import { HUB, makeStage } from '../policy/stage';

const REGION = 'eu-west-1';
let stage: ReturnType<typeof makeStage>;
let endpoint: Endpoint;
let url: string;
let calls: Call[];

/** Keeps what it is asked and answers nothing. */
const s3: WireService = {
  signingNames: ['s3'],
  async handle(call) {
    calls.push(call);
    if (call.request.rawPath.includes('broken')) throw new Error('a defect of the service');
    return { status: 200 };
  },
  renderError({ code, message, status }) {
    const body = renderXml('Error', { Code: code, Message: message });
    return { status, headers: { 'content-type': 'application/xml' }, body };
  },
};

beforeEach(async () => {
  stage = makeStage();
  calls = [];
  const sqs = jsonService({
    signingNames: ['sqs'],
    targetPrefix: 'AmazonSQS',
    version: '1.0',
    errorNamespace: 'com.amazonaws.sqs',
    queryErrorCode: (code) => (code === 'QueueDoesNotExist' ? 'AWS.SimpleQueueService.NonExistentQueue' : code),
    operations: {
      SendMessage() {
        throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
      },
    },
  });
  endpoint = new Endpoint({
    ...stage,
    services: [s3, sqs],
  });
  url = await endpoint.listen(0);
});
afterEach(() => endpoint.close());

const options = (change: object = {}) => ({
  endpoint: url,
  region: REGION,
  maxAttempts: 1,
  credentials: { ...stage.administrator(HUB), ...change },
});

test('paths and queries with every kind of character verify', async () => {
  const client = new S3Client(options());
  const key = "a b/ü+%41(1)!*'~=&?.txt";
  await client.send(new GetObjectCommand({ Bucket: 'data', Key: key, VersionId: 'a+/= b' }));
  expect(calls[0]?.caller).toMatchObject({ kind: 'user', userName: 'admin', accountId: HUB });
  expect(calls[0]?.region).toBe(REGION);
  expect(decodeURIComponent(calls[0]?.request.rawPath ?? '')).toBe(`/data/${key}`);
  expect(calls[0]?.request.query.get('versionId')).toBe('a+/= b');
});

test('bodies arrive whole, with their checksum', async () => {
  const client = new S3Client(options());
  await client.send(new PutBucketTaggingCommand({ Bucket: 'data', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }));
  await client.send(new CreateBucketCommand({ Bucket: 'data' }));
  expect(calls[0]?.request.body.toString()).toContain('<Key>a</Key>');
  expect(calls[0]?.request.headers['x-amz-checksum-crc32']).toMatch(/=$/);
  expect(calls).toHaveLength(2);
});

test('an aws-chunked body is decoded and its trailer becomes a header', async () => {
  const client = new S3Client(options());
  async function* pieces() {
    yield Buffer.alloc(70_000, 'x');
    yield Buffer.from('end');
  }
  const { Readable } = await import('node:stream');
  await client.send(
    new PutObjectCommand({
      Bucket: 'data',
      Key: 'k',
      Body: Readable.from(pieces()),
      ContentLength: 70_003,
      ChecksumAlgorithm: 'CRC32',
    }),
  );
  expect(calls[0]?.request.body.length).toBe(70_003);
  expect(calls[0]?.request.headers['x-amz-content-sha256']).toBe('STREAMING-UNSIGNED-PAYLOAD-TRAILER');
  expect(calls[0]?.request.headers['x-amz-checksum-crc32']).toBeDefined();
});

test.each([
  ['an unknown key', { accessKeyId: 'AKIAAAAAAAAAAAAAAAAA' }, 'InvalidAccessKeyId'],
  ['a wrong secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
  ['a token that is not its own', { sessionToken: 'token' }, 'InvalidToken'],
])('S3 refuses %s', async (_name, change, name) => {
  const client = new S3Client(options(change));
  await expect(
    client.send(new PutBucketTaggingCommand({ Bucket: 'b', Tagging: { TagSet: [] } })),
  ).rejects.toMatchObject({ name });
  expect(calls).toHaveLength(0);
  expect(stage.trace.entries()).toMatchObject([{ kind: 'call', action: 's3:*', error: { code: name } }]);
});

test('S3 refuses an expired session and a session without its token', async () => {
  const role = {
    accountId: HUB,
    roleName: 'r',
    roleArn: `arn:aws:iam::${HUB}:role/r`,
    roleId: 'AROAAAAAAAAAAAAAAAAAA',
  };
  const { credentials } = stage.identities.createRoleSession({
    role,
    sessionName: 's',
    sessionPolicies: [],
    durationSeconds: -5,
  });
  const send = (given: object) =>
    new S3Client({ ...options(), credentials: given as typeof credentials }).send(
      new CreateBucketCommand({ Bucket: 'b' }),
    );
  await expect(send(credentials)).rejects.toMatchObject({ name: 'ExpiredToken' });
  const { accessKeyId, secretAccessKey } = credentials;
  await expect(send({ accessKeyId, secretAccessKey })).rejects.toMatchObject({ name: 'InvalidAccessKeyId' });
});

/** A signer of its own, so that the verifier is not only checked by what clients send. */
async function send(
  change: { at?: Date; path?: string; body?: string; signedBody?: string; extra?: Record<string, string> } = {},
) {
  const { accessKeyId, secretAccessKey } = stage.administrator(HUB);
  const timestamp = (change.at ?? new Date()).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${timestamp.slice(0, 8)}/${REGION}/s3/aws4_request`;
  const hash = (text: string) => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const path = change.path ?? '/bucket';
  const payload = hash(change.signedBody ?? change.body ?? '');
  const canonical = [
    'PUT',
    path,
    '',
    `host:${new URL(url).host}`,
    `x-amz-content-sha256:${payload}`,
    `x-amz-date:${timestamp}`,
    '',
    'host;x-amz-content-sha256;x-amz-date',
    payload,
  ].join('\n');
  const key = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, timestamp.slice(0, 8)), REGION), 's3'), 'aws4_request');
  const signature = hmac(key, ['AWS4-HMAC-SHA256', timestamp, scope, hash(canonical)].join('\n')).toString('hex');
  const headers = {
    'x-amz-content-sha256': payload,
    'x-amz-date': timestamp,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=${signature}`,
    ...change.extra,
  };
  const response = await fetch(url + path, {
    method: 'PUT',
    headers,
    ...(change.body === undefined ? {} : { body: change.body }),
  });
  const text = await response.text();
  return `${response.status} ${/<Code>(.*)<\/Code>/.exec(text)?.[1] ?? ''}`;
}

test('a request signed by hand is accepted', async () => {
  expect(await send({ body: '<x/>' })).toBe('200 ');
});

test.each([
  ['a clock that is 16 minutes behind', { at: new Date(Date.now() - 16 * 60_000) }, '403 RequestTimeTooSkewed'],
  ['a clock that is 16 minutes ahead', { at: new Date(Date.now() + 16 * 60_000) }, '403 RequestTimeTooSkewed'],
  ['a body that is not the one signed', { body: 'b', signedBody: 'a' }, '400 XAmzContentSHA256Mismatch'],
  ['an amz header that is not signed', { extra: { 'x-amz-acl': 'private' } }, '403 AccessDenied'],
  [
    'an authorization that cannot be read',
    { extra: { authorization: 'AWS4-HMAC-SHA256 Credential=x' } },
    '400 AuthorizationHeaderMalformed',
  ],
  ['another algorithm', { extra: { authorization: 'AWS AKIA:sig' } }, '400 InvalidRequest'],
])('refuses %s', async (_name, change, expected) => {
  expect(await send(change)).toBe(expected);
});

test('refuses a request without signature', async () => {
  const response = await fetch(`${url}/bucket`);
  expect(response.status).toBe(403);
  expect(await response.text()).toContain('<Code>AccessDenied</Code>');
});

test('a presigned URL verifies, and fails when it is changed or has expired', async () => {
  const { accessKeyId, secretAccessKey } = stage.administrator(HUB);
  const presign = (at: Date, path = '/bucket') => {
    const timestamp = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
    const scope = `${timestamp.slice(0, 8)}/${REGION}/s3/aws4_request`;
    const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
    const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(`${accessKeyId}/${scope}`)}&X-Amz-Date=${timestamp}&X-Amz-Expires=60&X-Amz-SignedHeaders=host`;
    const canonical = ['GET', path, query, `host:${new URL(url).host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
    const key = hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, timestamp.slice(0, 8)), REGION), 's3'), 'aws4_request');
    const text = ['AWS4-HMAC-SHA256', timestamp, scope, createHash('sha256').update(canonical).digest('hex')].join(
      '\n',
    );
    return `${url}${path}?${query}&X-Amz-Signature=${hmac(key, text).toString('hex')}`;
  };
  expect((await fetch(presign(new Date()))).status).toBe(200);
  expect((await fetch(presign(new Date()).replace('/bucket', '/other'))).status).toBe(403);
  const late = await fetch(presign(new Date(Date.now() - 61_000)));
  expect(await late.text()).toContain('Request has expired');
});

test('errors of a JSON service carry type and query code', async () => {
  const client = new SQSClient({ ...options(), endpoint: url });
  const message = { QueueUrl: `${url}/${HUB}/q`, MessageBody: 'x' };
  await expect(client.send(new SendMessageCommand(message))).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  const wrong = new SQSClient({ ...options({ secretAccessKey: 'wrong' }), endpoint: url });
  await expect(wrong.send(new SendMessageCommand(message))).rejects.toMatchObject({
    name: expect.stringMatching(/^(SignatureDoesNotMatch|InvalidSignatureException)$/),
  });
});

test('fails with 500 on a defect of a service and says it on stderr', async () => {
  const stderr = jest.spyOn(console, 'error').mockImplementation(() => {});
  expect(await send({ path: '/broken' })).toBe('500 InternalError');
  expect(stderr).toHaveBeenCalledTimes(1);
  stderr.mockRestore();
});

test('refuses two services with one signing name', () => {
  expect(() => new Endpoint({ ...stage, services: [s3, s3] })).toThrow(/signing name s3/);
});

test('an answer waits for as long as it was told to', async () => {
  const slept: number[] = [];
  let wake = () => {};
  class HeldClock extends Clock {
    override sleep(milliseconds: number): Promise<void> {
      slept.push(milliseconds);
      return new Promise((resolve) => {
        wake = resolve;
      });
    }
  }
  const far = new Endpoint({ ...stage, services: [s3], clock: new HeldClock(), answerMilliseconds: 20 });
  try {
    const client = new S3Client({ ...options(), endpoint: await far.listen(0) });
    let isAnswered = false;
    const asked = client.send(new CreateBucketCommand({ Bucket: 'data' })).then(() => {
      isAnswered = true;
    });
    while (slept.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect({ slept, isAnswered, calls: calls.length }).toEqual({ slept: [20], isAnswered: false, calls: 1 });
    wake();
    await asked;
    expect(isAnswered).toBe(true);
  } finally {
    await far.close();
  }
});
