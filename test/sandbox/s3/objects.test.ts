import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { allow, HOME, OTHER, REGION, wiredStage } from './s3-stage';

let stage: Awaited<ReturnType<typeof wiredStage>>;

beforeAll(async () => {
  stage = await wiredStage();
});

afterAll(() => stage.close());

afterEach(() => stage.policies.clear());

const DEV = `arn:aws:iam::${HOME}:user/dev`;

test('an object comes back as it was put, with what was said of it', async () => {
  const { Bucket, client } = await stage.newBucket();
  const Body = JSON.stringify({ text: 'ümlaut', more: 'x'.repeat(100_000) });
  const put = await client.send(
    new PutObjectCommand({
      Bucket,
      Key: 'images/a b/ü+1.json',
      Body,
      ContentType: 'application/json',
      Metadata: { life: '7' },
      ServerSideEncryption: 'AES256',
      ExpectedBucketOwner: HOME,
    }),
  );
  expect(put).toMatchObject({ ServerSideEncryption: 'AES256', ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'images/a b/ü+1.json' }));
  expect(await got.Body?.transformToString()).toBe(Body);
  expect(got).toMatchObject({ ContentType: 'application/json', Metadata: { life: '7' }, ETag: put.ETag });
  expect(got.ChecksumCRC32).toBe(put.ChecksumCRC32);
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'images/a b/ü+1.json' }));
  expect(head).toMatchObject({ ContentLength: Buffer.byteLength(Body), ServerSideEncryption: 'AES256' });
  expect(stage.s3.inspectObject(Bucket, 'images/a b/ü+1.json')?.body.toString()).toBe(Body);
});

test('a key of KMS is recorded', async () => {
  const { Bucket, client } = await stage.newBucket();
  const SSEKMSKeyId = `arn:aws:kms:${REGION}:${HOME}:key/1`;
  await client.send(
    new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ServerSideEncryption: 'aws:kms', SSEKMSKeyId }),
  );
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a' }));
  expect(head).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId });
});

test.each([
  ['an encryption that there is not', { ServerSideEncryption: 'rot13' as 'AES256' }, 'InvalidArgument', 400],
  ['a key of KMS without aws:kms', { SSEKMSKeyId: 'key' }, 'InvalidArgument', 400],
  ['a checksum of another body', { ChecksumCRC32: 'AAAAAA==' }, 'BadDigest', 400],
  ['another expected owner', { ExpectedBucketOwner: OTHER }, 'AccessDenied', 403],
  ['a key of 1,025 bytes', { Key: 'k'.repeat(1025) }, 'KeyTooLongError', 400],
  ['If-None-Match of an ETag', { IfNoneMatch: '"a"' }, 'NotImplemented', 501],
])('refuses to put an object with %s', async (_, further, name, httpStatusCode) => {
  const { Bucket, client } = await stage.newBucket();
  const put = client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ...further }));
  await expect(put).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
  expect(stage.s3.inspectObject(Bucket, 'a')).toBeUndefined();
});

test('refuses to put where If-None-Match asks for nothing and there is an object', async () => {
  const { Bucket, client } = await stage.newBucket();
  const put = (Body: string) => client.send(new PutObjectCommand({ Bucket, Key: 'a', Body, IfNoneMatch: '*' }));
  await put('first');
  await expect(put('second')).rejects.toMatchObject({
    name: 'PreconditionFailed',
    $metadata: { httpStatusCode: 412 },
  });
  expect(stage.s3.inspectObject(Bucket, 'a')?.body.toString()).toBe('first');
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await put('third');
});

test('refuses to read what is not there, and says so only to who may list', async () => {
  const { Bucket, client } = await stage.newBucket();
  const get = () => client.send(new GetObjectCommand({ Bucket, Key: 'none' }));
  await expect(get()).rejects.toMatchObject({ name: 'NoSuchKey' });
  await expect(client.send(new HeadObjectCommand({ Bucket, Key: 'none' }))).rejects.toMatchObject({ name: 'NotFound' });
  stage.policies.set(DEV, [allow('s3:GetObject', '*')]);
  await expect(get()).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
});

test.each([
  ['s3:PutObject', new PutObjectCommand({ Bucket: 'guarded', Key: 'in/a', Body: 'a' })],
  ['s3:GetObject', new GetObjectCommand({ Bucket: 'guarded', Key: 'in/a' })],
  ['s3:DeleteObject', new DeleteObjectCommand({ Bucket: 'guarded', Key: 'in/a' })],
] as const)('%s is asked for on the object', async (action, command) => {
  const client = stage.client();
  if (stage.s3.inspect('guarded') === undefined) {
    const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
    await client.send(new CreateBucketCommand({ Bucket: 'guarded', CreateBucketConfiguration }));
  }
  await client.send(new PutObjectCommand({ Bucket: 'guarded', Key: 'in/a', Body: 'a' }));
  // biome-ignore lint/suspicious/noExplicitAny: the three commands share no type that send takes.
  const send = () => client.send(command as any);
  stage.policies.set(DEV, [allow(action, 'arn:aws:s3:::guarded/out/*')]);
  await expect(send()).rejects.toMatchObject({ name: 'AccessDenied' });
  stage.policies.set(DEV, [allow(action, 'arn:aws:s3:::guarded/in/*')]);
  await expect(send()).resolves.toBeDefined();
});

test('a bucket policy that asks for TLS and encryption lets encrypted objects in', async () => {
  const { Bucket, client } = await stage.newBucket();
  const arns = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const deny = (Action: string, Condition: object) => ({
    Effect: 'Deny',
    Principal: '*',
    Action,
    Resource: arns,
    Condition,
  });
  const Statement = [
    deny('s3:*', { Bool: { 'aws:SecureTransport': 'false' } }),
    deny('s3:*', { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
    deny('s3:PutObject', { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } }),
  ];
  await client.send(
    new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
  );
  const put = (ServerSideEncryption: 'AES256' | 'aws:kms') =>
    client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a', ServerSideEncryption }));
  await expect(put('AES256')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(put('aws:kms')).resolves.toBeDefined();
});

test('objects are listed by prefix and page, in the order of their bytes', async () => {
  const { Bucket, client } = await stage.newBucket();
  for (const Key of ['b/2', 'a', 'b/10', 'b/1', 'c', 'b/&<'])
    await client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  const pages: (string | undefined)[][] = [];
  let ContinuationToken: string | undefined;
  do {
    const request = { Bucket, Prefix: 'b/', MaxKeys: 2, ContinuationToken };
    const page = await client.send(new ListObjectsV2Command(request));
    pages.push((page.Contents ?? []).map(({ Key }) => Key));
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken !== undefined);
  expect(pages).toEqual([
    ['b/&<', 'b/1'],
    ['b/10', 'b/2'],
  ]);
  const after = await client.send(new ListObjectsV2Command({ Bucket, StartAfter: 'b/10' }));
  expect(after.Contents?.map(({ Key, Size }) => [Key, Size])).toEqual([
    ['b/2', 3],
    ['c', 1],
  ]);
  await expect(client.send(new ListObjectsV2Command({ Bucket, ContinuationToken: 'made up' }))).rejects.toMatchObject({
    name: 'InvalidArgument',
  });
});

test('a bucket with versions keeps what is replaced and deleted until each version is deleted', async () => {
  const { Bucket, client } = await stage.newBucket();
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'before' }));
  await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const first = await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'first' }));
  const second = await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'second' }));
  expect(first.VersionId).not.toBe(second.VersionId);
  const marker = await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  expect(marker).toMatchObject({ DeleteMarker: true, VersionId: expect.any(String) });
  await expect(client.send(new GetObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({ name: 'NoSuchKey' });
  const old = await client.send(new GetObjectCommand({ Bucket, Key: 'a', VersionId: first.VersionId }));
  expect(await old.Body?.transformToString()).toBe('first');
  expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);

  const listed: (string | undefined)[] = [];
  let markers: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {};
  for (let more = true; more; ) {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket, MaxKeys: 1, ...markers }));
    for (const { VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) listed.push(VersionId);
    markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    more = page.IsTruncated ?? false;
  }
  expect(listed).toEqual([marker.VersionId, second.VersionId, first.VersionId, 'null']);

  for (const VersionId of listed) {
    await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a', VersionId }));
  }
  await client.send(new DeleteBucketCommand({ Bucket }));
});

test('refuses to delete a bucket that is not empty', async () => {
  const { Bucket, client } = await stage.newBucket();
  await client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
  await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
    $metadata: { httpStatusCode: 409 },
  });
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  await client.send(new DeleteBucketCommand({ Bucket }));
});

test('calls on objects stand in the trace and are no management events', async () => {
  const { Bucket, client } = await stage.newBucket();
  const events = stage.published.length;
  await client.send(new PutObjectCommand({ Bucket, Key: 'in/a', Body: 'a' }));
  await client.send(new DeleteObjectCommand({ Bucket, Key: 'in/a' }));
  expect(stage.published).toHaveLength(events);
  const calls = stage.trace.entries().filter(({ kind }) => kind === 'call');
  expect(calls.at(-2)).toMatchObject({ action: 's3:PutObject', resource: `arn:aws:s3:::${Bucket}/in/a` });
});
