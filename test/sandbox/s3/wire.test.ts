import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketTaggingCommand,
  paginateListBuckets,
} from '@aws-sdk/client-s3';
import { HOME, OTHER, REGION, wiredStage } from './s3-stage';

let stage: Awaited<ReturnType<typeof wiredStage>>;

beforeAll(async () => {
  stage = await wiredStage();
});

afterAll(() => stage.close());

const CreateBucketConfiguration = { LocationConstraint: REGION } as const;

test('the SDK creates a bucket with tags, puts its lifecycle and reads it back', async () => {
  const client = stage.client();
  const Bucket = 'sdk-example';
  await client.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { ...CreateBucketConfiguration, Tags: [{ Key: 'team', Value: 'a' }] },
    }),
  );
  const rules = [
    {
      ID: 'abort',
      Status: 'Enabled' as const,
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    },
    {
      ID: 'expire',
      Status: 'Enabled' as const,
      Filter: {},
      Expiration: { Date: new Date('2031-01-01T00:00:00.000Z') },
    },
  ];
  const put = await client.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: { Rules: rules },
      TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
      ExpectedBucketOwner: HOME,
    }),
  );
  expect(put.TransitionDefaultMinimumObjectSize).toBe('varies_by_storage_class');
  const got = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket, ExpectedBucketOwner: HOME }));
  expect(got.Rules).toEqual(rules);
  expect(got.TransitionDefaultMinimumObjectSize).toBe('varies_by_storage_class');
  const tags = await client.send(new GetBucketTaggingCommand({ Bucket }));
  expect(tags.TagSet).toEqual([{ Key: 'team', Value: 'a' }]);
});

test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
  'the SDK puts tags with a checksum of the kind %s',
  async (ChecksumAlgorithm) => {
    const client = stage.client();
    const Bucket = `sum-${ChecksumAlgorithm.toLowerCase()}`;
    await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
    const Tagging = { TagSet: [{ Key: 'a', Value: 'b' }] };
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging, ChecksumAlgorithm }));
    expect(stage.s3.inspect(Bucket)?.tags.get('a')).toBe('b');
  },
);

test('the SDK lists page by page with Regions', async () => {
  const client = stage.client('us-east-1', OTHER);
  for (const Bucket of ['page-a', 'page-b', 'page-c']) await client.send(new CreateBucketCommand({ Bucket }));
  const pages: (string | undefined)[][] = [];
  for await (const page of paginateListBuckets({ client, pageSize: 2 }, { Prefix: 'page-' })) {
    pages.push((page.Buckets ?? []).map(({ Name, BucketRegion }) => `${Name} ${BucketRegion}`));
  }
  expect(pages).toEqual([['page-a us-east-1', 'page-b us-east-1'], ['page-c us-east-1']]);
  const plain = await client.send(new ListBucketsCommand({}));
  expect(plain.Buckets?.[0]?.BucketRegion).toBeUndefined();
});

test('the SDK reads the answers to mistakes', async () => {
  const client = stage.client();
  const Bucket = 'mistaken';
  await client.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  await expect(client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchLifecycleConfiguration',
    $metadata: { httpStatusCode: 404 },
  });
  await expect(client.send(new HeadBucketCommand({ Bucket: 'nowhere-at-all' }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  const elsewhere = stage.client('us-west-2');
  await expect(elsewhere.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).rejects.toMatchObject({
    name: 'PermanentRedirect',
    $metadata: { httpStatusCode: 301 },
    $response: { headers: { 'x-amz-bucket-region': REGION } },
  });
  await expect(elsewhere.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 301 },
    $response: { headers: { 'x-amz-bucket-region': REGION } },
  });
  await expect(client.send(new HeadBucketCommand({ Bucket, ExpectedBucketOwner: OTHER }))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 403 },
  });
  await expect(client.send(new ListObjectsCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NotModelled',
    $metadata: { httpStatusCode: 501 },
  });
  await client.send(new DeleteBucketCommand({ Bucket }));
  await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
});
