import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { ourRuleXml } from '../../core/lifecycle/our-rule';
import { covers, sameForeignRules } from '../../core/plan';
import { reason } from '../../core/reasons';
import type { Sight } from '../../core/sight';
import {
  CHANGED,
  configuration,
  FOREIGN,
  PLACE,
  rule,
  type WorldOptions,
  reconcileWorld as world,
} from './reconcile-world';

const RULE = { ID: 'keep', Filter: { Prefix: 'logs/' }, Status: 'Enabled', Expiration: { Days: 31 } };
const OTHER = { ...RULE, ID: 'other', Expiration: { Days: 5 } };
const STRANGER = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ada' };
const xmlRule = (id: string, days: number): string => rule(id, `<Expiration><Days>${days}</Days></Expiration>`);

/** A bucket that is written while somebody else writes it: our read at second 0, theirs at `theirs`, our write at `ours`. */
async function struck(
  options: WorldOptions & { theirs?: number; ours?: number; rules?: object; wipes?: boolean } = {},
) {
  const { theirs = 2, ours = 4, wipes = false, ...rest } = options;
  const w = world(FOREIGN, rest);
  const { s3, clock, bucket, event, runNext } = w;
  await w.run(event('PutBucketTagging'));
  let at = 0;
  // between our read and our write somebody reads the tags for us: time for them
  s3.after('readTags', () => {
    const start = clock.now();
    clock.advance(theirs);
    at = clock.now();
    bucket.lifecycle = wipes ? undefined : CHANGED;
    clock.advance(ours - (at - start) / 1000);
  });
  const written = await runNext();
  const told = (rules: unknown = RULE, more: Readonly<Record<string, unknown>> = {}, when = at): Sight =>
    event(wipes ? 'DeleteBucketLifecycle' : 'PutBucketLifecycle', when, {
      eventID: `event of ${when}`,
      userIdentity: STRANGER,
      requestParameters: { bucketName: PLACE.bucket, ...(wipes ? {} : { LifecycleConfiguration: { Rule: rules } }) },
      ...more,
    });
  /** Until nothing is sent any more, or the bucket is written again. */
  const onward = async () => {
    const outcomes = [];
    for (let sent = -1; sent < w.settleQueue.sent.length && outcomes.length < 9; ) {
      sent = w.settleQueue.sent.length;
      outcomes.push(await runNext());
    }
    return outcomes.map(({ kind, outcome: { verdict, reason } }) => ({
      kind,
      verdict,
      code: reason.code,
      text: reason.text,
    }));
  };
  const writes = () => s3.operations().filter((name) => name === 'writeLifecycle' || name === 'deleteLifecycle').length;
  return { ...w, written, told, onward, writes, at };
}

describe('a foreign write between our read and our write', () => {
  test('is told once its event comes, kept, and put back with our rule when the bucket has settled', async () => {
    const { written, run, told, onward, bucket, services, inventory, clock } = await struck();
    expect(written.outcome.verdict).toBe('applied');
    expect(sameForeignRules(bucket.lifecycle, FOREIGN)).toBe(true);
    clock.advance(20);
    expect((await run(told())).outcome).toMatchObject({
      verdict: 'waiting',
      reason: { code: 'lost-update-suspected' },
    });
    const last = await services.writes.last(PLACE);
    expect(await services.writes.lost(PLACE, last?.id ?? '')).toMatchObject({
      foreign: { by: STRANGER.arn, configuration: { kind: 'exact' } },
    });
    expect(await onward()).toMatchObject([
      { kind: 'outcome', verdict: 'failed', code: 'lost-update' },
      { kind: 'outcome', verdict: 'applied', code: 'lost-update-repaired' },
    ]);
    expect(sameForeignRules(bucket.lifecycle, CHANGED)).toBe(true);
    expect(covers(bucket.lifecycle, { days: 7 })).toBe(true);
    expect(bucket.lifecycle?.transitionDefaultMinimumObjectSize).toBe('varies_by_storage_class');
    expect(await services.writes.last(PLACE)).toMatchObject({ purpose: 'repair', state: 'written' });
    expect(await inventory.brake.countFailure(clock.now())).toBe(1 + 1);
  });

  test('is told in the log and to the alarm with all that is known of both, once', async () => {
    const { run, told, onward, journal, at, services } = await struck();
    await run(told());
    const outcomes = await onward();
    const last = await services.writes.last(PLACE);
    const lines = journal.lines.map((line, index) => ({ ...line, details: journal.details[index] }));
    expect(lines).toEqual([
      {
        level: 'error',
        message: `a write was lost: ${reason('lost-update').text}`,
        details: {
          ...{ ...PLACE, by: STRANGER.arn, eventId: `event of ${at}`, at: new Date(at).toISOString(), source: 'event' },
          ...{ write: last?.earlier?.[0]?.id, read: '2026-01-01T00:05:00.000Z', order: 'certain' },
        },
      },
    ]);
    expect(journal.counts).toEqual([
      { 'lost-updates': 1 },
      { 'failures-that-may-pause': 1 },
      { 'lost-updates-repaired': 1 },
    ]);
    const waits = `of ${STRANGER.arn}; it is put back once the bucket has settled`;
    expect(outcomes[0]?.text).toBe(reason('lost-update', waits).text);
    expect(outcomes[1]?.text).toBe(reason('lost-update-repaired').text);
  });

  test('that nobody made, as far as events told, is told of nobody', async () => {
    const { s3, settled, runNext } = world(FOREIGN);
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = CHANGED;
    });
    await settled();
    const { outcome } = await runNext();
    expect(outcome.reason.text).toMatch(
      /: of nobody that an event named; it is not put back: the order is in doubt: \S/,
    );
  });

  test.each([
    ['the tags of the bucket cannot be read', { kind: 'denied', message: 'no' } as const],
    [undefined, { kind: 'retry', code: 'x', message: 'y' } as const],
  ])('is not put back where %s', async (why, answer) => {
    const w = await struck();
    await w.run(w.told());
    await w.runNext();
    w.s3.answerNext('readTags', answer);
    const { kind, outcome } = await w.runNext();
    if (why === undefined)
      expect({ kind, code: outcome.reason.code }).toEqual({ kind: 'retry', code: 's3-unavailable' });
    else expect(outcome.reason).toEqual(reason('lost-update', `of ${STRANGER.arn}; it is not put back: ${why}`));
    expect(w.writes()).toBe(1);
  });

  test('that took the configuration away is repeated: our rule stays alone', async () => {
    const { run, told, onward, bucket } = await struck({ wipes: true });
    await run(told());
    expect((await onward()).at(-1)).toMatchObject({ code: 'lost-update-repaired' });
    expect(sameForeignRules(bucket.lifecycle, undefined)).toBe(true);
    expect(covers(bucket.lifecycle, { days: 7 })).toBe(true);
  });

  test('is not told where the event says what our write says as well', async () => {
    const { run, told, writes } = await struck();
    const same = { ...RULE, Expiration: { Days: '30' }, Hologram: 7 };
    expect((await run(told(same))).outcome.verdict).toBe('covered');
    expect(writes()).toBe(1);
  });

  test('is told once, and put back once, however often its event comes', async () => {
    const { run, told, onward, inventory, clock, writes } = await struck();
    const sight = told();
    await run(sight);
    await run(sight);
    await onward();
    expect((await run(sight)).outcome.verdict).toBe('covered');
    expect(writes()).toBe(2);
    expect(await inventory.brake.countFailure(clock.now())).toBeLessThanOrEqual(2);
  });

  test.each([
    ['of the second of our read', { theirs: 0, ours: 3 }, 'of the second of our read'],
    ['of the second of our write', { theirs: 3, ours: 3 }, 'of the second of our write'],
    ['where the settings do not want a repair', { rules: { repairLostUpdates: false } }, 'repairLostUpdates'],
  ])('is only told %s', async (_, options, why) => {
    const { run, told, onward, bucket, writes } = await struck(options);
    await run(told());
    const [only, ...more] = await onward();
    expect(only).toMatchObject({
      kind: 'give-up',
      verdict: 'failed',
      code: 'lost-update',
      text: expect.stringContaining(why),
    });
    expect(more).toEqual([]);
    expect(writes()).toBe(1);
    expect(sameForeignRules(bucket.lifecycle, FOREIGN)).toBe(true);
  });

  test.each([
    ['a member that we do not know', { ...RULE, Hologram: 7 }, 'Hologram'],
    ['a prefix that was made a number of', { ...RULE, Filter: { Prefix: 7 } }, 'Prefix'],
    ['transitions, and no size', { ...RULE, Transition: { Days: 30, StorageClass: 'GLACIER' } }, 'transitions'],
    ['nothing, for its size', undefined, 'does not tell'],
  ])('is only told where the event has %s', async (_, rules, why) => {
    const { run, told, onward, writes } = await struck();
    await run(told(rules === undefined ? [] : rules));
    expect((await onward()).at(-1)).toMatchObject({ kind: 'give-up', text: expect.stringContaining(why) });
    expect(writes()).toBe(1);
  });

  test('is put back with its transitions where the event tells the size', async () => {
    const { run, told, onward, bucket } = await struck();
    const rules = { ...RULE, Transition: { Days: 30, StorageClass: 'GLACIER' } };
    const size = { 'x-amz-transition-default-minimum-object-size': 'all_storage_classes_128K' };
    const parameters = { bucketName: PLACE.bucket, LifecycleConfiguration: { Rule: rules }, ...size };
    await run(told(rules, { requestParameters: parameters }));
    expect((await onward()).at(-1)).toMatchObject({ code: 'lost-update-repaired' });
    expect(bucket.lifecycle?.transitionDefaultMinimumObjectSize).toBe('all_storage_classes_128K');
    expect(bucket.lifecycle?.xml).toContain('<StorageClass>GLACIER</StorageClass>');
  });

  test.each<[string, (w: Awaited<ReturnType<typeof struck>>) => unknown, string]>([
    [
      'changed the bucket since',
      ({ bucket }) => Object.assign(bucket, { lifecycle: configuration(xmlRule('x', 1)) }),
      'something else',
    ],
    ['asked for an undo', ({ services }) => services.buckets.hold(PLACE, { since: '', by: 'ada' }), 'on hold'],
    ['excluded the bucket', ({ bucket }) => bucket.tags.set('partsweep:exclude', 'true'), 'excluded'],
  ])('is not put back where somebody %s', async (_, meanwhile, why) => {
    const w = await struck();
    await w.run(w.told());
    await w.runNext();
    await meanwhile(w);
    expect((await w.onward()).at(-1)).toMatchObject({
      kind: 'give-up',
      code: 'lost-update',
      text: expect.stringContaining(why),
    });
    expect(w.writes()).toBe(1);
  });

  test('waits for the end of a pause', async () => {
    const { run, told, runNext, onward, services, clock, writes } = await struck();
    await run(told());
    await runNext();
    await services.brake.pause({ kind: 'all' }, { since: '', by: 'ada', why: 'storm' });
    expect((await runNext()).outcome.reason.code).toBe('paused');
    expect(writes()).toBe(1);
    await services.brake.resume({ kind: 'all' });
    clock.advance(60);
    expect((await onward()).at(-1)).toMatchObject({ code: 'lost-update-repaired' });
  });

  test('that was not the last one is not put back in its stead', async () => {
    const { run, told, onward, bucket, at, writes } = await struck({ theirs: 2, ours: 6 });
    const later = told(OTHER, {}, at + 1000);
    await run(told());
    await run(later);
    await onward();
    expect(sameForeignRules(bucket.lifecycle, configuration(xmlRule('other', 5)))).toBe(true);
    expect(writes()).toBe(2);
  });

  test('that was not the last one gives way when the event of the last one comes after the repair', async () => {
    const { run, told, onward, bucket, at, writes } = await struck({ theirs: 2, ours: 6 });
    await run(told());
    await onward();
    expect(sameForeignRules(bucket.lifecycle, CHANGED)).toBe(true);
    await run(told(OTHER, {}, at + 1000));
    expect((await onward()).at(-1)).toMatchObject({ code: 'lost-update-repaired' });
    expect(sameForeignRules(bucket.lifecycle, configuration(xmlRule('other', 5)))).toBe(true);
    expect(writes()).toBe(3);
    // what is older than what was put back is no news
    expect((await run(told(RULE, { eventID: 'late' }, at - 1000))).outcome.verdict).toBe('covered');
  });

  test('is seen although our rule was taken out since, and then only told', async () => {
    const { run, told, takeOut, onward, writes, clock } = await struck();
    expect((await run(takeOut('undo'))).outcome.verdict).toBe('held');
    clock.advance(5);
    await run(told());
    expect((await onward()).at(-1)).toMatchObject({ kind: 'give-up', code: 'lost-update' });
    expect(writes()).toBe(2);
  });

  test('that is shown once by a stale answer is no news', async () => {
    const { run, told, runNext, s3, bucket, inventory, clock } = await struck({ theirs: 3, ours: 3 });
    // in truth theirs came after ours, and the first look is stale
    const ours = bucket.lifecycle;
    const sight = told();
    await run(sight);
    bucket.lifecycle = CHANGED;
    void ours;
    s3.answerNext('readTags', { kind: 'none' });
    expect((await runNext()).outcome.reason.code).toBe('settling');
    expect(await inventory.brake.countFailure(clock.now())).toBe(1);
  });
});

describe('an event that comes before our write', () => {
  test('keeps it from being made, in whichever function it is heard', async () => {
    const { run, event, runNext, s3, clock, bucket, services } = world(FOREIGN);
    await run(event('PutBucketTagging'));
    s3.after('readTags', () => {
      clock.advance(2);
      bucket.lifecycle = CHANGED;
    });
    const { writes } = services;
    const claim = writes.claim.bind(writes);
    writes.claim = async (place, write, last) => {
      await writes.noteForeign(PLACE, { at: clock.now(), eventId: 'e', meaning: null });
      return claim(place, write, last);
    };
    expect((await runNext()).outcome).toMatchObject({ verdict: 'waiting', reason: { code: 'changed-meanwhile' } });
    expect(s3.operations()).not.toContain('writeLifecycle');
    writes.claim = claim;
    await runNext();
    expect((await runNext()).outcome.verdict).toBe('applied');
    expect(sameForeignRules(bucket.lifecycle, CHANGED)).toBe(true);
  });

  test('is heard again when a write of ours that is under way has ended', async () => {
    const { run, event, inventory, clock } = world(FOREIGN);
    const write = { purpose: 'rule', before: FOREIGN, planned: 'p', days: 7, readAt: clock.now() } as const;
    await inventory.writes.claim(PLACE, write, undefined);
    const sight = event('PutBucketLifecycle', clock.now(), { userIdentity: STRANGER });
    expect(await run(sight)).toMatchObject({ kind: 'retry', outcome: { reason: { code: 'being-written' } } });
  });
});

describe('what is read behind our write', () => {
  const OURS: LifecycleConfiguration = configuration(xmlRule('keep', 31), ourRuleXml(7, 'V2', ''));

  test('is a lost update when S3 shows ours afterwards: a stale answer had shown theirs', async () => {
    const { s3, settled, runNext, bucket, services } = world(FOREIGN);
    s3.after('writeLifecycle', (written) => {
      const ours = written.lifecycle;
      written.lifecycle = CHANGED;
      s3.after('readLifecycle', () => {
        written.lifecycle = ours;
      });
    });
    expect((await settled()).outcome.reason.code).toBe('read-back-pending');
    expect(await runNext()).toMatchObject({ kind: 'give-up', outcome: { reason: { code: 'lost-update' } } });
    expect(sameForeignRules(bucket.lifecycle, FOREIGN)).toBe(true);
    const last = await services.writes.last(PLACE);
    expect(await services.writes.lost(PLACE, last?.id ?? '')).toMatchObject({
      source: 'read-back',
      foreign: { configuration: { kind: 'exact', xml: CHANGED.xml } },
    });
  });

  test('is no alarm when they wrote after us and left our rule in', async () => {
    const { s3, settled, runNext, inventory, clock } = world(FOREIGN);
    s3.after('writeLifecycle', (written) => {
      written.lifecycle = OURS;
    });
    await settled();
    expect((await runNext()).outcome.verdict).toBe('covered');
    expect(await inventory.brake.countFailure(clock.now())).toBe(1);
  });
});
