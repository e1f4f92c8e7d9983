import { covers, digest, sameForeignRules } from '../../core/plan';
import type { BucketStore } from '../../core/ports';
import { parseSettleMessage } from '../../core/settle';
import { region } from '../fakes/identifiers';
import type { InMemoryS3 } from '../fakes/in-memory-s3';
import {
  abort,
  CHANGED,
  COVERED,
  configuration,
  FOREIGN,
  PLACE,
  rule,
  WHOLE,
  reconcileWorld as world,
} from './reconcile-world';

describe('a bucket that is covered', () => {
  test('costs one call to S3', async () => {
    const { s3, run, event, bucket } = world(COVERED);
    const { outcome, kind } = await run(event('CreateBucket'));
    expect(kind).toBe('outcome');
    expect(outcome).toMatchObject({ verdict: 'covered', reason: { code: 'covered-by-other' }, ruleId: null });
    expect(outcome.before).toEqual({ rules: 1, digest: digest(COVERED) });
    expect(outcome.after).toEqual(outcome.before);
    expect(outcome.calls).toEqual({ 's3:GetBucketLifecycleConfiguration': 1 });
    expect(s3.calls).toHaveLength(1);
    expect(bucket.lifecycle).toBe(COVERED);
  });
});

describe('a bare bucket', () => {
  test('is written on its CreateBucket event once settled, with four calls', async () => {
    const { s3, clock, event, run, bucket, settleQueue } = world();
    const sight = event('CreateBucket');
    clock.advance(300);
    const { outcome } = await run(sight);
    expect(outcome).toEqual({
      ...PLACE,
      verdict: 'applied',
      reason: {
        code: 'applied',
        text: 'our rule was written, and S3 shows it: before, no rule for the whole bucket aborts incomplete uploads',
      },
      days: 7,
      ruleId: 'partsweep-abort-incomplete-multipart-uploads',
      before: { rules: 0, digest: digest(undefined) },
      after: { rules: 1, digest: digest(bucket.lifecycle) },
      calls: {
        's3:GetBucketLifecycleConfiguration': 2,
        's3:GetBucketTagging': 1,
        's3:PutBucketLifecycleConfiguration': 1,
      },
      at: '2026-01-01T00:05:00.000Z',
    });
    expect(s3.operations()).toEqual(['readLifecycle', 'readTags', 'writeLifecycle', 'readLifecycle']);
    expect(covers(bucket.lifecycle, { days: 7 })).toBe(true);
    expect(settleQueue.sent).toEqual([]);
  });

  test('is not written before the settling time is over', async () => {
    const { s3, clock, event, run, runNext, settleQueue } = world();
    const sight = event('CreateBucket');
    clock.advance(100);
    expect((await run(sight)).outcome.verdict).toBe('waiting');
    expect(settleQueue.sent[0]?.delaySeconds).toBe(200);
    expect(s3.operations()).toEqual(['readLifecycle']);
    expect((await runNext()).outcome.verdict).toBe('applied');
  });

  test('whose event is replayed after days settles as if seen for the first time', async () => {
    const { clock, event, run } = world();
    const createdAt = clock.now();
    clock.advance(3 * 24 * 3600);
    expect((await run(event('CreateBucket', createdAt))).outcome.verdict).toBe('waiting');
  });

  test('is read without its tags where buckets may not opt out', async () => {
    const { s3, settled, bucket } = world(undefined, { rules: { bucketOptOut: false } });
    bucket.tags.set('partsweep:exclude', 'true');
    expect((await settled()).outcome.verdict).toBe('applied');
    expect(s3.operations()).not.toContain('readTags');
  });
});

describe('a bucket with foreign rules', () => {
  test('keeps them, an element that no SDK knows and the header included', async () => {
    const { settled, bucket } = world(FOREIGN);
    expect((await settled()).outcome).toMatchObject({ verdict: 'applied', before: { rules: 1 }, after: { rules: 2 } });
    expect(sameForeignRules(FOREIGN, bucket.lifecycle)).toBe(true);
    expect(bucket.lifecycle?.xml).toContain('<Hologram>7</Hologram>');
    expect(bucket.lifecycle?.transitionDefaultMinimumObjectSize).toBe('varies_by_storage_class');
  });

  test('settles again with each change, and is written once it stays the same', async () => {
    const { bucket, clock, event, run, runNext, settleQueue } = world(FOREIGN);
    const sight = event('CreateBucket');
    clock.advance(300);
    expect((await run(sight)).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'settling' } });
    bucket.lifecycle = CHANGED;
    expect((await runNext()).outcome.verdict).toBe('waiting');
    expect(settleQueue.sent.map(({ message }) => message)).toMatchObject([
      { digest: digest(FOREIGN) },
      { digest: digest(CHANGED), firstSightedAt: '2026-01-01T00:00:00.000Z' },
    ]);
    expect((await runNext()).outcome.verdict).toBe('applied');
    expect(sameForeignRules(CHANGED, bucket.lifecycle)).toBe(true);
  });

  test('that never stop changing is reported after 24 hours, and not written', async () => {
    const { bucket, s3, event, run, runNext } = world(FOREIGN, { rules: { settleSeconds: 900 } });
    let { outcome } = await run(event('PutBucketLifecycle'));
    for (let round = 0; outcome.verdict === 'waiting'; round += 1) {
      bucket.lifecycle = round % 2 === 0 ? CHANGED : FOREIGN;
      outcome = (await runNext()).outcome;
    }
    expect(outcome).toMatchObject({
      verdict: 'reported',
      reason: { code: 'never-settled' },
      at: '2026-01-02T00:00:00.000Z',
    });
    expect(s3.operations()).not.toContain('writeLifecycle');
  });

  test('of which one is longer is reported where the settings ask for that', async () => {
    const { run, event } = world(configuration(rule('theirs', abort(30), WHOLE)), {
      rules: { onLongerRule: 'report' },
    });
    expect((await run(event('PutBucketLifecycle'))).outcome).toMatchObject({ verdict: 'reported' });
  });

  test('refuses to write where S3 would refuse an overlap', async () => {
    const v1 = configuration(rule('v1', abort(30), '<Prefix>a/</Prefix>'));
    const { run, event, s3 } = world(v1);
    expect((await run(event('PutBucketLifecycle'))).outcome).toMatchObject({
      verdict: 'refused',
      reason: { code: 'v1-abort-overlap' },
    });
    expect(s3.operations()).toEqual(['readLifecycle']);
  });
});

describe('a bucket that is about to be written', () => {
  test('is left alone when its tag excludes it', async () => {
    const { settled, bucket } = world(FOREIGN);
    bucket.tags.set('partsweep:exclude', 'true');
    expect((await settled()).outcome).toMatchObject({
      verdict: 'excluded',
      reason: { code: 'excluded-by-bucket-tag' },
    });
    expect(bucket.lifecycle).toBe(FOREIGN);
  });

  test('is tried again when its tags cannot be read for now', async () => {
    const { settled, s3, bucket } = world();
    s3.answerNext('readTags', { kind: 'retry', code: 'SlowDown', message: 'Please reduce your request rate.' });
    expect(await settled()).toMatchObject({ kind: 'retry', outcome: { reason: { code: 's3-unavailable' } } });
    expect(bucket.lifecycle).toBeUndefined();
  });

  test('is denied, and not touched, when reading its tags is denied', async () => {
    const { settled, s3, bucket } = world();
    s3.answerNext('readTags', { kind: 'denied', message: 'Access Denied' });
    expect(await settled()).toMatchObject({
      kind: 'outcome',
      outcome: { verdict: 'denied', reason: { code: 'tags-denied' } },
    });
    expect(bucket.lifecycle).toBeUndefined();
  });

  test('is not written in audit mode, and says what would be', async () => {
    const { settled, s3, bucket } = world(FOREIGN, { terms: { mode: 'audit' } });
    expect((await settled()).outcome).toMatchObject({
      verdict: 'would-apply',
      before: { rules: 1 },
      after: { rules: 2 },
    });
    expect(s3.operations()).not.toContain('writeLifecycle');
    expect(bucket.lifecycle).toBe(FOREIGN);
  });
});

describe('an answer of S3', () => {
  test.each(['readLifecycle', 'writeLifecycle'] as const)(
    'that denies %s is final and names the policy',
    async (operation) => {
      const { settled, run, event, s3 } = world();
      s3.answerNext(operation, { kind: 'denied', message: 'explicit deny', policyKind: 'service control policy' });
      const result = operation === 'readLifecycle' ? await run(event('CreateBucket')) : await settled();
      expect(result).toMatchObject({
        kind: 'outcome',
        outcome: {
          verdict: 'denied',
          reason: { code: 'access-denied', text: expect.stringContaining('service control policy') },
        },
      });
    },
  );

  test('that refuses the write is final, in the words of S3', async () => {
    const { settled, s3 } = world();
    s3.answerNext('writeLifecycle', {
      kind: 'refused',
      code: 'InvalidRequest',
      message: 'Found two rules with same prefix',
    });
    expect(await settled()).toMatchObject({
      kind: 'outcome',
      outcome: { verdict: 'refused', reason: { text: expect.stringContaining('InvalidRequest: Found two rules') } },
    });
  });

  test.each(['readLifecycle', 'writeLifecycle'] as const)(
    'that may pass makes %s be tried again',
    async (operation) => {
      const { settled, run, event, s3 } = world();
      const passing = {
        kind: 'retry',
        code: 'OperationAborted',
        message: 'A conflicting operation is in progress',
      } as const;
      s3.answerNext(operation, passing);
      const result = operation === 'readLifecycle' ? await run(event('CreateBucket')) : await settled();
      expect(result).toMatchObject({
        kind: 'retry',
        outcome: { verdict: 'failed', reason: { code: 's3-unavailable' } },
      });
    },
  );

  test('that knows no bucket is tried again while it settles, and means gone after that', async () => {
    const { s3, run, event, clock } = world();
    s3.buckets.clear();
    const sight = event('CreateBucket');
    expect(await run(sight)).toMatchObject({ kind: 'retry', outcome: { reason: { code: 'bucket-not-there-yet' } } });
    clock.advance(300);
    expect(await run(sight)).toMatchObject({ kind: 'outcome', outcome: { verdict: 'gone' } });
  });

  test('that names another Region is followed once', async () => {
    const { s3, run, event, clock } = world();
    const sight = event('CreateBucket');
    clock.advance(300);
    const elsewhere = { ...sight, place: { ...sight.place, region: region('us-east-1') } };
    const { outcome } = await run(elsewhere);
    expect(outcome).toMatchObject({ verdict: 'applied', region: 'eu-central-1' });
    expect(outcome.calls['s3:GetBucketLifecycleConfiguration']).toBe(3);
    expect(s3.calls.map(({ place }) => place.region)).toEqual(['us-east-1', ...Array(4).fill('eu-central-1')]);
  });

  test('that names one Region after the other is tried again', async () => {
    const { s3, run, event } = world();
    s3.answerNext('readLifecycle', { kind: 'wrong-region', region: region('us-east-1') });
    s3.answerNext('readLifecycle', { kind: 'wrong-region', region: region('us-west-2') });
    expect(await run(event('CreateBucket'))).toMatchObject({
      kind: 'retry',
      outcome: { reason: { code: 'region-unknown' } },
    });
    expect(s3.calls).toHaveLength(2);
  });
});

describe('a write whose answer was lost', () => {
  const LOST = { kind: 'retry', code: 'TimeoutError', message: 'no answer in 5000 ms' } as const;

  /** The next write is done, and its answer lost. */
  function loseAnswer(s3: InMemoryS3): BucketStore {
    const store = s3.store();
    return {
      ...store,
      writeLifecycle: async (place, written) => {
        await store.writeLifecycle(place, written);
        return LOST;
      },
    };
  }

  test('counts as applied when S3 shows it', async () => {
    const { s3, clock, runOn, event } = world();
    const sight = event('CreateBucket');
    clock.advance(300);
    expect(await runOn(sight, loseAnswer(s3))).toMatchObject({
      kind: 'outcome',
      outcome: { verdict: 'applied', before: { rules: 0 }, after: { rules: 1 } },
    });
  });

  test('is tried again when S3 shows something else, which may be all that was done', async () => {
    const { s3, clock, runOn, event } = world();
    const sight = event('CreateBucket');
    clock.advance(300);
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = CHANGED;
    });
    expect(await runOn(sight, loseAnswer(s3))).toMatchObject({
      kind: 'retry',
      outcome: { verdict: 'failed', reason: { code: 's3-unavailable' }, after: { digest: digest(CHANGED) } },
    });
  });
});

describe('a message that comes late', () => {
  test('after days in the dead-letter queue settles anew, instead of counting as settled or never settling', async () => {
    const { bucket, clock, event, run, runNext, settleQueue } = world(FOREIGN);
    await run(event('PutBucketTagging'));
    clock.advance(2 * 24 * 3600);
    expect((await runNext()).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'settling' } });
    clock.advance(2 * 24 * 3600);
    bucket.lifecycle = CHANGED;
    expect((await runNext()).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'settling' } });
    expect(settleQueue.sent).toHaveLength(3);
    expect((await runNext()).outcome.verdict).toBe('applied');
  });

  test('after days does not look for a write of then', async () => {
    const { s3, clock, settled, runNext } = world();
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = undefined;
    });
    expect((await settled()).outcome.reason.code).toBe('read-back-pending');
    clock.advance(2 * 24 * 3600);
    expect((await runNext()).outcome.reason.code).toBe('settling');
    expect((await runNext()).outcome.verdict).toBe('applied');
  });

  test('from a clock that goes ahead settles from now on, and is written', async () => {
    const { clock, event, run, settleQueue, runNext } = world(FOREIGN);
    await run(event('PutBucketTagging'));
    clock.advance(-3600);
    expect((await runNext()).outcome.reason.code).toBe('settling');
    expect(settleQueue.sent.at(-1)?.delaySeconds).toBe(300);
    expect((await runNext()).outcome.verdict).toBe('applied');
  });
});

describe('reading back', () => {
  test('the old state looks again through the queue, without another write, and then counts as applied', async () => {
    const { s3, settled, runNext } = world();
    s3.after('writeLifecycle', () => s3.answerNext('readLifecycle', { kind: 'none' }));
    expect((await settled()).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'read-back-pending' } });
    const { outcome } = await runNext();
    expect(outcome).toMatchObject({ verdict: 'applied', before: { rules: 0 }, after: { rules: 1 } });
    expect(s3.operations().filter((operation) => operation === 'writeLifecycle')).toHaveLength(1);
  });

  test('the old state again and again is given up as failed', async () => {
    const { s3, settled, runNext, settleQueue } = world();
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = undefined;
    });
    let result = await settled();
    const delays: (number | undefined)[] = [];
    while (result.outcome.verdict === 'waiting') {
      delays.push(settleQueue.sent.at(-1)?.delaySeconds);
      result = await runNext();
    }
    expect(result).toMatchObject({
      kind: 'give-up',
      outcome: { verdict: 'failed', reason: { code: 'write-not-visible' } },
    });
    expect(delays).toEqual([30, 60, 120]);
  });

  test('that fails for now looks again', async () => {
    const { s3, settled, runNext } = world();
    const passing = { kind: 'retry', code: 'InternalError', message: 'We encountered an internal error.' } as const;
    s3.after('writeLifecycle', () => s3.answerNext('readLifecycle', passing));
    expect((await settled()).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'read-back-pending' } });
    expect((await runNext()).outcome.verdict).toBe('applied');
  });

  test('fails as a lost update, for a person to see, when other rules changed meanwhile', async () => {
    const { s3, settled, runNext } = world(FOREIGN);
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = CHANGED;
    });
    expect((await settled()).outcome.reason.code).toBe('read-back-pending');
    expect(await runNext()).toMatchObject({
      kind: 'give-up',
      outcome: { verdict: 'failed', reason: { code: 'lost-update' }, after: { digest: digest(CHANGED) } },
    });
  });

  test('fails as a lost update when the header changed meanwhile', async () => {
    const { s3, settled, runNext } = world(FOREIGN);
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = {
        xml: bucket.lifecycle?.xml ?? '',
        transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
      };
    });
    await settled();
    expect((await runNext()).outcome.reason.code).toBe('lost-update');
  });

  test('a removal between write and second look settles anew', async () => {
    const { s3, bucket, settled, runNext } = world(FOREIGN);
    const passing = { kind: 'retry', code: 'SlowDown', message: 'Please reduce your request rate.' } as const;
    s3.after('writeLifecycle', () => s3.answerNext('readLifecycle', passing));
    await settled();
    bucket.lifecycle = CHANGED;
    expect((await runNext()).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'settling' } });
    expect((await runNext()).outcome.verdict).toBe('applied');
  });
});

test('a settle message that lacks something is none of ours', () => {
  const whole = {
    version: 1,
    ...PLACE,
    digest: 'd',
    sightedAt: '2026-01-01T00:00:00.000Z',
    firstSightedAt: '2026-01-01T00:00:00.000Z',
  };
  expect(parseSettleMessage(whole)).toEqual(whole);
  for (const key of Object.keys(whole)) {
    expect(parseSettleMessage({ ...whole, [key]: undefined })).toBeUndefined();
    expect(parseSettleMessage({ ...whole, [key]: ['x'] })).toBeUndefined();
  }
  expect(parseSettleMessage({ ...whole, wrote: { tries: -1 } })).toBeUndefined();
});
