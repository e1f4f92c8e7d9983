import { DeleteBucketLifecycleCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { S3BucketStore } from '../../adapters/s3';
import { policiesFor } from '../../adapters/session-policy';
import type { BucketName } from '../../core/identifiers';
import type { BucketPlace } from '../../core/ports';
import type { Cloud } from '../../sandbox/cloud';
import { type BucketStoreSetup, describeBucketStoreContract } from '../contracts/bucket-store';
import { bucketName } from '../fakes/identifiers';
import { ELSEWHERE, HOME, HUB, MEMBER, NEIGHBOUR, ROLE, startLocalOrganization, userOf } from './local-organization';

let cloud: Cloud;
let buckets = 0;

afterAll(() => cloud.stop());

/** A store with a session that the hub opened in the member account. */
async function open(names: readonly BucketName[]): Promise<S3BucketStore> {
  const { endpoint } = cloud;
  const sts = new STSClient({ endpoint, region: HOME, credentials: cloud.administrator(HUB) });
  const [part] = policiesFor(names, { partition: 'aws', write: true });
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
  };
});
