import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { allow, HOME, OTHER, wiredStage } from './s3-stage';

let stage: Awaited<ReturnType<typeof wiredStage>>;

beforeAll(async () => {
  stage = await wiredStage();
});

afterAll(() => stage.close());

afterEach(() => stage.policies.clear());

async function begin(client: S3Client, Bucket: string, Key: string): Promise<string> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  if (UploadId === undefined) throw new Error('no upload ID');
  return UploadId;
}

test('uploads are listed page by page, by key and then as they were begun', async () => {
  const { Bucket, client } = await stage.newBucket();
  const begun: string[] = [];
  for (const Key of ['b', 'a', 'b', 'c', 'b']) begun.push(await begin(client, Bucket, Key));
  const listed: (string | undefined)[] = [];
  let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {};
  for (let more = true; more; ) {
    const page = await client.send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 2, ...markers }));
    listed.push(...(page.Uploads ?? []).map(({ UploadId }) => UploadId));
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker };
    more = page.IsTruncated ?? false;
  }
  expect(listed).toEqual([1, 0, 2, 4, 3].map((index) => begun[index]));
  const behind = await client.send(new ListMultipartUploadsCommand({ Bucket, KeyMarker: 'a', Prefix: 'b' }));
  expect(behind.Uploads).toHaveLength(3);
  expect(behind.Uploads?.[0]).toMatchObject({
    StorageClass: 'STANDARD',
    Initiator: { ID: expect.stringContaining(HOME) },
  });
});

test('a page goes on behind an upload that has been aborted in between', async () => {
  const { Bucket, client } = await stage.newBucket();
  const first = await begin(client, Bucket, 'a');
  const second = await begin(client, Bucket, 'a');
  await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'a', UploadId: first }));
  const page = await client.send(new ListMultipartUploadsCommand({ Bucket, KeyMarker: 'a', UploadIdMarker: first }));
  expect(page.Uploads?.map(({ UploadId }) => UploadId)).toEqual([second]);
});

test('parts are listed with their sizes, page by page, a part sent again in place of the one before', async () => {
  const { Bucket, client } = await stage.newBucket();
  const UploadId = await begin(client, Bucket, 'a');
  const part = (PartNumber: number, Body: string) =>
    client.send(new UploadPartCommand({ Bucket, Key: 'a', UploadId, PartNumber, Body }));
  await part(10, 'ten');
  await part(2, 'x');
  await part(1, 'o');
  const { ETag } = await part(2, 'two and more');
  const first = await client.send(new ListPartsCommand({ Bucket, Key: 'a', UploadId, MaxParts: 2 }));
  expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
    [1, 1],
    [2, 12],
  ]);
  expect(first).toMatchObject({ IsTruncated: true, Parts: [{}, { ETag, LastModified: expect.any(Date) }] });
  const PartNumberMarker = first.NextPartNumberMarker;
  const second = await client.send(new ListPartsCommand({ Bucket, Key: 'a', UploadId, PartNumberMarker }));
  expect(second.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([10]);
});

test('an upload that is completed is an object, and no upload any more', async () => {
  const { Bucket, client } = await stage.newBucket();
  const UploadId = await begin(client, Bucket, 'a');
  const large = 'x'.repeat(5 * 1024 * 1024);
  const part = (PartNumber: number, Body: string) =>
    client.send(new UploadPartCommand({ Bucket, Key: 'a', UploadId, PartNumber, Body }));
  const [one, two] = [await part(1, large), await part(2, 'end')];
  const complete = (...Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    client.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'a', UploadId, MultipartUpload: { Parts } }));
  const first = { PartNumber: 1, ETag: one.ETag };
  const second = { PartNumber: 2, ETag: two.ETag };
  await expect(complete(second, first)).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(complete(first, { ...second, ETag: one.ETag })).rejects.toMatchObject({ name: 'InvalidPart' });
  expect((await complete(first, second)).ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  expect(await got.Body?.transformToString()).toBe(`${large}end`);
  expect((await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined();
  await expect(complete(first)).rejects.toMatchObject({ name: 'NoSuchUpload', $metadata: { httpStatusCode: 404 } });
});

test('refuses to complete with a small part that is not the last', async () => {
  const { Bucket, client } = await stage.newBucket();
  const UploadId = await begin(client, Bucket, 'a');
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  for (const PartNumber of [1, 2]) {
    const { ETag } = await client.send(
      new UploadPartCommand({ Bucket, Key: 'a', UploadId, PartNumber, Body: 'small' }),
    );
    Parts.push({ PartNumber, ETag });
  }
  await expect(
    client.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'a', UploadId, MultipartUpload: { Parts } })),
  ).rejects.toMatchObject({ name: 'EntityTooSmall' });
});

test('refuses an upload that is not there and a part number beyond 10,000', async () => {
  const { Bucket, client } = await stage.newBucket();
  const UploadId = await begin(client, Bucket, 'a');
  const part = (id: string, PartNumber: number) =>
    client.send(new UploadPartCommand({ Bucket, Key: 'a', UploadId: id, PartNumber, Body: 'x' }));
  await expect(part(UploadId, 10_001)).rejects.toMatchObject({ name: 'InvalidArgument' });
  await expect(part('other', 1)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  const abort = (Key: string) => client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  await expect(abort('b')).rejects.toMatchObject({ name: 'NoSuchUpload' });
  await abort('a');
  await expect(abort('a')).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('a test sets back when an upload began', async () => {
  const { Bucket, client } = await stage.newBucket();
  const UploadId = await begin(client, Bucket, 'a');
  const began = new Date('2031-01-02T03:04:05.000Z');
  stage.s3.backdateUpload(Bucket, 'a', UploadId, began);
  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  expect(Uploads?.[0]?.Initiated).toEqual(began);
  expect(() => stage.s3.backdateUpload(Bucket, 'a', 'none', began)).toThrow('there is no upload');
});

test('refuses each call without its own permission, and a wrong expected owner', async () => {
  const { Bucket, client } = await stage.newBucket();
  const UploadId = await begin(client, Bucket, 'a');
  const arn = `arn:aws:iam::${HOME}:user/dev`;
  const calls = {
    's3:ListBucketMultipartUploads': () => client.send(new ListMultipartUploadsCommand({ Bucket })),
    's3:ListMultipartUploadParts': () => client.send(new ListPartsCommand({ Bucket, Key: 'a', UploadId })),
    's3:PutObject': () => begin(client, Bucket, 'a'),
    's3:AbortMultipartUpload': () => client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'a', UploadId })),
  };
  for (const [action, call] of Object.entries(calls)) {
    stage.policies.set(arn, [allow('s3:GetObject', '*')]);
    await expect(call()).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining(action) });
    stage.policies.set(arn, [
      allow(action, action.includes('Bucket') ? `arn:aws:s3:::${Bucket}` : `arn:aws:s3:::${Bucket}/a`),
    ]);
    await expect(call()).resolves.toBeDefined();
  }
  stage.policies.clear();
  await expect(
    client.send(new ListMultipartUploadsCommand({ Bucket, ExpectedBucketOwner: OTHER })),
  ).rejects.toMatchObject({ name: 'AccessDenied' });
});
