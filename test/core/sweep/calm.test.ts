import { activeProfile } from '../../fakes/in-memory-accounts';
import type { FakeBucket } from '../../fakes/in-memory-s3';
import { abort, COVERED, configuration, FOREIGN, rule, WHOLE } from '../reconcile-world';
import { ONE, sweepWorld, type WorldOptions } from './sweep-world';

const TOO_LONG = configuration(rule('slow', abort(30), WHOLE));
const TAKEN = configuration(
  rule('partsweep-abort-incomplete-multipart-uploads', '<Expiration><Days>1</Days></Expiration>'),
);
const EXCLUDED: Partial<FakeBucket> = { tags: new Map([['partsweep:exclude', 'true']]) };

/** What a sweep wrote into the inventory and sent, the runs and the accounts' last visits left out. */
async function whatASweepDoes(world: ReturnType<typeof sweepWorld>) {
  const { inventory, queues, s3, events, sweep } = world;
  const { bucket = 0, counters = 0, write = 0 } = inventory.buckets.itemWrites();
  const sent = queues.settle.sent.length;
  const told = events.changes.length;
  const writes = s3.operations().filter((operation) => operation.startsWith('write')).length;
  const progress = await sweep();
  const now = inventory.buckets.itemWrites();
  return {
    progress,
    items: (now['bucket'] ?? 0) - bucket + (now['counters'] ?? 0) - counters + (now['write'] ?? 0) - write,
    sent: queues.settle.sent.length - sent,
    told: events.changes.length - told,
    writes: s3.operations().filter((operation) => operation.startsWith('write')).length - writes,
  };
}

const CALM = { items: 0, sent: 0, told: 0, writes: 0 };

async function becomesCalm(world: ReturnType<typeof sweepWorld>): Promise<void> {
  await world.sweep();
  expect(await whatASweepDoes(world)).toMatchObject(CALM);
  expect(await whatASweepDoes(world)).toMatchObject(CALM);
}

describe('a second sweep in calm writes no item of a bucket, sends nothing and writes nothing to S3', () => {
  test.each<[string, Partial<FakeBucket>, string, WorldOptions]>([
    ['that our rule was put into', {}, 'applied', {}],
    ['that our rule was put into, beside others', { lifecycle: FOREIGN }, 'applied', {}],
    ['that was covered', { lifecycle: COVERED }, 'covered', {}],
    ['that its tags exclude', EXCLUDED, 'excluded', {}],
    ['that a foreign rule stands in the way of', { lifecycle: TAKEN }, 'refused', {}],
    ['with a longer rule that is reported', { lifecycle: TOO_LONG }, 'reported', { rules: { onLongerRule: 'report' } }],
    ['with a longer rule that is accepted', { lifecycle: TOO_LONG }, 'covered', { rules: { onLongerRule: 'accept' } }],
    [
      'whose foreign rules are reported',
      { lifecycle: FOREIGN },
      'reported',
      { rules: { onForeignConfiguration: 'report' } },
    ],
    [
      'whose foreign rules are skipped',
      { lifecycle: FOREIGN },
      'excluded',
      { rules: { onForeignConfiguration: 'skip' } },
    ],
    ['that only would be written', {}, 'would-apply', { mode: 'audit' }],
    ['with tags in an audit', EXCLUDED, 'excluded', { mode: 'audit' }],
  ])('for a bucket %s', async (_, content, verdict, options) => {
    const world = sweepWorld({ accounts: [ONE], ...options });
    world.bucket('orders', content);
    await becomesCalm(world);
    expect(await world.verdicts()).toEqual({ orders: verdict });
  });

  test('for a bucket that its name excludes', async () => {
    const world = sweepWorld({ accounts: [ONE] });
    world.bucket('cdk-assets');
    await becomesCalm(world);
    expect(world.s3.calls).toEqual([]);
  });

  test('for directory buckets, with and without the policy that lets S3 act', async () => {
    const world = sweepWorld({ accounts: [ONE] });
    world.bucket('fine--use1-az4--x-s3');
    world.bucket('barred--use1-az4--x-s3', { grantsLifecycle: false });
    await becomesCalm(world);
    expect(await world.verdicts()).toEqual({ 'fine--use1-az4--x-s3': 'applied', 'barred--use1-az4--x-s3': 'reported' });
  });

  test('for a bucket that is held', async () => {
    const world = sweepWorld({ accounts: [ONE] });
    const bucket = world.bucket('orders');
    await world.sweep();
    const region = world.s3.buckets.get(bucket)?.region;
    if (region === undefined) throw new Error('there is no such bucket');
    await world.queues.sweep.send(
      { version: 1, kind: 'bucket', task: 'undo', account: ONE, region, bucket, by: 'jo' },
      0,
    );
    await world.drain();
    expect(await world.verdicts()).toEqual({ orders: 'held' });
    expect(await whatASweepDoes(world)).toMatchObject(CALM);
    await world.queues.sweep.send(
      { version: 1, kind: 'bucket', task: 'release', account: ONE, region, bucket, by: 'jo' },
      0,
    );
    await world.drain();
    expect(await world.verdicts()).toEqual({ orders: 'applied' });
  });

  test('for a bucket that is contested', async () => {
    const world = sweepWorld({ accounts: [ONE] });
    const bucket = world.bucket('orders', { lifecycle: FOREIGN });
    for (let removals = 0; removals < 3; removals += 1) {
      await world.sweep();
      const content = world.s3.buckets.get(bucket);
      if (content !== undefined) content.lifecycle = FOREIGN;
    }
    await becomesCalm(world);
    expect(await world.verdicts()).toEqual({ orders: 'contested' });
  });

  test('for the buckets of an excluded account', async () => {
    const world = sweepWorld({ accounts: [ONE] });
    world.bucket('orders');
    await world.sweep();
    world.profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
    await becomesCalm(world);
    expect(await world.verdicts()).toEqual({ orders: 'excluded' });
  });

  test('for the buckets of an excluded account whose rule the writer may not take out, and tries that once a week', async () => {
    const world = sweepWorld({ accounts: [ONE], rules: { ruleOfExcluded: 'remove' } });
    const bucket = world.bucket('orders');
    await world.sweep();
    world.profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
    world.s3.answerNext('deleteLifecycle', { kind: 'denied', message: 'words', policyKind: 'service control policy' });
    await becomesCalm(world);
    expect(await world.verdicts()).toEqual({ orders: 'denied' });
    world.clock.advance(7 * 24 * 3600);
    await world.sweep();
    expect(await world.verdicts()).toEqual({ orders: 'excluded' });
    expect(world.s3.buckets.get(bucket)?.lifecycle).toBeUndefined();
  });

  test('for the buckets of an excluded account whose rule cannot be taken out, for the role is not there', async () => {
    const world = sweepWorld({ accounts: [ONE], rules: { ruleOfExcluded: 'remove' } });
    world.bucket('orders');
    await world.sweep();
    world.profiles.profiles.set(ONE, activeProfile({ 'partsweep:exclude': 'true' }));
    world.writers.closed.set(ONE, { kind: 'not-assumable', message: 'words' });
    await becomesCalm(world);
    expect(await world.outcomes()).toMatchObject({
      orders: { verdict: 'failed', reason: { code: 'role-not-assumable' } },
    });
    world.writers.closed.delete(ONE);
    world.clock.advance(7 * 24 * 3600);
    await world.sweep();
    expect(await world.verdicts()).toEqual({ orders: 'excluded' });
  });

  test('for a bucket that would be written in an audit, and is excluded once its tag says so', async () => {
    const world = sweepWorld({ accounts: [ONE], mode: 'audit' });
    const bucket = world.s3.buckets.get(world.bucket('orders'));
    await becomesCalm(world);
    expect(await world.verdicts()).toEqual({ orders: 'would-apply' });
    if (bucket !== undefined) bucket.tags = new Map([['partsweep:exclude', 'true']]);
    await becomesCalm(world);
    expect(await world.verdicts()).toEqual({ orders: 'excluded' });
  });

  test('for a paused account, and goes on once it is resumed', async () => {
    const world = sweepWorld({ accounts: [ONE] });
    world.bucket('orders');
    const by = { version: 1, by: 'jo' } as const;
    await world.queues.sweep.send({ ...by, kind: 'pause', scope: { kind: 'account', id: ONE }, why: 'to look' }, 0);
    await becomesCalm(world);
    expect(await world.outcomes()).toMatchObject({ orders: { verdict: 'waiting', reason: { code: 'paused' } } });
    await world.queues.sweep.send({ ...by, kind: 'resume', scope: { kind: 'account', id: ONE } }, 0);
    await world.drain();
    expect(await world.verdicts()).toEqual({ orders: 'applied' });
  });
});

describe('a bucket that denies the write', () => {
  test('is tried once a week, and read every day', async () => {
    const world = sweepWorld({ accounts: [ONE] });
    world.bucket('orders');
    const tries: number[] = [];
    for (let day = 0; day < 16; day += 1) {
      world.s3.answerNext('writeLifecycle', { kind: 'denied', message: 'by a bucket policy' });
      const { sent } = await whatASweepDoes(world);
      if (sent > 0) tries.push(day);
    }
    expect(tries).toEqual([0, 7, 14]);
    expect(await world.verdicts()).toEqual({ orders: 'denied' });
  });

  test('is tried at once when its configuration changes', async () => {
    const world = sweepWorld({ accounts: [ONE] });
    const bucket = world.bucket('orders');
    world.s3.answerNext('writeLifecycle', { kind: 'denied', message: 'by a bucket policy' });
    await world.sweep();
    expect(await whatASweepDoes(world)).toMatchObject(CALM);
    const content = world.s3.buckets.get(bucket);
    if (content !== undefined) content.lifecycle = FOREIGN;
    await world.sweep();
    expect(await world.verdicts()).toEqual({ orders: 'applied' });
  });

  test('is looked at by the reads alone where they are denied', async () => {
    const world = sweepWorld({ accounts: [ONE] });
    world.bucket('orders');
    const readLifecycle = { kind: 'denied', message: 'words' } as const;
    for (let day = 0; day < 3; day += 1) {
      world.s3.answerNext('readLifecycle', readLifecycle);
      expect(await whatASweepDoes(world)).toMatchObject({ sent: 0, items: day === 0 ? 2 : 0 });
    }
  });
});
