import type { BucketUser } from './bucket-user';
import { EXISTING_BUCKETS, type ExistingBucket, ZONE } from './existing-buckets';
import type { Place } from './operator';
import type { Stage } from './stage';

const YEAR_MS = 365 * 24 * 3600 * 1000;

/** A bucket that is there, of which no event was heard. */
export interface MadeBucket extends Place {
  readonly existing: ExistingBucket;
  readonly user: BucketUser;
}

/** Makes `EXISTING_BUCKETS`, a year old, in the workload accounts in turn. Each is named `existing-<name>-<account>`. */
export function makeExisting(stage: Stage): Promise<readonly MadeBucket[]> {
  const [, ...workloads] = stage.landscape.workloads;
  return Promise.all(
    EXISTING_BUCKETS.map(async (existing, index) => {
      const owner =
        existing.account === 'log archive' ? stage.landscape.logArchive : workloads[index % workloads.length];
      const account = owner?.id ?? '';
      const region = stage.regions[existing.regionIndex % stage.regions.length] ?? '';
      const user = stage.user(account, region);
      const name = `existing-${existing.name}-${account}`;
      const bucket = existing.directory === undefined ? name : `${name}--${ZONE}--x-s3`;
      if (existing.directory === undefined) {
        stage.cloud.s3.seedBuckets(account, region, [bucket], new Date(Date.now() - YEAR_MS));
      } else {
        await makeDirectory(user, { account, region, bucket }, existing.directory);
      }
      await existing.play(user, bucket, async () => {});
      return { existing, account, region, bucket, user };
    }),
  );
}

async function makeDirectory(
  user: BucketUser,
  { account, region, bucket }: Place,
  grant: NonNullable<ExistingBucket['directory']>,
): Promise<void> {
  await user.createDirectoryBucket(bucket, ZONE);
  if (grant === 'not granted') return;
  await user.setPolicy(bucket, {
    Effect: 'Allow',
    Principal: { Service: 'lifecycle.s3.amazonaws.com' },
    Action: 's3express:CreateSession',
    Resource: `arn:aws:s3express:${region}:${account}:bucket/${bucket}`,
    Condition: { StringEquals: { 's3express:SessionMode': 'ReadWrite' } },
  });
}
