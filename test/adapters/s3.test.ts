import { crc32 } from 'node:zlib';
import { S3BucketStore } from '../../adapters/s3';
import { account, bucketName, region } from '../fakes/identifiers';
import { ScriptedEndpoint } from './scripted-endpoint';

const PLACE = { account: account('111122223333'), region: region('eu-central-1'), bucket: bucketName('orders') };
const XML =
  '<?xml version="1.0" encoding="UTF-8"?>\n<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
  '<Rule><ID>ä &amp; b</ID><Filter/><Status>Enabled</Status><Expiration><Date>not a date</Date></Expiration><Hologram>7</Hologram></Rule>' +
  '</LifecycleConfiguration>';

const endpoint = new ScriptedEndpoint();
const store = new S3BucketStore({ credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' } });
const VARIABLES = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL_S3_CONTROL'];
const before = new Map(VARIABLES.map((name) => [name, process.env[name]]));

beforeAll(async () => {
  const url = await endpoint.start();
  for (const name of VARIABLES) process.env[name] = url;
});
afterAll(async () => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  await endpoint.stop();
});
beforeEach(() => {
  endpoint.seen.length = 0;
});

function error(status: number, code: string, message = 'words', extra = ''): { status: number; body: string } {
  return {
    status,
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message>${extra}</Error>`,
  };
}

describe('reading a lifecycle', () => {
  test('gives the XML as it came, and the header', async () => {
    endpoint.answer({
      status: 200,
      body: XML,
      headers: { 'x-amz-transition-default-minimum-object-size': 'something_new' },
    });
    expect(await store.readLifecycle(PLACE)).toEqual({
      kind: 'found',
      configuration: { xml: XML, transitionDefaultMinimumObjectSize: 'something_new' },
    });
    expect(endpoint.seen[0]?.headers['x-amz-expected-bucket-owner']).toBe('111122223333');
    expect(endpoint.seen[0]?.url).toMatch(/^\/orders\/?\?lifecycle/);
  });

  test('gives none for a bucket without one', async () => {
    endpoint.answer(error(404, 'NoSuchLifecycleConfiguration'));
    expect(await store.readLifecycle(PLACE)).toEqual({ kind: 'none' });
  });

  test.each<[string | Buffer, string]>([
    ['', 'an empty body'],
    ['<LifecycleConfiguration><Rule>', 'a body that is cut off'],
    ['<Other/>', 'something else'],
    [Buffer.from([0x3c, 0xff, 0xfe]), 'bytes that are no text'],
  ])('fails as to be tried again for 200 and %j: %s', async (body) => {
    endpoint.answer({ status: 200, body });
    expect(await store.readLifecycle(PLACE)).toMatchObject({ kind: 'retry' });
  });
});

describe('an error of S3', () => {
  const scp =
    'User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: s3:GetLifecycleConfiguration on resource: ' +
    '&quot;arn:aws:s3:::orders&quot; with an explicit deny in a service control policy';
  test.each([
    [error(404, 'NoSuchBucket'), { kind: 'no-such-bucket' }],
    [error(403, 'AccessDenied', 'Access Denied'), { kind: 'denied', message: 'Access Denied' }],
    [error(403, 'AccessDenied', scp), { kind: 'denied', policyKind: 'service control policy' }],
    [
      error(403, 'AccessDenied', 'not authorized because no identity-based policy allows the s3:x action'),
      { kind: 'denied', policyKind: 'identity-based policy' },
    ],
    [
      { ...error(301, 'PermanentRedirect'), headers: { 'x-amz-bucket-region': 'us-west-2' } },
      { kind: 'wrong-region', region: 'us-west-2' },
    ],
    [
      error(400, 'AuthorizationHeaderMalformed', 'wrong', '<Region>us-west-2</Region>'),
      { kind: 'wrong-region', region: 'us-west-2' },
    ],
    [error(400, 'IllegalLocationConstraintException'), { kind: 'wrong-region' }],
    [error(400, 'InvalidRequest', 'no'), { kind: 'refused', code: 'InvalidRequest', message: 'no' }],
    [error(405, 'MethodNotAllowed'), { kind: 'refused', code: 'MethodNotAllowed' }],
    [error(409, 'OperationAborted'), { kind: 'retry', code: 'OperationAborted' }],
    [error(503, 'SlowDown'), { kind: 'retry', code: 'SlowDown' }],
    [{ status: 500, body: '' }, { kind: 'retry' }],
    [{ status: 502, body: '<html>bad gateway' }, { kind: 'retry' }],
    [error(403, 'ExpiredToken'), { kind: 'retry', code: 'ExpiredToken' }],
  ])('%j means %j, in one call', async (answer, meaning) => {
    endpoint.answer(answer);
    expect(await store.readLifecycle(PLACE)).toMatchObject(meaning);
    expect(endpoint.seen).toHaveLength(1);
  });

  test('that is no answer at all is to be tried again', async () => {
    const nowhere = new S3BucketStore({
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      requestHandler: { requestTimeout: 1, throwOnRequestTimeout: true },
    });
    const known = process.env['AWS_ENDPOINT_URL_S3'];
    process.env['AWS_ENDPOINT_URL_S3'] = 'http://127.0.0.1:1';
    expect(await nowhere.readLifecycle(PLACE)).toMatchObject({ kind: 'retry' });
    process.env['AWS_ENDPOINT_URL_S3'] = known;
  });
});

describe('writing a lifecycle', () => {
  test('sends the XML to the byte, with its checksum, the header and the owner', async () => {
    endpoint.answer({ status: 200 });
    const configuration = { xml: XML, transitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
    expect(await store.writeLifecycle(PLACE, configuration)).toEqual({ kind: 'written' });
    const [request] = endpoint.seen;
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(XML));
    expect(request?.method).toBe('PUT');
    expect(request?.body).toBe(XML);
    expect(request?.headers).toMatchObject({
      'content-type': 'application/xml',
      'content-length': String(Buffer.byteLength(XML)),
      'x-amz-checksum-crc32': sum.toString('base64'),
      'x-amz-expected-bucket-owner': '111122223333',
      'x-amz-transition-default-minimum-object-size': 'varies_by_storage_class',
    });
  });

  test('sends no header where there was none', async () => {
    endpoint.answer({ status: 200 });
    await store.writeLifecycle(PLACE, { xml: XML });
    expect(endpoint.seen[0]?.headers).not.toHaveProperty('x-amz-transition-default-minimum-object-size');
  });

  test('gives the words of a refusal', async () => {
    endpoint.answer(error(400, 'MalformedXML', 'The XML you provided was not well-formed'));
    expect(await store.writeLifecycle(PLACE, { xml: XML })).toEqual({
      kind: 'refused',
      code: 'MalformedXML',
      message: 'The XML you provided was not well-formed',
    });
  });
});

describe('reading tags', () => {
  test('gives them by key', async () => {
    endpoint.answer({
      status: 200,
      body: '<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag><Tag><Key>b</Key><Value/></Tag></TagSet></Tagging>',
    });
    expect(await store.readTags(PLACE)).toEqual({
      kind: 'found',
      tags: new Map([
        ['a', '1'],
        ['b', ''],
      ]),
    });
    expect(endpoint.seen[0]?.headers['x-amz-expected-bucket-owner']).toBe('111122223333');
  });

  test('gives none for a bucket without tags', async () => {
    endpoint.answer(error(404, 'NoSuchTagSet'));
    expect(await store.readTags(PLACE)).toEqual({ kind: 'none' });
  });

  test.each(['', '<Tagging/>', '<Tagging><TagSet>', 'text'])(
    'fails as to be tried again for 200 and %j',
    async (body) => {
      endpoint.answer({ status: 200, body });
      expect(await store.readTags(PLACE)).toMatchObject({ kind: 'retry' });
    },
  );
});

describe('a directory bucket', () => {
  const directory = { ...PLACE, bucket: bucketName('fast--euc1-az1--x-s3') };
  const header = { 'x-amz-transition-default-minimum-object-size': 'all_storage_classes_128K' };

  test('is asked at its own service, without a session, an owner or a size header', async () => {
    endpoint.answer({ status: 200, body: XML, headers: header }, { status: 200 }, { status: 204 });
    expect(await store.readLifecycle(directory)).toEqual({ kind: 'found', configuration: { xml: XML } });
    const configuration = { xml: XML, transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' };
    expect(await store.writeLifecycle(directory, configuration)).toEqual({ kind: 'written' });
    expect(await store.deleteLifecycle(directory)).toEqual({ kind: 'written' });
    expect(endpoint.seen.map(({ method }) => method)).toEqual(['GET', 'PUT', 'DELETE']);
    for (const { url, headers } of endpoint.seen) {
      expect(url).toMatch(/^\/fast--euc1-az1--x-s3\/*\?lifecycle/);
      expect(headers.authorization).toContain('/eu-central-1/s3express/aws4_request');
      expect(Object.keys(headers)).not.toContain('x-amz-expected-bucket-owner');
      expect(Object.keys(headers)).not.toContain('x-amz-transition-default-minimum-object-size');
    }
    expect(endpoint.seen[1]?.body).toBe(XML);
  });

  test('has its tags at S3 Control, by its ARN', async () => {
    const tag = '<Tag><Key>a</Key><Value>1</Value></Tag>';
    endpoint.answer({
      status: 200,
      body: `<ListTagsForResourceResult><Tags>${tag}</Tags></ListTagsForResourceResult>`,
    });
    expect(await store.readTags(directory)).toEqual({ kind: 'found', tags: new Map([['a', '1']]) });
    const { url = '', headers } = endpoint.seen[0] ?? {};
    expect(decodeURIComponent(url)).toBe(
      '/v20180820/tags/arn:aws:s3express:eu-central-1:111122223333:bucket/fast--euc1-az1--x-s3',
    );
    expect(headers?.['x-amz-account-id']).toBe('111122223333');
  });

  test('is granted to S3 Lifecycle, or not, by its policy', async () => {
    const missing = { kind: 'missing', statement: expect.stringContaining('bucket/fast--euc1-az1--x-s3') };
    endpoint.answer(error(404, 'NoSuchBucketPolicy'), { status: 200, body: '{"Statement":[]}' });
    expect(await store.readLifecycleGrant(directory)).toEqual(missing);
    expect(await store.readLifecycleGrant(directory)).toEqual(missing);
  });

  test.each([
    [error(403, 'AccessDenied'), { kind: 'denied' }],
    [error(404, 'NoSuchBucket'), { kind: 'no-such-bucket' }],
    [
      { status: 200, body: 'text' },
      { kind: 'retry', code: 'UnreadableAnswer' },
    ],
    [
      { status: 200, body: '' },
      { kind: 'retry', code: 'UnreadableAnswer' },
    ],
  ])('fails for the policy %j as %j', async (answer, meaning) => {
    endpoint.answer(answer);
    expect(await store.readLifecycleGrant(directory)).toMatchObject(meaning);
  });
});

describe('deleting a lifecycle', () => {
  test('names the owner, and is done', async () => {
    endpoint.answer({ status: 204 });
    expect(await store.deleteLifecycle(PLACE)).toEqual({ kind: 'written' });
    expect(endpoint.seen[0]?.method).toBe('DELETE');
    expect(endpoint.seen[0]?.headers['x-amz-expected-bucket-owner']).toBe('111122223333');
  });

  test('gives the words of a refusal', async () => {
    endpoint.answer(error(400, 'InvalidRequest', 'no'));
    expect(await store.deleteLifecycle(PLACE)).toEqual({ kind: 'refused', code: 'InvalidRequest', message: 'no' });
  });
});

test('the grant of a general purpose bucket costs no call', async () => {
  expect(await store.readLifecycleGrant(PLACE)).toEqual({ kind: 'granted' });
  expect(endpoint.seen).toEqual([]);
});
