import type { ForeignMark } from '../../core/foreign-write';
import type { BucketRecords } from '../../core/inventory';
import { meaningOf } from '../../core/lifecycle/meaning';
import {
  type IntendedWrite,
  LEASE_MS,
  type LostUpdate,
  type WriteClaim,
  type WriteEnd,
  type WriteLog,
  windowsOf,
} from '../../core/write-log';
import type { ManualClock } from '../fakes/manual-clock';
import { placeOf } from './outcomes';

export interface WriteLogSetup {
  readonly writes: WriteLog;
  /** Of the same inventory. */
  readonly buckets: BucketRecords;
  /** The clock of the inventory. */
  readonly clock: ManualClock;
}

const ORDERS = placeOf('orders');

function idOf(claim: WriteClaim): string {
  if (claim.kind !== 'claimed') throw new Error(`not claimed, but ${claim.kind}`);
  return claim.id;
}

/** What every WriteLog does. `setup` is called once for each test and gives an empty inventory. */
export function describeWriteLogContract(name: string, setup: () => Promise<WriteLogSetup>): void {
  async function started() {
    const world = await setup();
    const { writes, clock } = world;
    const intended = (xml: string | undefined): IntendedWrite => ({
      purpose: 'rule',
      before: xml === undefined ? undefined : { xml },
      planned: 'planned',
      days: 7,
      readAt: clock.now(),
    });
    const claim = async (xml: string | undefined) => writes.claim(ORDERS, intended(xml), await writes.last(ORDERS));
    const write = async (xml: string | undefined, end: WriteEnd = 'written') => {
      const id = idOf(await claim(xml));
      await writes.end(ORDERS, id, end);
      clock.advance(1);
      return id;
    };
    const images = async () => (await writes.images(ORDERS)).map(({ configuration }) => configuration?.xml);
    return { ...world, intended, claim, write, images };
  }

  describe(`${name} as a WriteLog`, () => {
    test('a bucket that was never written has no last write and no images', async () => {
      const { writes, images } = await started();
      expect(await writes.last(ORDERS)).toBeUndefined();
      expect(await images()).toEqual([]);
    });

    test('a write is kept whole before it is made, image and header included', async () => {
      const { writes, intended, clock } = await started();
      const before = { xml: '<a>\n ü \u{1F600}</a>', transitionDefaultMinimumObjectSize: 'varies_by_storage_class' };
      const write: IntendedWrite = { ...intended(undefined), before, purpose: 'undo', days: null };
      const id = idOf(await writes.claim(ORDERS, write, undefined));
      const leaseUntil = clock.now() + LEASE_MS;
      expect(await writes.last(ORDERS)).toEqual({ ...write, id, state: 'pending', leaseUntil, removed: false });
      expect(await writes.images(ORDERS)).toEqual([{ configuration: before }]);
      expect(await writes.last(placeOf('others'))).toBeUndefined();
    });

    test('a bucket without a configuration has an image that says so, and an empty text is another thing', async () => {
      const { write, images } = await started();
      await write(undefined);
      await write('');
      expect(await images()).toEqual([undefined, '']);
    });

    test.each(['written', 'not-written', 'unknown'] as const)(
      'a write ends as %s, and its lease with it',
      async (end) => {
        const { writes, claim, clock } = await started();
        const id = idOf(await claim('<a/>'));
        await writes.end(ORDERS, id, end);
        const last = await writes.last(ORDERS);
        expect(last).toMatchObject({ id, state: end, before: { xml: '<a/>' } });
        expect(last?.leaseUntil).toBeLessThanOrEqual(clock.now());
        expect((await claim('<b/>')).kind).toBe('claimed');
      },
    );

    test('the end of a write that is not the last one is ignored', async () => {
      const { writes, write, claim } = await started();
      const first = await write('<a/>');
      idOf(await claim('<b/>'));
      await writes.end(ORDERS, first, 'not-written');
      expect(await writes.last(ORDERS)).toMatchObject({ state: 'pending', before: { xml: '<b/>' } });
      await writes.end(placeOf('others'), first, 'written');
      expect(await writes.last(placeOf('others'))).toBeUndefined();
    });
  });

  describe(`${name} as a WriteLog: one writer at a time`, () => {
    test('refuses a second writer as long as the lease of the first', async () => {
      const { writes, claim, intended, clock } = await started();
      const until = clock.now() + LEASE_MS;
      await claim('<a/>');
      expect(await claim('<b/>')).toEqual({ kind: 'busy', until });
      expect(await writes.claim(ORDERS, intended('<b/>'), undefined)).toEqual({ kind: 'busy', until });
      expect(await writes.last(ORDERS)).toMatchObject({ before: { xml: '<a/>' } });
    });

    test('refuses a second writer, whatever that one takes the first for', async () => {
      const { writes, claim, intended } = await started();
      await claim('<a/>');
      const last = await writes.last(ORDERS);
      const taken = last === undefined ? undefined : ({ ...last, state: 'unknown' } as const);
      expect((await writes.claim(ORDERS, intended('<b/>'), taken)).kind).toBe('busy');
    });

    test('refuses a writer who read before another one wrote', async () => {
      const { writes, write, intended, clock } = await started();
      await write('<a/>');
      const last = await writes.last(ORDERS);
      await write('<b/>');
      expect(await writes.claim(ORDERS, intended('<c/>'), last)).toEqual({ kind: 'busy', until: clock.now() });
      expect(await writes.claim(ORDERS, intended('<c/>'), undefined)).toEqual({ kind: 'busy', until: clock.now() });
      expect(await writes.last(ORDERS)).toMatchObject({ before: { xml: '<b/>' } });
    });

    test('refuses a writer who read before the life of the bucket ended', async () => {
      const { writes, buckets, write, intended, images, clock } = await started();
      await write('<a/>');
      const last = await writes.last(ORDERS);
      await buckets.endLife(ORDERS, clock.now());
      expect(await writes.claim(ORDERS, intended('<c/>'), last)).toEqual({ kind: 'busy', until: clock.now() });
      expect(await images()).toEqual([]);
    });

    test('of two who begin at once, one writes', async () => {
      const { writes, intended } = await started();
      const claims = await Promise.all([1, 2, 3].map(() => writes.claim(ORDERS, intended('<a/>'), undefined)));
      expect(claims.map(({ kind }) => kind).sort()).toEqual(['busy', 'busy', 'claimed']);
    });
  });

  describe(`${name} as a WriteLog: images`, () => {
    test('the first one of a life and the last one are kept, oldest first', async () => {
      const { write, images } = await started();
      await write('<a/>');
      expect(await images()).toEqual(['<a/>']);
      await write('<b/>');
      expect(await images()).toEqual(['<a/>', '<b/>']);
      await write('<c/>');
      expect(await images()).toEqual(['<a/>', '<c/>']);
    });

    test('a write that S3 refused is no first write, but its image is one as long as it is the last', async () => {
      const { write, images } = await started();
      await write('<a/>', 'not-written');
      expect(await images()).toEqual(['<a/>']);
      await write('<b/>');
      expect(await images()).toEqual(['<b/>']);
      await write('<c/>', 'unknown');
      await write('<d/>');
      expect(await images()).toEqual(['<b/>', '<d/>']);
    });

    test('a writer that dies is followed by another once its lease is over, and the first image is still there', async () => {
      const { writes, claim, images, clock } = await started();
      const id = idOf(await claim('<a/>'));
      clock.advance(LEASE_MS / 1000 - 1);
      expect((await claim('<b/>')).kind).toBe('busy');
      clock.advance(1);
      expect(await writes.last(ORDERS)).toMatchObject({ id, state: 'pending' });
      idOf(await claim('<b/>'));
      clock.advance(LEASE_MS / 1000);
      idOf(await claim('<c/>'));
      expect(await images()).toEqual(['<a/>', '<c/>']);
      await writes.end(ORDERS, id, 'written');
      expect((await writes.last(ORDERS))?.state).toBe('pending');
    });

    test('the end of a life forgets them, and a new one has a first image of its own', async () => {
      const { writes, buckets, write, images, clock } = await started();
      await write('<a/>');
      await write('<b/>');
      await buckets.endLife(ORDERS, clock.now());
      expect(await writes.last(ORDERS)).toBeUndefined();
      expect(await images()).toEqual([]);
      await write('<c/>');
      await write('<d/>');
      expect(await images()).toEqual(['<c/>', '<d/>']);
    });

    test('an end that comes late leaves what was read since', async () => {
      const { buckets, write, images, clock } = await started();
      await write('<old/>');
      const ended = clock.now();
      await write('<new/>');
      await buckets.endLife(ORDERS, ended);
      expect(await images()).toEqual(['<new/>']);
    });
  });

  describe(`${name} as a WriteLog: removals`, () => {
    test('a removal is counted once', async () => {
      const { writes, write } = await started();
      const id = await write('<a/>');
      const answers = await Promise.all([1, 2, 3].map(() => writes.markRemoved(ORDERS, id)));
      expect(answers.sort()).toEqual([false, false, true]);
      expect(await writes.last(ORDERS)).toMatchObject({ id, removed: true });
    });

    test('it is not counted when another write came since, or when nothing was written', async () => {
      const { writes, write } = await started();
      const first = await write('<a/>');
      expect(await writes.markRemoved(placeOf('others'), first)).toBe(false);
      const second = await write('<b/>');
      expect(await writes.markRemoved(ORDERS, first)).toBe(false);
      expect(await writes.markRemoved(ORDERS, second)).toBe(true);
    });
  });

  describe(`${name} as a WriteLog: other writers`, () => {
    const NONE = meaningOf(undefined) ?? fail();
    const markAt = (at: number, eventId = `e${at}`): ForeignMark => ({ at, eventId, meaning: NONE });
    const window = {
      ...{ id: 'w1', readFrom: 1, readTo: 2, wroteFrom: 3, wroteTo: 4 },
      ...{ made: true, meaning: NONE, staleMs: 5 },
    };
    const lost = (at: number, xml: string | null, more: Partial<LostUpdate> = {}): LostUpdate => ({
      window,
      ...{
        planned: 'planned',
        purpose: 'rule',
        source: 'event',
        counted: false,
        toldAt: null,
        repair: null,
        end: null,
      },
      foreign: {
        ...{ at, eventId: `e${at}`, eventName: 'PutBucketLifecycle', by: 'ada', size: null },
        configuration: xml === null ? { kind: 'none' } : { kind: 'exact', meaning: NONE, transitions: false, xml },
      },
      ...more,
    });

    test('their writes are remembered, each once, the latest ones', async () => {
      const { writes } = await started();
      expect(await writes.foreign(ORDERS)).toEqual([]);
      const unknown = { at: 3, eventId: 'x', meaning: null };
      await writes.noteForeign(ORDERS, unknown);
      expect(await writes.noteForeign(ORDERS, markAt(2))).toHaveLength(2);
      await writes.noteForeign(ORDERS, unknown);
      const known = await writes.foreign(ORDERS);
      expect(known).toHaveLength(2);
      expect(known).toEqual(expect.arrayContaining([unknown, markAt(2)]));
      for (let at = 100; at < 130; at += 1) await writes.noteForeign(ORDERS, markAt(at));
      const kept = await writes.foreign(ORDERS);
      expect(kept).toHaveLength(16);
      expect(kept).toEqual(expect.arrayContaining([markAt(129)]));
      expect(await writes.foreign(placeOf('others'))).toEqual([]);
    });

    test('of several at once none is forgotten', async () => {
      const { writes } = await started();
      await Promise.all([1, 2, 3, 4].map((at) => writes.noteForeign(ORDERS, markAt(at))));
      expect(await writes.foreign(ORDERS)).toHaveLength(4);
    });

    test('what seems lost is kept whole by the write of ours, and the later one counts', async () => {
      const { writes } = await started();
      expect(await writes.lost(ORDERS, 'w1')).toBeUndefined();
      expect(await writes.keepLost(ORDERS, lost(5, '<a>ü</a>'))).toBe(true);
      expect(await writes.lost(ORDERS, 'w1')).toEqual(lost(5, '<a>ü</a>'));
      expect(await writes.lost(ORDERS, 'w2')).toBeUndefined();
      expect(await writes.lost(placeOf('others'), 'w1')).toBeUndefined();
      expect(await writes.keepLost(ORDERS, lost(7, null, { toldAt: 9 }))).toBe(true);
      expect(await writes.keepLost(ORDERS, lost(6, '<b/>'))).toBe(false);
      expect(await writes.keepLost(ORDERS, lost(8, '<b/>', { source: 'read-back' }))).toBe(false);
      expect(await writes.lost(ORDERS, 'w1')).toEqual(lost(7, null, { toldAt: 9 }));
      expect(await writes.keepLost(ORDERS, lost(7, null, { end: 'repaired' }))).toBe(true);
    });

    test('a text that is not exact is kept as it is', async () => {
      const { writes } = await started();
      const inexact = { kind: 'inexact', meaning: NONE, text: '{"Rule":{}}', why: 'because' } as const;
      const update = lost(5, null);
      const kept = { ...update, foreign: { ...update.foreign, configuration: inexact } };
      await writes.keepLost(ORDERS, kept);
      expect(await writes.lost(ORDERS, 'w1')).toEqual(kept);
    });

    test('when and on what a write was made is kept with it, and with the one after it', async () => {
      const { writes, intended, clock } = await started();
      const basis = { readFrom: clock.now() - 2, readTo: clock.now() - 1, staleMs: 300, meaning: NONE };
      const id = idOf(await writes.claim(ORDERS, { ...intended('<a/>'), basis, earlier: [] }, undefined));
      const pending = await writes.last(ORDERS);
      const until = clock.now() + LEASE_MS;
      expect(windowsOf(pending, clock.now())).toEqual([
        { id, ...basis, wroteFrom: clock.now(), wroteTo: until, made: false },
      ]);
      await writes.end(ORDERS, id, 'unknown', { from: clock.now(), to: clock.now() + 5, taken: true });
      await writes.end(ORDERS, id, 'written');
      const earlier = windowsOf(await writes.last(ORDERS), clock.now());
      expect(earlier).toEqual([{ id, ...basis, wroteFrom: clock.now(), wroteTo: clock.now() + 5, made: true }]);
      await writes.claim(ORDERS, { ...intended('<b/>'), basis, earlier }, await writes.last(ORDERS));
      expect((await writes.last(ORDERS))?.earlier).toEqual(earlier);
    });
  });
}

function fail(): never {
  throw new Error('it cannot be read');
}
