import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteBucketLifecycleCommand,
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { allow } from '../policy/stage';
import { ABORT, type ExpressStage, expressStage, inZone, NAME } from './express-stage';

let stage: ExpressStage;
beforeEach(async () => {
  stage = await expressStage();
  await stage.client().send(new CreateBucketCommand({ Bucket: NAME, CreateBucketConfiguration: inZone() }));
});
afterEach(() => stage.close());

const read = new GetBucketLifecycleConfigurationCommand({ Bucket: NAME });
const put = (...Rules: LifecycleRule[]) =>
  stage.client().send(new PutBucketLifecycleConfigurationCommand({ Bucket: NAME, LifecycleConfiguration: { Rules } }));
const remove = new DeleteBucketLifecycleCommand({ Bucket: NAME });
const common = { ID: 'a', Status: 'Enabled', Filter: { Prefix: '' } } as const;
const abort = { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } } as const;

test('a configuration is put, read without a minimum object size and deleted', async () => {
  await expect(stage.client().send(read)).rejects.toMatchObject({
    name: 'NoSuchLifecycleConfiguration',
    $metadata: { httpStatusCode: 404 },
  });
  const answer = await put(...ABORT.Rules);
  expect(answer.TransitionDefaultMinimumObjectSize).toBeUndefined();
  const { Rules, TransitionDefaultMinimumObjectSize } = await stage.client().send(read);
  expect([Rules, TransitionDefaultMinimumObjectSize]).toEqual([ABORT.Rules, undefined]);
  expect(stage.express.inspect(NAME)?.lifecycle).toMatch(/^<LifecycleConfiguration xmlns="[^"]+"><Rule>/);
  await stage.client().send(remove);
  await stage.client().send(remove);
  expect(stage.express.inspect(NAME)?.lifecycle).toBeUndefined();
});

test('rules may expire objects by prefix and size', async () => {
  const Filter = { And: { Prefix: 'a/', ObjectSizeGreaterThan: 1, ObjectSizeLessThan: 9 } };
  await put({ ...common, Filter, Expiration: { Days: 1 } }, { ...common, ID: 'b', ...abort });
  expect((await stage.client().send(read)).Rules).toHaveLength(2);
});

test.each<[string, LifecycleRule]>([
  ['a base level prefix', { ID: 'a', Status: 'Enabled', Prefix: '', ...abort }],
  ['a tag filter', { ...common, Filter: { Tag: { Key: 'k', Value: 'v' } }, Expiration: { Days: 1 } }],
  [
    'a tag among others',
    { ...common, Filter: { And: { Prefix: 'a', Tags: [{ Key: 'k', Value: 'v' }] } }, Expiration: { Days: 1 } },
  ],
  ['a transition', { ...common, Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }] }],
  ['noncurrent versions', { ...common, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }],
  [
    'a noncurrent transition',
    { ...common, NoncurrentVersionTransitions: [{ NoncurrentDays: 30, StorageClass: 'GLACIER' }] },
  ],
  ['a delete marker', { ...common, Expiration: { ExpiredObjectDeleteMarker: true } }],
  ['an abort by size', { ...common, Filter: { ObjectSizeGreaterThan: 1 }, ...abort }],
])('refuses %s', async (_, rule) => {
  await expect(put(rule)).rejects.toMatchObject({ name: 'InvalidRequest' });
  expect(stage.express.inspect(NAME)?.lifecycle).toBeUndefined();
});

test('refuses headers that are for general purpose buckets only', async () => {
  const owner = { Bucket: NAME, ExpectedBucketOwner: '111111111111' };
  const notImplemented = { name: 'NotImplemented', $metadata: { httpStatusCode: 501 } };
  const client = stage.client();
  for (const command of [
    new GetBucketLifecycleConfigurationCommand(owner),
    new PutBucketLifecycleConfigurationCommand({ ...owner, LifecycleConfiguration: { Rules: [...ABORT.Rules] } }),
    new DeleteBucketLifecycleCommand(owner),
    new DeleteBucketCommand(owner),
  ]) {
    await expect(client.send(command as DeleteBucketCommand)).rejects.toMatchObject(notImplemented);
  }
  const sized = new PutBucketLifecycleConfigurationCommand({
    Bucket: NAME,
    LifecycleConfiguration: { Rules: [...ABORT.Rules] },
    TransitionDefaultMinimumObjectSize: 'varies_by_storage_class',
  });
  await expect(client.send(sized)).rejects.toMatchObject({ name: 'InvalidRequest' });
});

test('refuses a body that does not match its checksum', async () => {
  const command = new PutBucketLifecycleConfigurationCommand({
    Bucket: NAME,
    LifecycleConfiguration: { Rules: [...ABORT.Rules] },
  });
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      request.headers['x-amz-checksum-crc32'] = 'AAAAAA==';
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  await expect(stage.client().send(command)).rejects.toMatchObject({ name: 'BadDigest' });
});

test('deleting needs the permission to put', async () => {
  const reader = stage.withRole([allow('s3express:Get*')]);
  await expect(reader.send(remove)).rejects.toThrow(/s3express:PutLifecycleConfiguration/);
  await stage.withRole([allow('s3express:PutLifecycleConfiguration')]).send(remove);
});
