import { S3AccountSurvey } from '../../adapters/account-survey';
import { RetryQuotas } from '../../adapters/retry-quotas';
import { account, bucketName, region } from '../fakes/identifiers';
import { type ScriptedAnswer, ScriptedEndpoint } from './scripted-endpoint';

const HOME = region('eu-central-1');
const THERE = region('us-east-1');
const endpoint = new ScriptedEndpoint();
let survey: S3AccountSurvey;
let url = '';

beforeAll(async () => {
  url = await endpoint.start();
  survey = new S3AccountSurvey({
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    endpoint: url,
    partition: 'aws',
    homeRegion: HOME,
    retries: new RetryQuotas(1),
  });
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
});

const listing = (buckets: string, rest = ''): ScriptedAnswer => ({
  status: 200,
  body: `<ListAllMyBucketsResult><Owner><ID>x</ID></Owner><Buckets>${buckets}</Buckets>${rest}</ListAllMyBucketsResult>`,
});
const error = (status: number, code: string): ScriptedAnswer => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>words</Message></Error>`,
});
/** Region and service of the signature. */
const signedFor = (index: number): string | undefined =>
  /Credential=[^/]+\/\d+\/([^,]+)\/aws4_request/.exec(endpoint.seen[index]?.headers.authorization ?? '')?.[1];

describe('listing general purpose buckets', () => {
  test('asks the home Region for a page of a thousand, and goes on with the token', async () => {
    endpoint.answer(listing('', '<ContinuationToken>a+b/c=</ContinuationToken>'), listing(''));
    expect(await survey.listBuckets(null)).toEqual({ kind: 'page', buckets: [], unreadable: [], next: 'a+b/c=' });
    expect(await survey.listBuckets('a+b/c=')).toMatchObject({ next: null });
    const queries = endpoint.seen.map((request) => Object.fromEntries(new URL(request.url, url).searchParams));
    expect(queries).toMatchObject([
      { 'max-buckets': '1000' },
      { 'max-buckets': '1000', 'continuation-token': 'a+b/c=' },
    ]);
    expect(signedFor(0)).toBe('eu-central-1/s3');
  });

  test('gives what the listing says of each bucket, and names that no bucket can have', async () => {
    const bucket = (name: string, more = ''): string => `<Bucket><Name>${name}</Name>${more}</Bucket>`;
    endpoint.answer(
      listing(
        bucket(
          'orders',
          '<CreationDate>2026-01-02T03:04:05.000Z</CreationDate><BucketRegion>us-east-1</BucketRegion>',
        ) +
          bucket('old', '<BucketRegion>EU</BucketRegion>') +
          bucket('odd', '<BucketRegion>the moon</BucketRegion>') +
          bucket('silent') +
          bucket('a..b') +
          bucket('"] }'),
      ),
    );
    const nothing = { region: null, createdAt: null };
    expect(await survey.listBuckets(null)).toEqual({
      kind: 'page',
      buckets: [
        { bucket: 'orders', region: 'us-east-1', regionText: 'us-east-1', createdAt: Date.UTC(2026, 0, 2, 3, 4, 5) },
        { bucket: 'old', region: 'eu-west-1', regionText: 'EU', createdAt: null },
        { ...nothing, bucket: 'odd', regionText: 'the moon' },
        { ...nothing, bucket: 'silent', regionText: '' },
      ],
      unreadable: ['a..b', '"] }'],
      next: null,
    });
  });

  test.each([
    [error(400, 'InvalidArgument'), { kind: 'bad-token', message: 'InvalidArgument: words' }],
    [error(400, 'InvalidRequest'), { kind: 'bad-token' }],
    [error(400, 'InvalidToken'), { kind: 'retry', code: 'InvalidToken' }],
    [error(403, 'AccessDenied'), { kind: 'denied', message: 'words' }],
    [error(503, 'SlowDown'), { kind: 'retry', code: 'SlowDown' }],
    [
      { status: 200, body: '' },
      { kind: 'retry', message: expect.stringContaining('no Buckets') },
    ],
    [{ status: 200, body: '<ListAllMyBucketsResult><Buckets><Bucket>' }, { kind: 'retry' }],
  ])('fails for %j after a token as %j', async (answer, meaning) => {
    endpoint.answer(answer);
    expect(await survey.listBuckets('token')).toMatchObject(meaning);
    expect(endpoint.seen).toHaveLength(1);
  });

  test('fails as refused, not as a bad token, where none was sent', async () => {
    endpoint.answer(error(400, 'InvalidArgument'));
    expect(await survey.listBuckets(null)).toEqual({ kind: 'refused', code: 'InvalidArgument', message: 'words' });
  });
});

describe('listing directory buckets', () => {
  test('asks the Region itself, as S3 Express', async () => {
    const name = 'fast--use1-az4--x-s3';
    endpoint.answer({
      status: 200,
      body: `<ListAllMyDirectoryBucketsResult><Buckets><Bucket><Name>${name}</Name></Bucket></Buckets><ContinuationToken>t</ContinuationToken></ListAllMyDirectoryBucketsResult>`,
    });
    expect(await survey.listDirectoryBuckets(THERE, null)).toEqual({
      kind: 'page',
      buckets: [{ bucket: name, region: THERE, regionText: 'us-east-1', createdAt: null }],
      unreadable: [],
      next: 't',
    });
    expect(signedFor(0)).toBe('us-east-1/s3express');
    expect(endpoint.seen[0]?.url).toContain('max-directory-buckets=1000');
  });

  test('an answer without the list is an empty one', async () => {
    endpoint.answer({ status: 200, body: '<ListAllMyDirectoryBucketsResult/>' });
    expect(await survey.listDirectoryBuckets(THERE, null)).toMatchObject({ kind: 'page', buckets: [], next: null });
  });

  test.each(['InvalidAccessKeyId', 'InvalidToken', 'OptInRequired'])(
    'fails as to be tried again, and says why, in a Region that is off: %s',
    async (code) => {
      endpoint.answer(error(403, code));
      expect(await survey.listDirectoryBuckets(THERE, null)).toEqual({
        kind: 'retry',
        code,
        message: 'the Region us-east-1 does not know the account, as where it is off: words',
      });
    },
  );
});

test('a survey tries again what failed in passing, as often as it is told', async () => {
  const patient = new S3AccountSurvey({
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    endpoint: url,
    partition: 'aws',
    homeRegion: HOME,
    retries: new RetryQuotas(3),
  });
  const failed = { status: 500, body: '' };
  endpoint.answer(failed, failed, listing(''), failed, failed, failed);
  expect(await patient.listBuckets(null)).toMatchObject({ kind: 'page' });
  const place = { account: account('111122223333'), region: HOME, bucket: bucketName('orders') };
  expect(await patient.readLifecycle(place)).toMatchObject({ kind: 'retry' });
  expect(endpoint.seen).toHaveLength(6);
});
