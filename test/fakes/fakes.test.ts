import { describeAccountAccessContract } from '../contracts/account-access';
import { describeAccountProfilesContract } from '../contracts/account-profiles';
import { describeBucketStoreContract } from '../contracts/bucket-store';
import { describeDeadLettersContract, describeSettleQueueContract } from '../contracts/queues';
import { account, bucketName, region } from './identifiers';
import { activeProfile, InMemoryAccountAccess, InMemoryProfiles } from './in-memory-accounts';
import { InMemoryDeadLetters, InMemorySettleQueue } from './in-memory-queues';
import { InMemoryS3 } from './in-memory-s3';

const ONE = account('111122223333');
const TWO = account('444455556666');
const HERE = region('eu-central-1');

describeBucketStoreContract('the in-memory S3', async () => {
  const s3 = new InMemoryS3();
  let count = 0;
  return {
    account: ONE,
    otherAccount: TWO,
    region: HERE,
    otherRegion: region('us-west-2'),
    newName: () => {
      count += 1;
      return bucketName(`bucket-${count}`);
    },
    createBucket: async (place, content = {}) => {
      s3.buckets.set(place.bucket, {
        account: place.account,
        region: place.region,
        lifecycle: content.lifecycle,
        tags: new Map(Object.entries(content.tags ?? {})),
      });
    },
    deleteLifecycle: async ({ bucket }) => {
      const known = s3.buckets.get(bucket);
      if (known !== undefined) known.lifecycle = undefined;
    },
    open: async (buckets) => s3.store(buckets),
    directory: {
      region: region('eu-west-1'),
      newName: () => {
        count += 1;
        return bucketName(`bucket-${count}--euw1-az1--x-s3`);
      },
      createBucket: async (place, grantsLifecycle) => {
        s3.buckets.set(place.bucket, { account: place.account, region: place.region, grantsLifecycle });
      },
    },
  };
});

describeAccountAccessContract('the in-memory access', async () => {
  const s3 = new InMemoryS3();
  const buckets = [bucketName('bucket-a'), bucketName('bucket-b')] as const;
  for (const bucket of buckets) s3.buckets.set(bucket, { account: ONE, region: HERE });
  const access = new InMemoryAccountAccess(s3);
  access.closed.set(TWO, { kind: 'not-assumable', message: 'AccessDenied' });
  return { access, account: ONE, region: HERE, buckets, closedAccount: TWO };
});

describeAccountProfilesContract('the in-memory profiles', async () => {
  const profiles = new InMemoryProfiles();
  profiles.profiles.set(
    ONE,
    activeProfile({ team: 'blue' }, [
      ['ou-ab12-near', {}],
      ['ou-ab12-far', { stage: 'production' }],
    ]),
  );
  profiles.profiles.set(TWO, activeProfile());
  return { profiles, nested: ONE, plain: TWO, stranger: account('999900001111') };
});

describeSettleQueueContract('the in-memory settle queue', async () => {
  const queue = new InMemorySettleQueue();
  return { queue, received: async () => queue.sent.map(({ message }) => JSON.stringify(message)) };
});

describeDeadLettersContract('the in-memory dead letters', async () => {
  const deadLetters = new InMemoryDeadLetters();
  const received = async () =>
    deadLetters.sent.map(({ body, reason }) => ({ body, reasonCode: reason.code, reasonText: reason.text }));
  return { deadLetters, received };
});
