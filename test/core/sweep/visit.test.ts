import type { BucketName } from '../../../core/identifiers';
import type { BucketListing } from '../../../core/sweep/survey';
import { bucketName } from '../../fakes/identifiers';
import { activeProfile } from '../../fakes/in-memory-accounts';
import { abort, COVERED, configuration, rule, WHOLE } from '../reconcile-world';
import { HERE, ONE, sweepWorld, THERE } from './sweep-world';

const OURS = configuration(rule('partsweep-abort-incomplete-multipart-uploads', abort(7), WHOLE));
const TAGGED = new Map([['partsweep:exclude', 'true']]);
const NAMES = ['ask', 'bag', 'cat', 'dog', 'elk', 'fox', 'gnu'];

/** Every listing of general purpose buckets is given by `pages`, in whatever order the names are. */
function listedAs(world: ReturnType<typeof sweepWorld>, pages: readonly (readonly BucketName[])[]): void {
  const { access } = world.surveyServices;
  const open = access.open.bind(access);
  Object.assign(access, {
    open: async (id: typeof ONE) => {
      const opening = await open(id);
      if (opening.kind !== 'open') return opening;
      const listBuckets = async (token: string | null): Promise<BucketListing> => {
        const index = Number(token ?? 0);
        const buckets = (pages[index] ?? []).map((bucket) => ({
          ...{ bucket, region: world.s3.buckets.get(bucket)?.region ?? null, regionText: '', createdAt: null },
        }));
        return { kind: 'page', buckets, unreadable: [], next: index + 1 < pages.length ? String(index + 1) : null };
      };
      return { kind: 'open', survey: { ...spread(opening.survey), listBuckets } };
    },
  });
}

const spread = <T extends object>(port: T): T =>
  Object.fromEntries(Reflect.ownKeys(port).map((key) => [key, Reflect.get(port, key)])) as T;

describe('a visit of an account', () => {
  test('goes on in as many steps as its time allows, and counts every bucket once', async () => {
    const { bucket, sweep, queues, surveys, inventory } = sweepWorld({ accounts: [ONE], pageSize: 3, callsAStep: 2 });
    for (const name of NAMES) bucket(name, { lifecycle: COVERED });
    const { buckets, accounts } = await sweep();
    expect(buckets).toEqual({ covered: 7 });
    expect(accounts).toMatchObject({ done: 1 });
    expect(queues.account.sent.length).toBeGreaterThan(4);
    expect(queues.account.sent.map(({ step }) => step)).toEqual(queues.account.sent.map((_, index) => index));
    expect(surveys.called('s3:GetBucketLifecycleConfiguration')).toBe(7);
    expect(await inventory.accounts.account(ONE)).toMatchObject({ counts: { covered: 7 }, countsVersion: 7 });
  });

  test('comes to the same where every message comes twice', async () => {
    const { bucket, queues, everything, drain, inventory, surveys, progress } = sweepWorld({
      accounts: [ONE],
      pageSize: 2,
      callsAStep: 3,
    });
    for (const name of NAMES) bucket(name);
    for (const queue of [queues.sweep, queues.account]) {
      const send = queue.send.bind(queue) as (message: unknown, delay: number) => Promise<void>;
      Object.assign(queue, {
        send: async (message: unknown, delay: number) => {
          await send(message, delay);
          if (queue.sent.length < 200) await send(message, delay);
        },
      });
    }
    await queues.sweep.send(everything, 0);
    queues.sweep.delete('sweep-2');
    await drain(['sweep', 'account']);
    expect((await progress()).buckets).toEqual({ waiting: 7 });
    expect((await progress()).run.finishedAt).not.toBeNull();
    expect(surveys.called('s3:GetBucketLifecycleConfiguration')).toBe(7);
    expect(queues.settle.sent).toHaveLength(7);
    expect(await inventory.accounts.account(ONE)).toMatchObject({ counts: { waiting: 7 } });
  });

  test('begins anew once when S3 refuses its token, as a new step', async () => {
    const { bucket, sweep, surveys, queues, inventory } = sweepWorld({ accounts: [ONE], pageSize: 3 });
    for (const name of NAMES) bucket(name, { lifecycle: COVERED });
    surveys.refuseTokens = 1;
    const { buckets, accounts } = await sweep();
    expect(buckets).toEqual({ covered: 7 });
    expect(accounts).toMatchObject({ done: 1, failed: 0 });
    expect(queues.account.sent.map(({ step }) => step)).toEqual([0, 1]);
    expect(await inventory.accounts.account(ONE)).toMatchObject({ counts: { covered: 7 } });
  });

  test('is given up with the reason when S3 refuses its token twice, and redriven begins a new run', async () => {
    const { bucket, sweep, surveys, deadLetters, inventory, queues, drain, progress, clock } = sweepWorld({
      ...{ accounts: [ONE], pageSize: 3 },
    });
    for (const name of NAMES) bucket(name, { lifecycle: COVERED });
    surveys.refuseTokens = 2;
    const { accounts, failures } = await sweep();
    expect(accounts).toMatchObject({ failed: 1 });
    expect(failures).toMatchObject([{ account: ONE, reason: { code: 'token-refused' } }]);
    expect(deadLetters.sent).toMatchObject([{ reason: { code: 'token-refused' } }]);
    expect(await inventory.accounts.account(ONE)).toMatchObject({ standing: { verdict: 'failed' }, visitedAt: null });
    clock.advance(60);
    await queues.account.send(JSON.parse(deadLetters.sent[0]?.body ?? ''), 0);
    await drain();
    expect(await progress()).toMatchObject({
      run: { scope: { kind: 'account', id: ONE }, trigger: 'operator' },
      accounts: { done: 1 },
      buckets: { covered: 7 },
    });
    expect(await inventory.accounts.account(ONE)).toMatchObject({ standing: { verdict: 'covered' } });
  });

  test('comes to the same however the listing is ordered, empty pages among it', async () => {
    const world = sweepWorld({ accounts: [ONE], callsAStep: 4 });
    const names = NAMES.map((name) => world.bucket(name, { lifecycle: COVERED }));
    const [ask, bag, cat, dog, elk, fox, gnu] = names as [
      BucketName,
      BucketName,
      BucketName,
      BucketName,
      BucketName,
      BucketName,
      BucketName,
    ];
    const express = world.bucket('express--use1-az4--x-s3', { lifecycle: COVERED });
    listedAs(world, [[], [gnu, cat], [], [bag, ask], [dog], [fox, elk], []]);
    for (const day of [1, 2, 3]) {
      expect((await world.sweep()).buckets).toEqual({ covered: 8 });
      expect(world.surveys.called('s3:GetBucketLifecycleConfiguration')).toBe(7 * day);
      expect(await world.inventory.accounts.account(ONE)).toMatchObject({ counts: { covered: 8 } });
    }
    world.s3.buckets.delete(bag);
    world.s3.buckets.delete(express);
    listedAs(world, [[], [gnu, cat], [], [ask], [dog], [fox, elk], []]);
    expect((await world.sweep()).buckets).toEqual({ covered: 6, gone: 2 });
    expect((await world.sweep()).buckets).toEqual({ covered: 6, gone: 2 });
  });

  test('does not lose what it did when the listing breaks off', async () => {
    const world = sweepWorld({ accounts: [ONE], pageSize: 3 });
    for (const name of NAMES) world.bucket(name, { lifecycle: COVERED });
    Object.assign(world.disturbance, { when: 'before', at: undefined });
    const { access } = world.surveyServices;
    const open = access.open.bind(access);
    let listings = 0;
    Object.assign(access, {
      open: async (id: typeof ONE) => {
        const opening = await open(id);
        if (opening.kind !== 'open') return opening;
        const listBuckets = async (token: string | null): Promise<BucketListing> => {
          listings += 1;
          if (listings === 2 || listings === 3) return { kind: 'retry', code: 'SlowDown', message: 'words' };
          return opening.survey.listBuckets(token);
        };
        return { kind: 'open', survey: { ...spread(opening.survey), listBuckets } };
      },
    });
    expect((await world.sweep()).buckets).toEqual({ covered: 7 });
    expect(world.surveys.called('s3:GetBucketLifecycleConfiguration')).toBe(7);
  });

  test('fails without the role, with the reason, and the account counts as not seen', async () => {
    const { sweep, surveys, deadLetters, inventory, journal } = sweepWorld();
    surveys.closed.set(ONE, { kind: 'not-assumable', message: 'AccessDenied: words' });
    const { accounts, failures, run } = await sweep();
    expect(accounts).toMatchObject({ expected: 2, done: 1, failed: 1 });
    expect(run.finishedAt).not.toBeNull();
    expect(failures).toMatchObject([{ account: ONE, reason: { code: 'role-not-assumable' } }]);
    expect(deadLetters.sent).toMatchObject([{ reason: { code: 'role-not-assumable' } }]);
    expect(await inventory.accounts.account(ONE)).toMatchObject({ standing: { verdict: 'denied' } });
    expect(journal.counts).toContainEqual(
      expect.objectContaining({ 'accounts-denied': 1, 'accounts-covered': 1, 'accounts-missing': 0 }),
    );
    expect(journal.counts).toContainEqual({ 'sweep-accounts-failed': 1 });
  });

  test('keeps a Region whose directory buckets cannot be listed as a problem, until they can', async () => {
    const { sweep, surveys, inventory, bucket, verdicts } = sweepWorld({ accounts: [ONE] });
    bucket('express--use1-az4--x-s3', { lifecycle: COVERED });
    await sweep();
    surveys.regionsOff.add(THERE);
    expect((await sweep()).accounts).toMatchObject({ done: 1 });
    expect((await inventory.accounts.problems(ONE, null)).rows).toMatchObject([
      { region: THERE, source: { kind: 'listing' }, reason: { code: 'listing-failed' } },
    ]);
    // it cannot be asked, which is not gone
    expect(await verdicts()).toEqual({ 'express--use1-az4--x-s3': 'failed' });
    surveys.regionsOff.clear();
    await sweep();
    expect((await inventory.accounts.problems(ONE, null)).rows).toEqual([]);
    expect(await verdicts()).toEqual({ 'express--use1-az4--x-s3': 'covered' });
  });

  test('begins anew, without a call, when its account is excluded between two steps', async () => {
    const { bucket, sweep, inventory, queues, everything, deliver, drain, verdicts, progress } = sweepWorld({
      ...{ accounts: [ONE], pageSize: 3, callsAStep: 4 },
    });
    for (const name of NAMES) bucket(name, { lifecycle: COVERED });
    await sweep();
    await queues.sweep.send(everything, 0);
    for (const queue of ['sweep', 'sweep', 'account'] as const) {
      const message = queues[queue].first();
      if (message !== undefined) await deliver(queue, message);
    }
    await inventory.accounts.saveProfile(ONE, null, activeProfile({ 'partsweep:exclude': 'true' }), 0);
    await drain();
    expect((await progress()).accounts).toMatchObject({ excluded: 1 });
    expect((await progress()).buckets).toEqual({ excluded: 7 });
    expect(new Set(Object.values(await verdicts()))).toEqual(new Set(['excluded']));
    expect(await inventory.accounts.account(ONE)).toMatchObject({ counts: { excluded: 7 } });
  });

  test('puts counters right that an earlier break-off left wrong, when nothing else changed them', async () => {
    const { bucket, sweep, inventory } = sweepWorld({ accounts: [ONE] });
    bucket('orders', { lifecycle: COVERED });
    bucket('other', { lifecycle: COVERED });
    inventory.buckets.failNext('count');
    await sweep();
    await sweep();
    expect(await inventory.accounts.account(ONE)).toMatchObject({ counts: { covered: 2 } });
    inventory.accounts.count(ONE, null, 'denied');
    const correct = inventory.accounts.correctCounts.bind(inventory.accounts);
    let corrected: boolean | undefined;
    Object.assign(inventory.accounts, {
      correctCounts: async (...args: Parameters<typeof correct>) => {
        // an event's outcome in the middle of the visit
        inventory.accounts.count(ONE, null, 'denied');
        corrected = await correct(...args);
        return corrected;
      },
    });
    await sweep();
    expect(corrected).toBe(false);
    Object.assign(inventory.accounts, { correctCounts: correct });
    await sweep();
    expect(await inventory.accounts.account(ONE)).toMatchObject({ counts: { covered: 2 } });
  });
});

test('a visit that changes counters itself still puts them right', async () => {
  const { bucket, sweep, inventory } = sweepWorld({ accounts: [ONE], pageSize: 2, callsAStep: 3 });
  for (const name of NAMES) bucket(name, { lifecycle: COVERED });
  await sweep();
  inventory.accounts.count(ONE, null, 'denied');
  bucket('new', { lifecycle: COVERED });
  await sweep();
  expect((await inventory.accounts.account(ONE))?.counts).toEqual({ covered: 8 });
});

describe('a pause', () => {
  test.each([
    ['of everything', { kind: 'all' }],
    ['of an OU', { kind: 'unit', id: 'ou-ab12-11111111' }],
    ['of the account', { kind: 'account', id: ONE }],
  ] as const)('%s keeps a sweep from sending anything, and it still reads and reports', async (_, scope) => {
    const world = sweepWorld({ accounts: [ONE], rules: { ruleOfExcluded: 'remove' } });
    const { bucket, sweep, queues, outcomes, profiles, inventory } = world;
    profiles.profiles.set(ONE, activeProfile({}, [['ou-ab12-11111111', {}]]));
    bucket('bare');
    bucket('ours', { lifecycle: OURS, tags: TAGGED });
    bucket('covered', { lifecycle: COVERED });
    await inventory.brake.pause(scope, { since: '2026-01-01T00:00:00.000Z', by: 'jo', why: 'to look' });
    await sweep();
    expect(queues.settle.sent).toEqual([]);
    expect(await outcomes()).toMatchObject({
      bare: { verdict: 'waiting', reason: { code: 'paused' } },
      ours: { verdict: 'waiting', reason: { code: 'paused' } },
      covered: { verdict: 'covered' },
    });
    await inventory.brake.resume(scope);
    await sweep();
    expect(await outcomes()).toMatchObject({
      bare: { verdict: 'applied' },
      ours: { verdict: 'excluded', reason: { code: 'rule-taken-out' } },
    });
  });

  test('that cannot be read counts as one', async () => {
    const { bucket, sweep, queues, outcomes, inventory } = sweepWorld({ accounts: [ONE] });
    bucket('bare');
    inventory.brake.failNext('switch');
    await sweep();
    expect(queues.settle.sent).toEqual([]);
    expect(await outcomes()).toMatchObject({ bare: { reason: { code: 'pause-unreadable' } } });
  });

  test('keeps our rule in an excluded account in mind until it is over', async () => {
    const { bucket, sweep, queues, outcomes, inventory, profiles, s3 } = sweepWorld({
      ...{ accounts: [ONE], rules: { ruleOfExcluded: 'remove' } },
    });
    const orders = bucket('orders');
    await sweep();
    profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
    await inventory.brake.pause({ kind: 'all' }, { since: '2026-01-01T00:00:00.000Z', by: 'jo', why: 'to look' });
    const sent = queues.settle.sent.length;
    await sweep();
    expect(queues.settle.sent).toHaveLength(sent);
    expect(await outcomes()).toMatchObject({ orders: { verdict: 'waiting' } });
    await inventory.brake.resume({ kind: 'all' });
    await sweep();
    expect(await outcomes()).toMatchObject({ orders: { verdict: 'excluded', reason: { code: 'rule-taken-out' } } });
    expect(s3.buckets.get(orders)?.lifecycle).toBeUndefined();
    await sweep();
    expect(await outcomes()).toMatchObject({ orders: { reason: { code: 'rule-taken-out' } } });
  });
});

test('that our rule was taken out of a bucket that its tag excludes stays said, and nothing is written for it', async () => {
  const world = sweepWorld({ accounts: [ONE], rules: { ruleOfExcluded: 'remove' } });
  const { bucket, sweep, outcomes, inventory, clock } = world;
  bucket('ours', { lifecycle: OURS, tags: TAGGED });
  await sweep();
  const said = await outcomes();
  expect(said).toMatchObject({ ours: { verdict: 'excluded', reason: { code: 'rule-taken-out' } } });
  const written = inventory.buckets.itemWrites();
  clock.advance(24 * 3600);
  await sweep();
  expect(await outcomes()).toEqual(said);
  const { bucket: items, counters } = inventory.buckets.itemWrites();
  expect([items, counters]).toEqual([written['bucket'], written['counters']]);
});

describe('an undo of everything', () => {
  const undo = { trigger: 'operator', task: 'undo', by: 'jo' } as const;

  test('takes our rule out of every bucket, in excluded and paused accounts too, and says so while it runs', async () => {
    const { bucket, sweep, profiles, verdicts, s3, inventory } = sweepWorld({
      accounts: [ONE],
      pageSize: 2,
      callsAStep: 3,
    });
    bucket('bare');
    bucket('covered', { lifecycle: COVERED });
    bucket('express--use1-az4--x-s3');
    await sweep();
    bucket('unheard', { lifecycle: OURS });
    profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
    await inventory.brake.pause({ kind: 'all' }, { since: '2026-01-01T00:00:00.000Z', by: 'jo', why: 'to look' });
    const { buckets, accounts } = await sweep(undo);
    expect(accounts).toMatchObject({ expected: 1, done: 1 });
    expect(buckets).toEqual({ waiting: 3, reported: 1 });
    for (const [name, { lifecycle }] of s3.buckets) {
      expect([name, lifecycle?.xml]).toEqual([name, name === 'covered' ? COVERED.xml : undefined]);
    }
    expect(await verdicts()).toMatchObject({ bare: 'held', unheard: 'held', 'express--use1-az4--x-s3': 'held' });
    // what was nothing to undo is as it was
    expect(await verdicts()).toMatchObject({ covered: 'covered' });
    expect(await inventory.accounts.account(ONE)).toMatchObject({ visitedAt: expect.any(String) });
  });

  test('leaves accounts alone that no role is in', async () => {
    const closed = { account: ONE, name: null, state: 'SUSPENDED' };
    const { sweep, surveys } = sweepWorld({ accounts: [closed] });
    expect((await sweep(undo)).accounts).toMatchObject({ expected: 1, excluded: 1 });
    expect(surveys.openings).toEqual([]);
  });

  test('lets the writer try where S3 does not answer', async () => {
    const { bucket, sweep, s3, verdicts } = sweepWorld({ accounts: [ONE] });
    bucket('bare');
    await sweep();
    s3.answerNext('readLifecycle', { kind: 'retry', code: 'SlowDown', message: 'words' });
    expect((await sweep(undo)).buckets).toEqual({ waiting: 1 });
    expect(await verdicts()).toEqual({ bare: 'held' });
  });
});

describe('a forwarder gap', () => {
  test('is a bucket newer than the last visit without an event, and ends with the next event of its Region', async () => {
    const { bucket, sweep, surveys, clock, inventory } = sweepWorld({ accounts: [ONE] });
    // the world's next sweep is a day later
    const made = (name: string, region = HERE) => {
      surveys.createdAt.set(bucket(name, { lifecycle: COVERED, region }), clock.now() + 3_600_000);
    };
    const problems = async () => (await inventory.accounts.problems(ONE, null)).rows.map(({ source }) => source.name);
    made('first');
    await sweep();
    made('elsewhere', THERE);
    await sweep();
    expect(await problems()).toEqual([]);
    made('lost');
    await sweep();
    expect(await problems()).toEqual(['lost']);
    await sweep();
    expect(await problems()).toEqual(['lost']);
    made('told');
    const change = { eventName: 'CreateBucket', at: new Date(clock.now() + 3_600_000).toISOString(), principal: 'jo' };
    const place = { account: ONE, region: HERE, bucket: bucketName('told') };
    await inventory.buckets.noteChange(place, { ...change, userAgent: null, tool: 'unknown', service: null });
    await sweep();
    expect(await problems()).toEqual([]);
  });

  test('is not seen in a bucket so young that its event may still come', async () => {
    const { bucket, sweep, surveys, clock, inventory } = sweepWorld({ accounts: [ONE] });
    await sweep();
    surveys.createdAt.set(bucket('young', { lifecycle: COVERED }), clock.now() + (24 * 3_600 - 60) * 1000);
    await sweep();
    expect((await inventory.accounts.problems(ONE, null)).rows).toEqual([]);
  });

  test('is not seen in an old bucket whose creation date S3 has moved', async () => {
    const { bucket, sweep, surveys, clock, inventory } = sweepWorld({ accounts: [ONE] });
    const old = bucket('old', { lifecycle: COVERED });
    await sweep();
    surveys.createdAt.set(old, clock.now() + 3_600_000);
    await sweep();
    expect((await inventory.accounts.problems(ONE, null)).rows).toEqual([]);
  });
});
