import { type BatchServices, SettleBatch } from '../../handlers/settle-batch';
import { parseSqsEvent, type SettleRecord } from '../../handlers/settle-record';
import { account, bucketName, region } from '../fakes/identifiers';
import { activeProfile, InMemoryAccountAccess, InMemoryProfiles } from '../fakes/in-memory-accounts';
import { InMemoryDeadLetters, InMemorySettleQueue } from '../fakes/in-memory-queues';
import { InMemoryS3 } from '../fakes/in-memory-s3';
import { ManualClock } from '../fakes/manual-clock';
import { RecordingJournal } from '../fakes/recording-journal';

const ONE = account('111122223333');
const TWO = account('444455556666');
const HERE = region('eu-central-1');

function world(changes: Partial<BatchServices> = {}) {
  const s3 = new InMemoryS3();
  const clock = new ManualClock();
  const profiles = new InMemoryProfiles();
  profiles.profiles.set(ONE, activeProfile());
  profiles.profiles.set(TWO, activeProfile());
  const access = new InMemoryAccountAccess(s3);
  const settleQueue = new InMemorySettleQueue();
  const deadLetters = new InMemoryDeadLetters();
  const journal = new RecordingJournal();
  const postponed: { readonly receiptHandle: string; readonly seconds: number }[] = [];
  const services: BatchServices = {
    clock,
    profiles,
    access,
    settleQueue,
    deadLetters,
    journal,
    postpone: async (receiptHandle, seconds) => {
      postponed.push({ receiptHandle, seconds });
    },
    defaultDays: 7,
    excludedNames: ['cdk-*'],
    rules: {
      mode: 'apply',
      onLongerRule: 'add',
      bucketOptOut: true,
      settleSeconds: 300,
      retrySeconds: 30,
      maxTries: 4,
    },
    ...changes,
  };
  let count = 0;
  const record = (body: unknown, tries = 1): SettleRecord => {
    count += 1;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { messageId: `m${count}`, receiptHandle: `r${count}`, body: text, tries };
  };
  /** A bucket that is there and settled, and the event that made it. */
  const created = (name: string, owner = ONE, eventName = 'CreateBucket') => {
    s3.buckets.set(bucketName(name), { account: owner, region: HERE });
    return {
      source: 'aws.s3',
      'detail-type': 'AWS API Call via CloudTrail',
      account: owner,
      region: HERE,
      detail: {
        eventSource: 's3.amazonaws.com',
        eventName,
        eventTime: new Date(clock.now() - 300_000).toISOString(),
        awsRegion: HERE,
        requestParameters: { bucketName: name },
        recipientAccountId: owner,
      },
    };
  };
  const handle = (...records: readonly SettleRecord[]) => new SettleBatch(services).handle(records);
  return { s3, clock, profiles, access, settleQueue, deadLetters, journal, postponed, record, created, handle };
}

describe('a batch', () => {
  test('opens one session for each account, for its own buckets only', async () => {
    const { access, record, created, handle, journal, s3 } = world();
    const response = await handle(record(created('one-a')), record(created('two-a', TWO)), record(created('one-b')));
    expect(response).toEqual({ batchItemFailures: [] });
    expect(access.openings).toEqual([
      { account: ONE, buckets: ['one-a', 'one-b'] },
      { account: TWO, buckets: ['two-a'] },
    ]);
    expect(journal.outcomes.map(({ bucket, verdict }) => `${bucket} ${verdict}`).sort()).toEqual([
      'one-a applied',
      'one-b applied',
      'two-a applied',
    ]);
    expect(journal.counts).toEqual([{ applied: 3 }]);
    expect(s3.calls).toHaveLength(12);
  });

  test('handles a bucket once, however many messages are about it', async () => {
    const { record, created, handle, journal, s3 } = world();
    await handle(record(created('one-a', ONE, 'PutBucketTagging')), record(created('one-a')), record(created('one-a')));
    expect(journal.outcomes).toHaveLength(1);
    expect(s3.calls).toHaveLength(4);
  });

  test('makes no call for an excluded account', async () => {
    const { profiles, access, record, created, handle, journal, s3 } = world();
    profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
    await handle(record(created('one-a')));
    expect(journal.outcomes).toMatchObject([
      { verdict: 'excluded', reason: { code: 'excluded-by-account-tag' }, calls: {} },
    ]);
    expect(access.openings).toEqual([]);
    expect(s3.calls).toEqual([]);
  });

  test('makes no call for a bucket that is excluded by name or a directory bucket', async () => {
    const { access, record, created, handle, journal } = world();
    await handle(record(created('cdk-assets')), record(created('hot--euc1-az1--x-s3')));
    expect(journal.outcomes.map(({ verdict, reason }) => [verdict, reason.code])).toEqual([
      ['excluded', 'excluded-by-name'],
      ['reported', 'directory-bucket'],
    ]);
    expect(access.openings).toEqual([]);
  });

  test('names tags that cannot be used', async () => {
    const { profiles, record, created, handle, journal } = world();
    profiles.profiles.set(ONE, activeProfile({ 'partsweep:days': 'soon' }));
    await handle(record(created('one-a')));
    expect(journal.lines).toContainEqual({ level: 'warn', message: expect.stringContaining('"soon"') });
    expect(journal.outcomes).toMatchObject([{ verdict: 'applied', days: 7 }]);
  });

  test('says why it ignores an event, and is done with it', async () => {
    const { record, created, handle, journal, deadLetters } = world();
    const event = created('one-a', ONE, 'DeleteBucket');
    expect(await handle(record(event), record({ ...event, source: 'custom.s3' }))).toEqual({ batchItemFailures: [] });
    expect(journal.outcomes).toEqual([]);
    expect(journal.lines).toHaveLength(2);
    expect(journal.counts).toEqual([{ ignored: 2 }]);
    expect(deadLetters.sent).toEqual([]);
  });
});

describe('a message that is not ours', () => {
  test.each([
    ['not JSON'],
    ['null'],
    ['[]'],
    ['{"version":1}'],
    ['{"eventSource":"s3.amazonaws.com","eventName":"CreateBucket","recipientAccountId":"111122223333"}'],
  ])('goes to the dead-letter queue with the reason, and not back: %s', async (body) => {
    const { record, handle, deadLetters, journal } = world();
    expect(await handle(record(body))).toEqual({ batchItemFailures: [] });
    expect(deadLetters.sent).toEqual([{ body, reason: { code: 'not-our-message', text: expect.any(String) } }]);
    expect(journal.outcomes).toEqual([]);
  });

  test('stays in its queue while the dead-letter queue does not take it', async () => {
    const { record, handle, deadLetters, postponed } = world();
    deadLetters.broken = true;
    expect(await handle(record('not JSON'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(postponed).toEqual([{ receiptHandle: 'r1', seconds: 30 }]);
  });
});

describe('a message that cannot be handled yet', () => {
  test.each([
    [1, 30],
    [2, 60],
    [3, 120],
  ])('goes back on try %d for %d seconds', async (tries, seconds) => {
    const { access, record, created, handle, journal, postponed, deadLetters } = world();
    access.closed.set(ONE, { kind: 'not-assumable', message: 'AccessDenied' });
    expect(await handle(record(created('one-a'), tries), record(created('two-a', TWO)))).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }],
    });
    expect(postponed).toEqual([{ receiptHandle: 'r1', seconds }]);
    expect(journal.outcomes.map(({ bucket }) => bucket)).toEqual(['two-a']);
    expect(deadLetters.sent).toEqual([]);
  });

  test('waits 900 seconds at most', async () => {
    const { record, created, handle, postponed, profiles } = world({
      rules: { ...RULES, retrySeconds: 500, maxTries: 100 },
    });
    profiles.profiles.clear();
    await handle(record(created('one-a'), 50));
    expect(postponed).toEqual([{ receiptHandle: 'r1', seconds: 900 }]);
  });

  test('is given up after the last try, with the reason and an outcome that failed', async () => {
    const { access, record, created, handle, journal, deadLetters } = world();
    access.closed.set(ONE, { kind: 'not-assumable', message: 'AccessDenied' });
    const message = record(created('one-a'), 4);
    expect(await handle(message)).toEqual({ batchItemFailures: [] });
    expect(deadLetters.sent).toEqual([
      { body: message.body, reason: { code: 'role-not-assumable', text: expect.any(String) } },
    ]);
    expect(journal.outcomes).toMatchObject([
      { bucket: 'one-a', verdict: 'failed', reason: { code: 'role-not-assumable' } },
    ]);
    expect(journal.counts).toEqual([{ 'dead-letters': 1, failed: 1 }]);
  });

  test('is given up alone: newer messages about the bucket go back, and speak for themselves', async () => {
    const { access, record, created, handle, deadLetters, postponed } = world();
    access.closed.set(ONE, { kind: 'not-assumable', message: 'AccessDenied' });
    const event = created('one-a', ONE, 'PutBucketTagging');
    const [before, oldest, after] = [record(event), record(created('one-a'), 4), record(event)];
    expect(await handle(before, oldest, after)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm3' }],
    });
    expect(deadLetters.sent.map(({ body }) => body)).toEqual([oldest.body]);
    expect(postponed).toEqual([
      { receiptHandle: 'r1', seconds: 30 },
      { receiptHandle: 'r3', seconds: 30 },
    ]);
  });

  test('is not touched while its account is not known', async () => {
    const { profiles, record, created, handle, access, journal } = world();
    profiles.profiles.delete(ONE);
    const { batchItemFailures } = await handle(record(created('one-a')));
    expect(batchItemFailures).toHaveLength(1);
    expect(access.openings).toEqual([]);
    expect(journal.outcomes).toEqual([]);
  });

  test('goes back when the settle queue does not take its next message', async () => {
    const { settleQueue, record, created, handle } = world();
    settleQueue.broken = true;
    const { batchItemFailures } = await handle(record(created('one-a', ONE, 'PutBucketTagging')));
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
  });
});

const RULES = {
  mode: 'apply',
  onLongerRule: 'add',
  bucketOptOut: true,
  settleSeconds: 300,
  retrySeconds: 30,
  maxTries: 4,
} as const;

test('a call that does not come from a queue fails as a whole', () => {
  expect(() => parseSqsEvent({})).toThrow('Records');
  expect(() => parseSqsEvent({ Records: [{ messageId: 'm' }] })).toThrow('receiptHandle');
  const record = { messageId: 'm', receiptHandle: 'r', body: 'b', attributes: { ApproximateReceiveCount: '3' } };
  expect(parseSqsEvent({ Records: [record] })).toEqual([{ messageId: 'm', receiptHandle: 'r', body: 'b', tries: 3 }]);
});
