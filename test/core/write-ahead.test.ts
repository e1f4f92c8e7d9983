import { FAILURES_THAT_PAUSE } from '../../core/brake';
import { meaningOf } from '../../core/lifecycle/meaning';
import { ourRuleXml } from '../../core/lifecycle/our-rule';
import { beingWritten, countFailure, mayHaveWrittenSince, type Write, writeAhead } from '../../core/write-ahead';
import { LEASE_MS, type WritePurpose, type WriteRecord } from '../../core/write-log';
import { stateOf, textDigest, writtenState } from '../../core/written-state';
import { WHY, lookWorld as world } from './look-world';
import { CHANGED, configuration, PLACE, rule } from './reconcile-world';

const NOW = Date.parse('2026-01-01T00:00:00.000Z');
const WITH_OURS = configuration(rule('keep', '<Expiration><Days>30</Days></Expiration>'), ourRuleXml(7, 'V2', ''));
const BEFORE = configuration(rule('keep', '<Expiration><Days>30</Days></Expiration>'));
const ODD = { xml: '<LifecycleConfiguration><Rule>odd</Rule></LifecycleConfiguration>' };
const LATER = { kind: 'retry', code: 'SlowDown', message: 'slow down' } as const;
const PURPOSES: readonly WritePurpose[] = ['rule', 'repair', 'undo', 'exclusion'];

const record = (changes: Partial<WriteRecord>): WriteRecord => ({
  ...{ id: 'w', purpose: 'rule', before: BEFORE, planned: 'p', days: 7, readAt: NOW, removed: false },
  ...{ state: 'pending', leaseUntil: NOW + LEASE_MS },
  ...changes,
});

/** A bucket that is about to be written. */
function writing(changes: Partial<Write> = {}) {
  const w = world();
  w.bucket.lifecycle = BEFORE;
  const write: Write = {
    ...{ purpose: 'rule', before: BEFORE, days: 7, readAt: NOW, readTo: NOW + 3, configuration: WITH_OURS },
    shows: (after) => writtenState(BEFORE, after, 7),
    ...changes,
  };
  const { writes } = w.services;
  return {
    ...w,
    ...{ writes, go: () => writeAhead(w.look, write, undefined), last: () => writes.last(PLACE) },
    written: () => w.s3.operations().includes('writeLifecycle'),
  };
}

describe('a bucket that is being written', () => {
  test.each<[string, Partial<WriteRecord>, number | undefined]>([
    ['for long', { leaseUntil: NOW + 60_000 }, 30],
    ['for a moment still', { leaseUntil: NOW + 10_000 }, 10],
    ['until now', { leaseUntil: NOW }, undefined],
    ['no more', { leaseUntil: NOW + 60_000, state: 'unknown' }, undefined],
  ])('%s is waited for as long, and not longer than for a try', async (_, changes, seconds) => {
    const { look, settleQueue } = world();
    const busy = await beingWritten(look, record(changes));
    expect(busy?.outcome.reason.code).toBe(seconds === undefined ? undefined : 'being-written');
    expect(settleQueue.sent.map(({ delaySeconds }) => delaySeconds)).toEqual(seconds === undefined ? [] : [seconds]);
  });

  test('is none that we never wrote', async () => {
    expect(await beingWritten(world().look, undefined)).toBeUndefined();
  });
});

test.each<[string, WriteRecord | undefined, number, boolean]>([
  ['there was none', undefined, NOW, false],
  ['its reader may still live', record({ leaseUntil: 0 }), NOW + LEASE_MS, true],
  ['its reader lives no more', record({ leaseUntil: 0 }), NOW + LEASE_MS + 1, false],
  ['its lease ends', record({ leaseUntil: NOW + LEASE_MS + 5 }), NOW + LEASE_MS + 5, true],
  ['its lease is over', record({ leaseUntil: NOW + LEASE_MS + 5 }), NOW + LEASE_MS + 6, false],
])('a write may have come since a read where %s', (_, last, readAt, may) => {
  expect(mayHaveWrittenSince(last, readAt)).toBe(may);
});

describe('a write', () => {
  test.each(PURPOSES)('(%s) is kept with what it rests on, and with when it was made', async (purpose) => {
    const { go, last, s3, clock } = writing({ purpose });
    s3.after('writeLifecycle', () => clock.advance(2));
    expect(await go()).toEqual({ kind: 'seen' });
    const staleMs = purpose === 'rule' ? 300_000 : 0;
    expect(await last()).toEqual({
      ...{ purpose, before: BEFORE, planned: textDigest(WITH_OURS), days: 7, readAt: NOW, earlier: [] },
      basis: { readFrom: NOW, readTo: NOW + 3, staleMs, meaning: meaningOf(WITH_OURS) },
      ...{ id: expect.any(String), state: 'written', leaseUntil: NOW + 2000, removed: false },
      call: { from: NOW, to: NOW + 2000, taken: true },
    });
  });

  test('of what somebody else put rests on the time when they did', async () => {
    const { go, last } = writing({ purpose: 'repair', putAt: NOW - 7 });
    await go();
    expect((await last())?.basis).toMatchObject({ readFrom: NOW - 7, readTo: NOW - 7 });
  });

  test('of what cannot be read rests on nothing', async () => {
    const { go, last, writes } = writing({ configuration: ODD });
    await writes.noteForeign(PLACE, { at: NOW, eventId: 'e', meaning: null });
    await go();
    expect(await last()).toMatchObject({ planned: textDigest(ODD) });
    expect(await last()).not.toHaveProperty('basis');
  });

  test('gives way to whoever has the bucket by now', async () => {
    const { go, last, writes, written, settleQueue } = writing();
    await writes.claim(PLACE, record({ planned: 'theirs' }), undefined);
    expect(await go()).toMatchObject({ kind: 'result', result: { outcome: { reason: { code: 'being-written' } } } });
    expect(settleQueue.sent).toMatchObject([{ delaySeconds: 30 }]);
    expect(await last()).toMatchObject({ state: 'pending', planned: 'theirs' });
    expect(written()).toBe(false);
  });

  test.each(PURPOSES)('(%s) is made in a bucket on hold only where it takes our rule out', async (purpose) => {
    const { go, last, services, written } = writing({ purpose });
    await services.buckets.hold(PLACE, { since: '', by: 'ada' });
    const makes = purpose === 'undo' || purpose === 'exclusion';
    const held = { kind: 'result', result: { kind: 'outcome', outcome: { verdict: 'held' } } };
    expect(await go()).toMatchObject(makes ? { kind: 'seen' } : held);
    expect(written()).toBe(makes);
    expect(await last()).toMatchObject({ state: makes ? 'written' : 'not-written' });
  });

  test.each([
    ['gives way to what somebody wrote in the second of the read', NOW, null, false],
    ['gives way to what somebody wrote since the read', NOW + 5000, meaningOf(CHANGED) ?? null, false],
    ['is made where somebody wrote before that second', NOW - 1, null, true],
    ['is made where somebody wrote the same since', NOW + 5000, meaningOf(BEFORE) ?? null, true],
  ])('%s', async (_, at, meaning, makes) => {
    const { go, last, writes, written, settleQueue } = writing({ readAt: NOW + 700, readTo: NOW + 703 });
    await writes.noteForeign(PLACE, { at, eventId: 'e', meaning });
    const gaveWay = {
      kind: 'result',
      result: { outcome: { verdict: 'waiting', reason: { code: 'changed-meanwhile' } } },
    };
    expect(await go()).toMatchObject(makes ? { kind: 'seen' } : gaveWay);
    expect(written()).toBe(makes);
    expect(await last()).toMatchObject({ state: makes ? 'written' : 'not-written' });
    expect(settleQueue.sent.map(({ delaySeconds }) => delaySeconds)).toEqual(makes ? [] : [30]);
  });
});

describe('behind a write', () => {
  test('that was not answered nobody knows whether it was taken', async () => {
    const { go, last, s3 } = writing();
    s3.answerNext('writeLifecycle', LATER);
    expect(await go()).toMatchObject({ kind: 'result', result: { kind: 'retry' } });
    expect(await last()).toMatchObject({ state: 'unknown', call: { from: NOW, to: NOW, taken: false } });
  });

  test('the bucket may be gone', async () => {
    const { go, last, s3 } = writing();
    s3.after('writeLifecycle', () => s3.buckets.clear());
    expect(await go()).toMatchObject({
      kind: 'result',
      result: { kind: 'outcome', outcome: { verdict: 'gone', reason: { code: 'bucket-gone' }, after: null } },
    });
    expect(await last()).toMatchObject({ state: 'unknown', call: { taken: true } });
  });

  test('a read that fails shows nothing, and the old state not yet anything', async () => {
    const failing = writing();
    failing.s3.after('writeLifecycle', () => failing.s3.answerNext('readLifecycle', LATER));
    expect(await failing.go()).toEqual({ kind: 'not-visible' });
    expect(failing.look.after).toBeNull();
    const old = writing();
    old.s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = BEFORE;
    });
    expect(await old.go()).toEqual({ kind: 'not-visible' });
    expect(old.look.after).toEqual(stateOf(BEFORE));
  });

  test('something else is a lost update, with the write as it is kept', async () => {
    const { go, last, s3 } = writing();
    s3.after('writeLifecycle', (bucket) => {
      bucket.lifecycle = CHANGED;
    });
    expect(await go()).toEqual({ kind: 'lost-update', last: await last(), after: CHANGED });
    expect(await last()).toMatchObject({ state: 'unknown', call: { taken: true } });
  });

  test('the log says what the inventory did not take', async () => {
    const { go, inventory, journal } = writing();
    inventory.writes.failNext('end');
    expect(await go()).toMatchObject({ kind: 'result', result: { kind: 'retry' } });
    expect(journal.lines).toEqual([
      { level: 'error', message: expect.stringMatching(/^the inventory did not take the end of a write: .*end$/) },
    ]);
  });
});

describe('writes that go wrong', () => {
  const failOften = async (w: ReturnType<typeof world>) => {
    for (let count = 0; count < FAILURES_THAT_PAUSE; count += 1) await countFailure(w.look, WHY);
    return w.services.brake.switch();
  };

  test('pause everything, even where it cannot be read whether it is paused', async () => {
    const w = world();
    w.inventory.brake.failNext('switch');
    expect(await failOften(w)).toMatchObject({ kind: 'known', state: { all: { by: 'partsweep' } } });
  });

  test('leave a pause as it is that somebody asked for', async () => {
    const w = world();
    const pause = { since: '2025-12-31T00:00:00.000Z', by: 'ada', why: 'a storm' };
    await w.services.brake.pause({ kind: 'all' }, pause);
    expect(await failOften(w)).toMatchObject({ state: { all: pause } });
    expect(w.journal.lines).toEqual([]);
  });

  test('are told in the log where they cannot be counted', async () => {
    const { look, inventory, journal } = world();
    inventory.brake.failNext('countFailure');
    await countFailure(look, WHY);
    expect(journal.lines).toEqual([
      { level: 'error', message: expect.stringMatching(/^the inventory did not take a failed write: .*countFailure$/) },
    ]);
  });
});
