import { RULE_ID } from '../../core/contract/names';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import { digest } from '../../core/plan';
import { reason } from '../../core/reasons';
import { type BatchServices, SettleBatch } from '../../handlers/settle-batch';
import { parseSqsEvent, type SettleRecord } from '../../handlers/settle-record';
import { RULES } from '../core/reconcile-world';
import { bucketName } from '../fakes/identifiers';
import { activeProfile } from '../fakes/in-memory-accounts';
import { batchWorld, HERE, ONE, TWO } from './batch-world';

const OURS = { xml: ourConfigurationXml(7), transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' };
const place = (name: string) => ({ account: ONE, region: HERE, bucket: bucketName(name) });

function world(changes: Partial<BatchServices> = {}) {
  const made = batchWorld(changes);
  const handle = (...records: readonly SettleRecord[]) => new SettleBatch(made.services).handle(records);
  return { ...made, handle };
}

describe('a batch', () => {
  test('opens one session for each account, for its own buckets only', async () => {
    const { access, record, created, handle, journal, s3 } = world();
    const response = await handle(record(created('one-a')), record(created('two-a', TWO)), record(created('one-b')));
    expect(response).toEqual({ batchItemFailures: [] });
    expect(access.openings).toEqual([
      { account: ONE, buckets: ['one-a', 'one-b'], mode: 'apply' },
      { account: TWO, buckets: ['two-a'], mode: 'apply' },
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

  test('keeps the outcomes of an account side by side, so that they can share what they write', async () => {
    const { inventory, record, created, handle } = world();
    const { record: keep } = inventory.buckets;
    const begun: (() => void)[] = [];
    inventory.buckets.record = async (outcome) => {
      // the first one is not through before the last one has begun
      await new Promise<void>((resolve) => {
        if (begun.push(resolve) === 5) for (const begin of begun) begin();
      });
      return keep.call(inventory.buckets, outcome);
    };
    const names = ['one-a', 'one-b', 'one-c', 'one-d', 'one-e'];
    expect(await handle(...names.map((name) => record(created(name))))).toEqual({ batchItemFailures: [] });
    expect(begun).toHaveLength(5);
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

  test('makes no call for a bucket that is excluded by name', async () => {
    const { access, record, created, handle, journal } = world();
    await handle(record(created('cdk-assets')));
    expect(journal.outcomes).toMatchObject([{ verdict: 'excluded', reason: { code: 'excluded-by-name' }, days: 7 }]);
    expect(access.openings).toEqual([]);
  });

  test('opens a session that cannot write for an account that is audited', async () => {
    const selection = { days: 7, mode: 'apply', modes: { 'ou-a': 'audit' }, targets: null } as const;
    const { profiles, access, record, created, handle, journal } = world({ selection });
    profiles.profiles.set(ONE, activeProfile({}, [['ou-a', {}]]));
    await handle(record(created('one-a')), record(created('two-a', TWO)));
    expect(access.openings.map(({ account, mode }) => [account, mode])).toEqual([
      [ONE, 'audit'],
      [TWO, 'apply'],
    ]);
    expect(journal.outcomes.map(({ verdict }) => verdict)).toEqual(['would-apply', 'applied']);
  });

  test('lets the sweep that sent all of its messages speak for the account, for a day', async () => {
    const { profiles, record, event, sighted, handle, clock } = world();
    const asked = jest.spyOn(profiles, 'profile');
    const run = `${new Date(clock.now()).toISOString()}-m1`;
    const swept = (name: string) => record({ ...sighted(name, digest(undefined)), run });
    await handle(swept('one-a'), swept('one-b'));
    await handle(swept('one-a'), record(event('one-b', 'PutBucketTagging')));
    await handle(record({ ...sighted('one-a', digest(undefined)), run: 'no-time' }));
    clock.advance(24 * 3600);
    await handle(swept('one-a'));
    expect(asked.mock.calls).toEqual([
      [ONE, true],
      [ONE, false],
      [ONE, false],
      [ONE, false],
    ]);
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
    const event = created('one-a', ONE, 'GetBucketAcl');
    expect(await handle(record(event), record({ ...event, source: 'custom.s3' }))).toEqual({ batchItemFailures: [] });
    expect(journal.outcomes).toEqual([]);
    expect(journal.lines).toHaveLength(2);
    expect(journal.counts).toEqual([{ ignored: 2 }]);
    expect(deadLetters.sent).toEqual([]);
  });
});

describe('the inventory', () => {
  test('has the outcome of every bucket, and others are told of verdicts that changed', async () => {
    const { record, created, event, handle, services, events, inventory } = world();
    await handle(record(created('one-a')), record(created('one-b', ONE, 'PutBucketTagging')));
    const verdictOf = async (name: string) => (await services.buckets.bucket(place(name)))?.outcome?.verdict;
    expect([await verdictOf('one-a'), await verdictOf('one-b')]).toEqual(['applied', 'waiting']);
    expect(events.changes.map(({ outcome, was }) => [outcome.bucket, was, outcome.verdict])).toEqual([
      ['one-a', null, 'applied'],
      ['one-b', null, 'waiting'],
    ]);
    const items = inventory.buckets.itemWrites();
    await handle(record(event('one-a', 'PutBucketTagging')));
    expect(inventory.buckets.itemWrites()).toEqual(items);
    expect(events.changes).toHaveLength(2);
  });

  test('that does not take an outcome has its message come again', async () => {
    const { record, created, handle, inventory, journal, postponed, services } = world();
    inventory.buckets.failNext('record');
    const message = record(created('one-a'));
    expect(await handle(message)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(postponed).toEqual([{ receiptHandle: 'r1', seconds: 30 }]);
    expect(journal.counts).toEqual([{ 'tried-again': 1 }]);
    expect(await handle(message)).toEqual({ batchItemFailures: [] });
    expect((await services.buckets.bucket(place('one-a')))?.outcome?.verdict).toBe('covered');
  });

  test('that never takes it has the message given up with the reason', async () => {
    const { record, created, handle, inventory, deadLetters } = world();
    inventory.buckets.failNext('record');
    expect(await handle(record(created('one-a'), 4))).toEqual({ batchItemFailures: [] });
    expect(deadLetters.sent).toMatchObject([{ reason: { code: 'inventory-unavailable' } }]);
  });

  test('has what was given up as failed, and a message is not given up twice for it', async () => {
    const { access, record, created, handle, services, inventory, deadLetters, journal } = world();
    access.closed.set(ONE, { kind: 'not-assumable', message: 'AccessDenied' });
    await handle(record(created('one-a'), 4));
    expect((await services.buckets.bucket(place('one-a')))?.outcome).toMatchObject({ verdict: 'failed' });
    inventory.buckets.failNext('record');
    expect(await handle(record(created('one-b'), 4))).toEqual({ batchItemFailures: [] });
    expect(deadLetters.sent).toHaveLength(2);
    expect(journal.lines).toContainEqual({ level: 'error', message: expect.stringContaining('an outcome') });
  });
});

describe('a bucket that was deleted', () => {
  test('is gone, and forgotten but for that', async () => {
    const { record, event, handle, services, s3, journal } = world();
    await services.buckets.hold(place('one-a'), { since: '2025-12-31T00:00:00.000Z', by: 'ada' });
    await handle(record(event('one-a', 'DeleteBucket')));
    expect(s3.operations()).toEqual(['readLifecycle']);
    expect(journal.outcomes).toMatchObject([{ verdict: 'gone', reason: { code: 'bucket-gone' } }]);
    const known = await services.buckets.bucket(place('one-a'));
    expect(known).toMatchObject({ hold: null, outcome: { verdict: 'gone' } });
  });

  test('and made again is looked at like any other, with no hold of then', async () => {
    const { record, created, handle, services, journal, settleQueue } = world();
    await services.buckets.hold(place('one-a'), { since: '2025-12-31T00:00:00.000Z', by: 'ada' });
    await handle(record(created('one-a', ONE, 'DeleteBucket')));
    expect(journal.outcomes).toMatchObject([{ verdict: 'waiting', reason: { code: 'settling' } }]);
    expect(settleQueue.sent).toHaveLength(1);
  });

  test('keeps what is of a later time', async () => {
    const { record, created, handle, services, journal } = world();
    await services.buckets.hold(place('one-a'), { since: '2026-01-01T00:00:00.000Z', by: 'ada' });
    await handle(record(created('one-a', ONE, 'DeleteBucket')));
    expect(journal.outcomes).toMatchObject([{ verdict: 'held' }]);
  });

  test('in an excluded account is gone without a call to S3', async () => {
    const { profiles, record, event, handle, journal, s3, services } = world();
    profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
    await services.buckets.hold(place('one-a'), { since: '2025-12-31T00:00:00.000Z', by: 'ada' });
    await handle(record(event('one-a', 'DeleteBucket')));
    expect(journal.outcomes).toMatchObject([{ verdict: 'gone', reason: { code: 'bucket-deleted' } }]);
    expect((await services.buckets.bucket(place('one-a')))?.hold).toBeNull();
    expect(s3.calls).toEqual([]);
  });

  test('fails as one to be tried again while the inventory does not answer', async () => {
    const { record, event, handle, inventory, s3 } = world();
    inventory.buckets.failNext('endLife');
    expect((await handle(record(event('one-a', 'DeleteBucket')))).batchItemFailures).toHaveLength(1);
    expect(s3.calls).toEqual([]);
  });
});

describe('several messages about one bucket', () => {
  test('take our rule out first, in one session, and then look at it once', async () => {
    const { record, created, event, takeOut, sighted, handle, journal, access, s3, services, events } = world();
    created('one-a');
    s3.buckets.set(bucketName('one-a'), { account: ONE, region: HERE, lifecycle: OURS });
    const response = await handle(
      record(event('one-a', 'PutBucketTagging')),
      record(sighted('one-a', digest(undefined))),
      record(takeOut('one-a')),
      record(takeOut('one-a', 'exclusion')),
      record(event('one-a', 'PutBucketLifecycle')),
    );
    expect(response).toEqual({ batchItemFailures: [] });
    expect(access.openings).toEqual([{ account: ONE, buckets: ['one-a'], mode: 'apply' }]);
    expect(journal.outcomes.map(({ verdict, reason }) => [verdict, reason.code])).toEqual([
      ['held', 'undone'],
      ['held', 'held'],
    ]);
    expect(s3.buckets.get(bucketName('one-a'))?.lifecycle).toBeUndefined();
    expect((await services.buckets.bucket(place('one-a')))?.outcome?.reason.code).toBe('held');
    // the verdict changed once
    expect(events.changes).toMatchObject([{ was: null, outcome: { verdict: 'held' } }]);
  });

  test('know together what each of them knows', async () => {
    const rules = { ...RULES, ruleOfExcluded: 'remove' } as const;
    const { record, event, sighted, handle, journal, s3 } = world({ rules });
    const tags = new Map([['partsweep:exclude', 'true']]);
    s3.buckets.set(bucketName('one-a'), { account: ONE, region: HERE, lifecycle: OURS, tags });
    await handle(record(event('one-a', 'PutBucketTagging')), record(sighted('one-a', digest(undefined))));
    expect(journal.outcomes).toMatchObject([{ reason: { code: 'rule-taken-out' } }]);
  });

  test('all go back when they could not be handled: what they know is kept nowhere yet', async () => {
    const { record, created, event, handle, access } = world();
    access.closed.set(ONE, { kind: 'unavailable', message: 'Throttling' });
    const { batchItemFailures } = await handle(
      record(created('one-a')),
      record(event('one-a', 'DeleteBucketLifecycle')),
    );
    expect(batchItemFailures).toHaveLength(2);
  });

  test('are forgotten when they are of a life before the last', async () => {
    const { record, event, sighted, handle, journal, s3, clock } = world();
    s3.buckets.set(bucketName('one-a'), { account: ONE, region: HERE });
    const old = sighted('one-a', digest(undefined));
    await handle(record(old), record(event('one-a', 'DeleteBucket', ONE, clock.now() - 1000)));
    expect(journal.outcomes).toMatchObject([{ verdict: 'waiting', reason: { code: 'settling' } }]);
  });
});

describe('an undo in an account that is excluded', () => {
  test('has a session of its own; other messages there cost nothing', async () => {
    const { profiles, record, event, takeOut, handle, journal, access, s3 } = world();
    profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
    for (const name of ['one-a', 'one-b']) {
      s3.buckets.set(bucketName(name), { account: ONE, region: HERE, lifecycle: OURS });
    }
    await handle(record(takeOut('one-a')), record(event('one-b', 'PutBucketTagging')));
    expect(access.openings).toEqual([{ account: ONE, buckets: ['one-a'], mode: 'apply' }]);
    expect(journal.outcomes.map(({ bucket, reason }) => [bucket, reason.code])).toEqual([
      ['one-a', 'undone'],
      ['one-b', 'excluded-by-account-tag'],
    ]);
  });

  test('is carried out in an account that is audited too, where nothing else is written', async () => {
    const { record, created, takeOut, handle, journal, access, s3 } = world({
      selection: { days: 7, mode: 'audit', modes: {}, targets: null },
    });
    s3.buckets.set(bucketName('one-a'), { account: ONE, region: HERE, lifecycle: OURS });
    await handle(record(takeOut('one-a')), record(created('one-b')));
    expect(access.openings).toEqual([{ account: ONE, buckets: ['one-a', 'one-b'], mode: 'apply' }]);
    expect(journal.outcomes.map(({ verdict }) => verdict)).toEqual(['held', 'would-apply']);
    expect(s3.buckets.get(bucketName('one-a'))?.lifecycle).toBeUndefined();
    expect(s3.buckets.get(bucketName('one-b'))?.lifecycle).toBeUndefined();
  });

  test.each([
    ['keep', 'apply', 'excluded-by-account-tag', 0],
    ['remove', 'audit', 'excluded-by-account-tag', 0],
    ['remove', 'apply', 'rule-taken-out', 1],
  ] as const)(
    'an exclusion with the setting %s in mode %s comes to %s',
    async (ruleOfExcluded, mode, code, sessions) => {
      const selection = { days: 7, mode, modes: {}, targets: null };
      const { profiles, record, takeOut, handle, journal, access, s3 } = world({
        selection,
        rules: { ...RULES, ruleOfExcluded },
      });
      profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
      s3.buckets.set(bucketName('one-a'), { account: ONE, region: HERE, lifecycle: OURS });
      await handle(record(takeOut('one-a', 'exclusion')));
      expect(journal.outcomes).toMatchObject([{ verdict: 'excluded', reason: { code } }]);
      expect(access.openings).toHaveLength(sessions);
    },
  );

  test.each([
    ['an account that is excluded', activeProfile({ 'partsweep:exclude': 'true' }), 'one-a'],
    ['a name that is excluded', activeProfile(), 'cdk-a'],
  ] as const)(
    'an exclusion is acted on at an event too, in %s: our rule is sent for, and known until it is gone',
    async (_, profile, name) => {
      const { profiles, record, event, handle, inventory, settleQueue, s3 } = world({
        rules: { ...RULES, ruleOfExcluded: 'remove' },
      });
      const where = place(name);
      const ours = { ruleId: RULE_ID, days: 7, before: null, after: null, calls: {}, at: '2025-01-01T00:00:00.000Z' };
      const covered = { ...where, verdict: 'covered', reason: reason('covered-by-ours'), ...ours } as const;
      await inventory.buckets.record(covered);
      s3.buckets.set(where.bucket, { account: ONE, region: HERE, lifecycle: OURS });
      profiles.profiles.set(ONE, profile);
      await handle(record(event(name, 'PutBucketTagging')));
      expect((await inventory.buckets.bucket(where))?.outcome).toMatchObject({ verdict: 'excluded', ruleId: RULE_ID });
      expect(settleQueue.sent).toMatchObject([{ message: { task: 'exclusion', bucket: name }, delaySeconds: 0 }]);
      await handle(record(settleQueue.sent[0]?.message));
      expect(s3.buckets.get(where.bucket)?.lifecycle).toBeUndefined();
      await handle(record(event(name, 'PutBucketTagging')));
      expect((await inventory.buckets.bucket(where))?.outcome).toMatchObject({ reason: { code: 'rule-taken-out' } });
      expect(settleQueue.sent).toHaveLength(1);
    },
  );

  test('a rule of ours is not forgotten where an excluded bucket keeps it, or where S3 or the account cannot be asked', async () => {
    const { profiles, record, event, handle, inventory, access, s3, settleQueue } = world();
    s3.buckets.set(bucketName('one-a'), { account: ONE, region: HERE, lifecycle: OURS });
    const known = async () => (await inventory.buckets.bucket(place('one-a')))?.outcome;
    await handle(record(event('one-a', 'PutBucketTagging')));
    expect(await known()).toMatchObject({ verdict: 'covered', ruleId: RULE_ID });
    s3.answerNext('readLifecycle', { kind: 'denied', message: 'no' });
    await handle(record(event('one-a', 'PutBucketTagging')));
    expect(await known()).toMatchObject({ verdict: 'denied', ruleId: RULE_ID });
    access.closed.set(ONE, { kind: 'not-assumable', message: 'AccessDenied: words' });
    await handle(record(event('one-a', 'PutBucketTagging'), 4));
    expect(await known()).toMatchObject({ verdict: 'failed', ruleId: RULE_ID });
    profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
    await handle(record(event('one-a', 'PutBucketTagging')));
    expect(await known()).toMatchObject({ verdict: 'excluded', ruleId: RULE_ID });
    expect(settleQueue.sent).toEqual([]);
  });

  test.each(['undo', 'exclusion'] as const)(
    'by %s that S3 never shows counts towards the pause once it is given up, and not before',
    async (task) => {
      const { profiles, record, takeOut, handle, s3, services } = world({
        rules: { ...RULES, maxTries: 4, ruleOfExcluded: 'remove' },
      });
      if (task === 'exclusion') profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
      const paused = async () => {
        const read = await services.brake.switch();
        return read.kind === 'known' && read.state.all !== null;
      };
      const takeOutInVain = async (name: string, tries: number) => {
        s3.buckets.set(bucketName(name), { account: ONE, region: HERE, lifecycle: OURS });
        s3.after('deleteLifecycle', (bucket) => {
          bucket.lifecycle = OURS;
        });
        await handle(record(takeOut(name, task), tries));
      };
      for (const tries of [1, 2, 3]) await takeOutInVain('one-a', tries);
      for (const name of ['one-b', 'one-c']) await takeOutInVain(name, 4);
      expect(await paused()).toBe(false);
      await takeOutInVain('one-d', 4);
      expect(await paused()).toBe(true);
    },
  );

  test('is not tried in an account that is closed, but for an undo', async () => {
    const { profiles, record, takeOut, handle, journal, access } = world({
      rules: { ...RULES, ruleOfExcluded: 'remove' },
    });
    profiles.profiles.set(ONE, { ...activeProfile(), state: 'SUSPENDED' });
    await handle(record(takeOut('one-a', 'exclusion')));
    expect(journal.outcomes).toMatchObject([{ reason: { code: 'account-not-active' } }]);
    expect(access.openings).toEqual([]);
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

test('a call that does not come from a queue fails as a whole', () => {
  expect(() => parseSqsEvent({})).toThrow('Records');
  expect(() => parseSqsEvent({ Records: [{ messageId: 'm' }] })).toThrow('receiptHandle');
  const record = { messageId: 'm', receiptHandle: 'r', body: 'b', attributes: { ApproximateReceiveCount: '3' } };
  expect(parseSqsEvent({ Records: [record] })).toEqual([{ messageId: 'm', receiptHandle: 'r', body: 'b', tries: 3 }]);
});
