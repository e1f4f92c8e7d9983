import type { Cloud } from '../../sandbox/cloud';
import { describeBucketStoreContract } from '../contracts/bucket-store';
import { bucketName } from '../fakes/identifiers';
import type { AwsStage } from '../stages/aws-stage';
import { bucketStoresOn, openBucketStore } from '../stages/bucket-stores';
import { startLocalStage } from '../stages/local-stage';
import { createDirectoryBucket, directoryName, HOME, MEMBER } from './local-organization';

let stage: AwsStage;
let cloud: Cloud;

beforeAll(async () => {
  const local = await startLocalStage();
  stage = local;
  cloud = local.cloud;
});
afterAll(() => stage.stop());

describeBucketStoreContract('S3BucketStore over the wire', async () => bucketStoresOn(stage));

test('tags of a directory bucket are read, and the statement that is missing is the one that helps', async () => {
  const bucket = bucketName(directoryName('tagged', HOME));
  const place = { account: MEMBER, region: HOME, bucket };
  await createDirectoryBucket(cloud, place, { tags: { team: 'blue' } });
  const store = await openBucketStore(stage, [bucket]);
  expect(await store.readTags(place)).toEqual({ kind: 'found', tags: new Map([['team', 'blue']]) });
  const missing = await store.readLifecycleGrant(place);
  if (missing.kind !== 'missing') throw new Error(missing.kind);
  expect(cloud.s3express.lifecycleCanAct(bucket)).toBe(false);
  const helped = { ...place, bucket: bucketName(directoryName('helped', HOME)) };
  const statement: unknown = JSON.parse(missing.statement.replaceAll(bucket, helped.bucket));
  await createDirectoryBucket(cloud, helped, { statement });
  expect(cloud.s3express.lifecycleCanAct(helped.bucket)).toBe(true);
  const other = await openBucketStore(stage, [helped.bucket]);
  expect(await other.readLifecycleGrant(helped)).toEqual({ kind: 'granted' });
});

test('fails as denied, or with no such bucket, for directory buckets', async () => {
  const place = { account: MEMBER, region: HOME, bucket: bucketName(directoryName('others', HOME)) };
  await createDirectoryBucket(cloud, place);
  const store = await openBucketStore(stage, [bucketName(directoryName('named', HOME))]);
  expect(await store.readLifecycle(place)).toMatchObject({ kind: 'denied' });
  expect(await store.readTags(place)).toMatchObject({ kind: 'denied' });
  expect(await store.readLifecycleGrant(place)).toMatchObject({ kind: 'denied' });
  const nowhere = { ...place, bucket: bucketName(directoryName('named', HOME)) };
  expect(await store.readLifecycle(nowhere)).toEqual({ kind: 'no-such-bucket' });
  expect(await store.readTags(nowhere)).toEqual({ kind: 'no-such-bucket' });
  expect(await store.readLifecycleGrant(nowhere)).toEqual({ kind: 'no-such-bucket' });
});
