import { SettleBatch } from '../../handlers/settle-batch';
import { bucketName } from '../fakes/identifiers';
import { batchWorld, HERE, ONE, TWO } from '../handlers/batch-world';

test('an event of one account that names a bucket of another touches neither', async () => {
  const { s3, services, record, event, journal, access, inventory } = batchWorld();
  const victim = { account: TWO, region: HERE };
  s3.buckets.set(bucketName('victim'), victim);

  await new SettleBatch(services).handle([record(event('victim', 'CreateBucket', ONE))]);

  expect(access.openings).toEqual([{ account: ONE, buckets: ['victim'], mode: 'apply' }]);
  expect(s3.calls.map(({ operation, place }) => `${operation} as ${place.account}`)).toEqual([
    `readLifecycle as ${ONE}`,
  ]);
  expect(s3.buckets.get(bucketName('victim'))).toBe(victim);
  expect(victim).toEqual({ account: TWO, region: HERE });
  expect(journal.outcomes).toMatchObject([{ account: ONE, bucket: 'victim', verdict: 'denied' }]);
  expect(await inventory.buckets.bucket({ ...victim, bucket: bucketName('victim') })).toBeUndefined();
});

test('an event that says its bucket is of another account costs no call at all', async () => {
  const { s3, services, record, event, access } = batchWorld();
  const honest = event('victim', 'PutBucketLifecycle', ONE);
  const resources = [{ type: 'AWS::S3::Bucket', accountId: TWO }];
  await new SettleBatch(services).handle([record({ ...honest, detail: { ...honest.detail, resources } })]);
  expect(access.openings).toEqual([]);
  expect(s3.calls).toEqual([]);
});

test('a name that is taken by another account between two looks is not written', async () => {
  const { s3, services, record, created } = batchWorld();
  const event = created('reborn');
  s3.after('readLifecycle', () => s3.buckets.set(bucketName('reborn'), { account: TWO, region: HERE }));
  await new SettleBatch(services).handle([record(event)]);
  expect(s3.buckets.get(bucketName('reborn'))?.lifecycle).toBeUndefined();
});
