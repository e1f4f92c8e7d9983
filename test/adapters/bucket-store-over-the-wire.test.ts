import { DeleteBucketLifecycleCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { S3BucketStore } from '../../adapters/s3';
import { policiesFor } from '../../adapters/session-policy';
import type { BucketName } from '../../core/identifiers';
import type { BucketPlace } from '../../core/ports';
import type { Cloud } from '../../sandbox/cloud';
import { type BucketStoreSetup, describeBucketStoreContract } from '../contracts/bucket-store';
import { bucketName } from '../fakes/identifiers';
import {
  createDirectoryBucket,
  directoryName,
  ELSEWHERE,
  HOME,
  HUB,
  lifecycleStatement,
  MEMBER,
  NEIGHBOUR,
  ROLE,
  startLocalOrganization,
  userOf,
} from './local-organization';

let cloud: Cloud;
let buckets = 0;

afterAll(() => cloud.stop());

/** A store with a session that the hub opened in the member account. */
async function open(names: readonly BucketName[]): Promise<S3BucketStore> {
  const { endpoint } = cloud;
  const sts = new STSClient({ endpoint, region: HOME, credentials: cloud.administrator(HUB) });
  const [part] = policiesFor(names, { partition: 'aws', account: MEMBER, mode: 'apply' });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${MEMBER}:role/${ROLE}`,
      RoleSessionName: 'contract',
      Policy: part?.policy,
    }),
  );
  sts.destroy();
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return new S3BucketStore({ credentials, endpoint });
}

async function deleteLifecycle({ account, region, bucket }: BucketPlace): Promise<void> {
  const s3 = new S3Client({ endpoint: cloud.endpoint, region, credentials: cloud.administrator(account) });
  await s3.send(new DeleteBucketLifecycleCommand({ Bucket: bucket }));
  s3.destroy();
}

describeBucketStoreContract('S3BucketStore over the wire', async (): Promise<BucketStoreSetup> => {
  cloud = await startLocalOrganization();
  return {
    account: MEMBER,
    otherAccount: NEIGHBOUR,
    region: HOME,
    otherRegion: ELSEWHERE,
    newName() {
      buckets += 1;
      return bucketName(`contract-${buckets}`);
    },
    async createBucket({ account, region, bucket }, content = {}) {
      const user = userOf(cloud, account, region);
      await user.create(bucket);
      if (content.tags !== undefined) await user.tag(bucket, content.tags);
      if (content.lifecycle !== undefined) await user.writeLifecycle(bucket, content.lifecycle);
    },
    deleteLifecycle,
    open,
    directory: {
      region: HOME,
      newName() {
        buckets += 1;
        return bucketName(directoryName(`contract-${buckets}`, HOME));
      },
      createBucket: (place, grants) =>
        createDirectoryBucket(cloud, place, grants ? { statement: lifecycleStatement(place) } : {}),
    },
  };
});

test('tags of a directory bucket are read, and the statement that is missing is the one that helps', async () => {
  const bucket = bucketName(directoryName('tagged', HOME));
  const place = { account: MEMBER, region: HOME, bucket };
  await createDirectoryBucket(cloud, place, { tags: { team: 'blue' } });
  const store = await open([bucket]);
  expect(await store.readTags(place)).toEqual({ kind: 'found', tags: new Map([['team', 'blue']]) });
  const missing = await store.readLifecycleGrant(place);
  if (missing.kind !== 'missing') throw new Error(missing.kind);
  expect(cloud.s3express.lifecycleCanAct(bucket)).toBe(false);
  const helped = { ...place, bucket: bucketName(directoryName('helped', HOME)) };
  const statement: unknown = JSON.parse(missing.statement.replaceAll(bucket, helped.bucket));
  await createDirectoryBucket(cloud, helped, { statement });
  expect(cloud.s3express.lifecycleCanAct(helped.bucket)).toBe(true);
  const other = await open([helped.bucket]);
  expect(await other.readLifecycleGrant(helped)).toEqual({ kind: 'granted' });
});

test('fails as denied, or with no such bucket, for directory buckets', async () => {
  const place = { account: MEMBER, region: HOME, bucket: bucketName(directoryName('others', HOME)) };
  await createDirectoryBucket(cloud, place);
  const store = await open([bucketName(directoryName('named', HOME))]);
  expect(await store.readLifecycle(place)).toMatchObject({ kind: 'denied' });
  expect(await store.readTags(place)).toMatchObject({ kind: 'denied' });
  expect(await store.readLifecycleGrant(place)).toMatchObject({ kind: 'denied' });
  const nowhere = { ...place, bucket: bucketName(directoryName('named', HOME)) };
  expect(await store.readLifecycle(nowhere)).toEqual({ kind: 'no-such-bucket' });
  expect(await store.readTags(nowhere)).toEqual({ kind: 'no-such-bucket' });
  expect(await store.readLifecycleGrant(nowhere)).toEqual({ kind: 'no-such-bucket' });
});
