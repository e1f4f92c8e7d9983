import { DeleteBucketLifecycleCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { S3BucketStore } from '../../adapters/s3';
import { policiesFor } from '../../adapters/session-policy';
import type { BucketName } from '../../core/identifiers';
import type { BucketPlace } from '../../core/ports';
import { createDirectoryBucket, directoryName, lifecycleStatement, userOf } from '../adapters/local-organization';
import type { BucketStoreSetup } from '../contracts/bucket-store';
import { bucketName } from '../fakes/identifiers';
import type { AwsStage } from './aws-stage';

/** A store with a session that the hub opened in the member account. */
export async function openBucketStore(stage: AwsStage, names: readonly BucketName[]): Promise<S3BucketStore> {
  const { endpoint } = stage;
  const sts = new STSClient({ endpoint, region: stage.home, credentials: stage.administrator(stage.hub) });
  const [part] = policiesFor(names, { partition: 'aws', account: stage.member, mode: 'apply' });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${stage.member}:role/${stage.role}`,
      RoleSessionName: 'contract',
      Policy: part?.policy,
    }),
  );
  sts.destroy();
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return new S3BucketStore({ credentials, endpoint });
}

/** Buckets of the member and the neighbour, reached by sessions that the hub opened. */
export function bucketStoresOn(stage: AwsStage): BucketStoreSetup {
  let buckets = 0;
  const next = (): string => {
    buckets += 1;
    return `contract-${buckets}`;
  };
  return {
    account: stage.member,
    otherAccount: stage.neighbour,
    region: stage.home,
    otherRegion: stage.elsewhere,
    newName: () => bucketName(next()),
    async createBucket({ account, region, bucket }, content = {}) {
      const user = userOf(stage, account, region);
      await user.create(bucket);
      if (content.tags !== undefined) await user.tag(bucket, content.tags);
      if (content.lifecycle !== undefined) await user.writeLifecycle(bucket, content.lifecycle);
    },
    async deleteLifecycle({ account, region, bucket }: BucketPlace) {
      const s3 = new S3Client({ endpoint: stage.endpoint, region, credentials: stage.administrator(account) });
      await s3.send(new DeleteBucketLifecycleCommand({ Bucket: bucket }));
      s3.destroy();
    },
    open: (names) => openBucketStore(stage, names),
    directory: {
      region: stage.home,
      newName: () => bucketName(directoryName(next(), stage.home)),
      createBucket: (place, grants) =>
        createDirectoryBucket(stage, place, grants ? { statement: lifecycleStatement(place) } : {}),
    },
  };
}
