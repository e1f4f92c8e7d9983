import { RULE_ID } from '../../core/contract/names';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import { hasOurRule } from '../../core/undo';
import { textDigest } from '../../core/written-state';
import { CHANGED, FOREIGN, PLACE, reconcileWorld as world } from './reconcile-world';

const OURS: LifecycleConfiguration = {
  xml: ourConfigurationXml(7),
  transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
};
const PAUSE = { since: '2026-01-01T00:00:00.000Z', by: 'ada', why: 'a storm' };

describe('an undo', () => {
  test.each([
    ['foreign rules', FOREIGN],
    ['no configuration', undefined],
  ])('restores a bucket that had %s, to the letter, and holds it', async (_, before) => {
    const { settled, run, runNext, takeOut, event, bucket, services } = world(before);
    await settled();
    expect(hasOurRule(bucket.lifecycle)).toBe(true);
    expect((await run(takeOut('undo', 'ada'))).outcome).toMatchObject({
      verdict: 'held',
      reason: { code: 'undone' },
      ruleId: null,
    });
    expect(bucket.lifecycle).toEqual(before);
    expect((await services.buckets.bucket(PLACE))?.hold).toMatchObject({ by: 'ada' });
    const last = await services.writes.last(PLACE);
    expect(last).toMatchObject({ purpose: 'undo', state: 'written', days: null });
    expect(last?.planned).toBe(textDigest(before));
    expect((await run(event('PutBucketTagging'))).outcome.verdict).toBe('held');
    await services.buckets.release(PLACE);
    await run(event('PutBucketTagging'));
    expect((await runNext()).outcome.verdict).toBe('applied');
  });

  test('of a bucket that is settling keeps it from being written', async () => {
    const { run, runNext, takeOut, event, settleQueue, bucket } = world(FOREIGN);
    await run(event('PutBucketTagging'));
    const waiting = settleQueue.sent.at(-1);
    expect((await run(takeOut('undo'))).outcome.verdict).toBe('held');
    if (waiting !== undefined) settleQueue.sent.push(waiting);
    expect((await runNext()).outcome.verdict).toBe('held');
    expect(hasOurRule(bucket.lifecycle)).toBe(false);
  });

  test('that is done before a write was seen is no failure of that write', async () => {
    const { settled, run, runNext, takeOut, s3, bucket, settleQueue, services } = world(FOREIGN);
    s3.after('writeLifecycle', () => {
      s3.answerNext('readLifecycle', { kind: 'retry', code: 'SlowDown', message: 'slow down' });
    });
    expect((await settled()).outcome.reason.code).toBe('read-back-pending');
    const pending = settleQueue.sent.at(-1);
    expect((await run(takeOut('undo'))).outcome.reason.code).toBe('undone');
    if (pending !== undefined) settleQueue.sent.push(pending);
    expect((await runNext()).outcome.verdict).toBe('held');
    expect(hasOurRule(bucket.lifecycle)).toBe(false);
    expect(await services.brake.countFailure(0)).toBe(1);
  });

  test('is no removal by somebody', async () => {
    const { settled, run, runNext, takeOut, event, services, clock } = world(FOREIGN);
    await settled();
    clock.advance(3600);
    await run(takeOut('undo'));
    await services.buckets.release(PLACE);
    await run(event('PutBucketTagging'));
    await runNext();
    expect((await services.buckets.bucket(PLACE))?.removals).toEqual([]);
  });

  test('holds a bucket without our rule all the same: whoever asked wants none there', async () => {
    const { run, takeOut, s3, services } = world(FOREIGN);
    expect((await run(takeOut('undo'))).outcome).toMatchObject({
      verdict: 'held',
      reason: { code: 'held', text: expect.stringContaining('no rule of ours') },
    });
    expect(s3.operations()).toEqual(['readLifecycle']);
    expect((await services.buckets.bucket(PLACE))?.hold).toMatchObject({ by: 'someone' });
  });

  test('whose message comes twice finds the bucket held', async () => {
    const { settled, run, takeOut } = world(FOREIGN);
    await settled();
    await run(takeOut('undo'));
    expect((await run(takeOut('undo'))).outcome).toMatchObject({ verdict: 'held', reason: { code: 'held' } });
  });

  test('is carried out though everything is paused and every ceiling reached, in an audited account too', async () => {
    const options = { writesPerHour: 0, writesPerRun: 0, terms: { mode: 'audit' } } as const;
    const { run, takeOut, services, bucket } = world(OURS, options);
    await services.brake.pause({ kind: 'all' }, PAUSE);
    expect((await run({ ...takeOut('undo'), run: 'run-1' })).outcome.reason.code).toBe('undone');
    expect(bucket.lifecycle).toBeUndefined();
  });

  test('holds the bucket before it writes: where the write fails, nothing puts the rule back', async () => {
    const { run, takeOut, event, services, s3, clock, bucket } = world(OURS);
    s3.answerNext('deleteLifecycle', { kind: 'denied', message: 'no' });
    expect((await run(takeOut('undo'))).outcome).toMatchObject({ verdict: 'denied' });
    expect((await services.buckets.bucket(PLACE))?.hold).not.toBeNull();
    expect(await services.writes.last(PLACE)).toMatchObject({ state: 'not-written', before: OURS });
    bucket.lifecycle = undefined;
    clock.advance(300);
    expect((await run(event('DeleteBucketLifecycle'))).outcome.verdict).toBe('held');
  });

  test('that S3 does not show is tried again', async () => {
    const { run, takeOut, s3, bucket } = world(OURS);
    s3.after('deleteLifecycle', (deleted) => {
      deleted.lifecycle = OURS;
    });
    expect(await run(takeOut('undo'))).toMatchObject({
      kind: 'retry',
      outcome: { verdict: 'failed', reason: { code: 'undo-not-visible' } },
    });
    expect((await run(takeOut('undo'))).outcome.reason.code).toBe('undone');
    expect(bucket.lifecycle).toBeUndefined();
  });

  test('looks again when other rules changed meanwhile, and leaves those', async () => {
    const { settled, run, runNext, takeOut, s3, bucket } = world(FOREIGN);
    await settled();
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = CHANGED;
    });
    const sight = takeOut('undo');
    expect(await run(sight)).toMatchObject({ kind: 'retry', outcome: { reason: { code: 'undo-not-visible' } } });
    expect((await run(sight)).outcome.verdict).toBe('held');
    expect((await runNext()).outcome.verdict).toBe('held');
    expect(bucket.lifecycle).toBe(CHANGED);
  });

  test('waits for whoever is writing the bucket, however old it is', async () => {
    const { run, runNext, takeOut, services, clock, settleQueue, bucket } = world(OURS);
    const sight = takeOut('undo', 'ada');
    clock.advance(3 * 24 * 3600);
    const intended = { purpose: 'rule', before: undefined, planned: 'p', days: 7, readAt: clock.now() } as const;
    await services.writes.claim(PLACE, intended, undefined);
    expect((await run(sight)).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'being-written' } });
    expect(settleQueue.sent).toMatchObject([{ message: { task: 'undo', by: 'ada' }, delaySeconds: 30 }]);
    expect((await runNext()).outcome.reason.code).toBe('being-written');
    expect((await runNext()).outcome.reason.code).toBe('being-written');
    expect((await runNext()).outcome.reason.code).toBe('undone');
    expect(bucket.lifecycle).toBeUndefined();
  });

  test('finds a bucket gone, or denied, like any other look', async () => {
    const { run, takeOut, s3 } = world(OURS);
    s3.answerNext('readLifecycle', { kind: 'denied', message: 'no' });
    expect((await run(takeOut('undo'))).outcome.verdict).toBe('denied');
    s3.buckets.clear();
    expect((await run(takeOut('undo'))).outcome.verdict).toBe('gone');
  });

  test.each([
    ['writes', 'last'],
    ['writes', 'images'],
    ['buckets', 'hold'],
    ['writes', 'claim'],
  ] as const)('fails as one to be tried again when %s.%s does not answer', async (part, method) => {
    const { run, takeOut, inventory, s3 } = world(OURS);
    inventory[part].failNext(method);
    expect(await run(takeOut('undo'))).toMatchObject({
      kind: 'retry',
      outcome: { reason: { code: 'inventory-unavailable' } },
    });
    expect(s3.operations()).not.toContain('deleteLifecycle');
  });

  test('refuses to touch a configuration that cannot be read', async () => {
    const odd = { xml: '<LifecycleConfiguration><Rule>odd</Rule></LifecycleConfiguration>' };
    const { run, takeOut, bucket } = world(odd);
    expect((await run(takeOut('undo'))).outcome).toMatchObject({ verdict: 'refused' });
    expect(bucket.lifecycle).toBe(odd);
  });
});

describe('a rule of ours in an excluded bucket', () => {
  const remove = { ruleOfExcluded: 'remove' } as const;

  test('is taken out at the event of the tag', async () => {
    const { settled, run, event, bucket, s3 } = world(FOREIGN, { rules: remove });
    await settled();
    bucket.tags.set('partsweep:exclude', 'true');
    const before = s3.calls.length;
    expect((await run(event('PutBucketTagging'))).outcome).toMatchObject({
      verdict: 'excluded',
      reason: { code: 'rule-taken-out', text: expect.stringContaining('partsweep:exclude="true"') },
    });
    expect(bucket.lifecycle).toEqual(FOREIGN);
    expect(s3.operations().slice(before)).toEqual([
      'readLifecycle',
      'readTags',
      'readLifecycle',
      'writeLifecycle',
      'readLifecycle',
    ]);
  });

  test('stays, and costs one call, where the settings say keep or buckets may not opt out', async () => {
    for (const rules of [{}, { ...remove, bucketOptOut: false }]) {
      const { run, event, bucket, s3 } = world(OURS, { rules });
      bucket.tags.set('partsweep:exclude', 'true');
      expect((await run(event('PutBucketTagging'))).outcome.verdict).toBe('covered');
      expect(s3.operations()).toEqual(['readLifecycle']);
    }
  });

  test('stays at other events, without a call for the tags', async () => {
    const { run, event, bucket, s3 } = world(OURS, { rules: remove });
    bucket.tags.set('partsweep:exclude', 'true');
    expect((await run(event('PutBucketLifecycle'))).outcome.verdict).toBe('covered');
    expect(s3.operations()).toEqual(['readLifecycle']);
  });

  test('stays while the tags cannot be read', async () => {
    const { run, event, bucket, s3 } = world(OURS, { rules: remove });
    s3.answerNext('readTags', { kind: 'retry', code: 'SlowDown', message: 'later' });
    expect((await run(event('PutBucketTagging'))).kind).toBe('retry');
    s3.answerNext('readTags', { kind: 'denied', message: 'no' });
    expect((await run(event('PutBucketTagging'))).outcome.verdict).toBe('covered');
    expect(bucket.lifecycle).toBe(OURS);
  });

  test('is taken out by message, and waits while everything is paused', async () => {
    const { run, runNext, takeOut, bucket, services, settleQueue } = world(OURS, { rules: remove });
    bucket.tags.set('partsweep:exclude', 'true');
    await services.brake.pause({ kind: 'all' }, PAUSE);
    // our rule is known to be there still, so that the next sweep asks again
    expect((await run({ ...takeOut('exclusion'), run: 'run-1' })).outcome).toMatchObject({
      reason: { code: 'paused' },
      ruleId: RULE_ID,
    });
    expect(settleQueue.sent).toMatchObject([{ message: { task: 'exclusion', run: 'run-1' }, delaySeconds: 900 }]);
    await services.brake.resume({ kind: 'all' });
    expect((await runNext()).outcome.reason.code).toBe('rule-taken-out');
    expect(bucket.lifecycle).toBeUndefined();
    expect((await services.buckets.bucket(PLACE))?.hold ?? null).toBeNull();
  });

  test('waits with a message of its own when an event found it', async () => {
    const { run, runNext, event, bucket, services, settleQueue } = world(OURS, { rules: remove });
    bucket.tags.set('partsweep:exclude', 'true');
    await services.brake.pause({ kind: 'all' }, PAUSE);
    await run(event('PutBucketTagging'));
    expect(settleQueue.sent).toMatchObject([{ message: { task: 'exclusion' } }]);
    await services.brake.resume({ kind: 'all' });
    expect((await runNext()).outcome.reason.code).toBe('rule-taken-out');
  });

  test('counts against the ceilings', async () => {
    const { run, takeOut, bucket } = world(OURS, { rules: remove, writesPerHour: 0 });
    bucket.tags.set('partsweep:exclude', 'true');
    expect((await run(takeOut('exclusion'))).outcome.reason.code).toBe('hour-full');
  });

  test('stays in an audited account', async () => {
    const { run, takeOut, bucket, event, s3 } = world(OURS, { rules: remove, terms: { mode: 'audit' } });
    bucket.tags.set('partsweep:exclude', 'true');
    for (const sight of [takeOut('exclusion'), event('PutBucketTagging')]) {
      expect((await run(sight)).outcome).toMatchObject({
        verdict: 'excluded',
        reason: { code: 'excluded-by-bucket-tag' },
      });
    }
    expect(s3.operations()).not.toContain('deleteLifecycle');
  });

  test('stays when it is excluded no longer: the bucket is looked at like any other', async () => {
    const { run, takeOut, s3, bucket } = world(OURS, { rules: remove });
    expect((await run(takeOut('exclusion'))).outcome).toMatchObject({ verdict: 'covered' });
    expect(bucket.lifecycle).toBe(OURS);
    bucket.lifecycle = FOREIGN;
    expect((await run(takeOut('exclusion'))).outcome).toMatchObject({
      verdict: 'waiting',
      reason: { code: 'settling' },
    });
    expect(s3.operations()).not.toContain('deleteLifecycle');
  });

  test('stays when the settings say keep by now', async () => {
    const { run, takeOut, bucket } = world(OURS);
    bucket.tags.set('partsweep:exclude', 'true');
    expect((await run(takeOut('exclusion'))).outcome).toMatchObject({ verdict: 'excluded' });
    expect(bucket.lifecycle).toBe(OURS);
  });
});
