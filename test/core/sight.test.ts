import type { Change } from '../../core/change';
import { endOfLife } from '../../core/foreign-write';
import type { ReconcileEvent } from '../../core/interpreted-event';
import { digest } from '../../core/plan';
import { reason } from '../../core/reasons';
import {
  mostTelling,
  type Sight,
  sightOfDeletion,
  sightOfEvent,
  sightOfMessage,
  sightOfTakeOut,
  withFactsOf,
} from '../../core/sight';
import { bucketName } from '../fakes/identifiers';
import { PLACE } from './reconcile-world';

const NOW = Date.parse('2026-01-02T00:00:00Z');
const bare: Sight = { place: PLACE, kind: 'general-purpose', knownSince: null };
const seen = (since: number): Sight => ({ ...bare, knownSince: since, seen: { digest: 'd', since, first: since } });
const wrote = { before: { rules: 0, digest: 'b' }, digest: 'a', tries: 0 };
const change = (at: string): Change => ({
  ...{ eventName: 'PutBucketLifecycle', at, principal: at, userAgent: null, tool: 'cli', service: null },
});
const takeOut = (task: 'undo' | 'exclusion'): Sight =>
  sightOfTakeOut({ version: 1, task, ...PLACE, by: 'ada', requestedAt: '2026-01-01T00:00:00.000Z', run: 'r' });
const speaker = (...sights: readonly [Sight, ...Sight[]]): Sight => {
  const [first, ...others] = sights.map((sight) => ({ sight }));
  if (first === undefined) throw new Error('there is none');
  return mostTelling(first, ...others).sight;
};

describe('of several sights', () => {
  test('a write that is to be seen speaks, else the one seen longest, else any', () => {
    const [old, young] = [seen(NOW - 2000), seen(NOW - 1000)];
    expect(speaker(young, old, bare)).toBe(old);
    expect(speaker(old, { ...young, wrote })).toMatchObject({ wrote });
    expect(speaker(bare, young)).toBe(young);
  });

  test('an undo speaks for an exclusion, and anything for a deletion', () => {
    expect(speaker(takeOut('exclusion'), takeOut('undo')).takeOut?.task).toBe('undo');
    expect(speaker(sightOfDeletion(PLACE, NOW, NOW), bare)).toBe(bare);
  });
});

describe('what one sight knows besides', () => {
  test('goes into the other: changed tags, the later change, the run', () => {
    const known = { ...seen(NOW), change: change('2026-01-01T00:00:01.000Z') };
    const other = { ...bare, tagsChanged: true, run: 'r', change: change('2026-01-01T00:00:02.000Z') };
    expect(withFactsOf(known, other)).toMatchObject({
      tagsChanged: true,
      run: 'r',
      change: other.change,
      seen: known.seen,
    });
    expect(withFactsOf(other, known)).toMatchObject({ tagsChanged: true, run: 'r', change: other.change });
    expect(withFactsOf(known, bare)).toStrictEqual({ ...known, tagsChanged: false });
  });

  test('of the end of a life makes forgotten what was seen before it', () => {
    const deletion = sightOfDeletion(PLACE, NOW - 1000, NOW);
    const before = withFactsOf({ ...seen(NOW - 2000), wrote }, deletion);
    expect(before).toStrictEqual({ ...bare, endsLifeAt: NOW - 1000, tagsChanged: false });
    const after = withFactsOf(seen(NOW - 500), deletion);
    expect(after).toStrictEqual({ ...seen(NOW - 500), endsLifeAt: NOW - 1000, tagsChanged: false });
  });

  test('of two ends is the later one, and when the bucket is known from since then', () => {
    const one = sightOfDeletion(PLACE, NOW - 1000, NOW);
    const created = { ...bare, knownSince: NOW - 500, endsLifeAt: NOW - 500 };
    expect(withFactsOf(one, created)).toMatchObject({ endsLifeAt: NOW - 500, knownSince: NOW - 500 });
  });
});

test('a deletion that is told from a clock that goes ahead counts as now', () => {
  expect(sightOfDeletion(PLACE, NOW + 5000, NOW).endsLifeAt).toBe(NOW);
});

test('a message keeps the run that it is of, even when it is so old that it is the first that is heard of the bucket', () => {
  const time = '2025-12-01T00:00:00.000Z';
  const message = { version: 1, ...PLACE, digest: 'd', sightedAt: time, firstSightedAt: time, run: 'r' } as const;
  expect(sightOfMessage(message, NOW)).toMatchObject({ run: 'r' });
  expect(sightOfMessage(message, NOW).seen).toBeUndefined();
  expect(takeOut('undo')).toMatchObject({ run: 'r', takeOut: { task: 'undo', by: 'ada' } });
});

describe('an event', () => {
  const event: ReconcileEvent = {
    ...{ action: 'reconcile', ...PLACE, kind: 'directory', reason: reason('bucket-event'), eventName: 'CreateBucket' },
    ...{ eventTime: NOW - 1000, createsBucket: false, provesNew: false, tagsChanged: false, change: null, write: null },
  };
  const first = { place: PLACE, kind: 'directory', knownSince: NOW - 1000, tagsChanged: false };
  const none = digest(undefined);

  test('is the first that is heard of a bucket', () => {
    expect(sightOfEvent(event, NOW)).toStrictEqual(first);
    expect(sightOfEvent({ ...event, eventTime: null }, NOW)).toStrictEqual({ ...first, knownSince: null });
    expect(sightOfEvent({ ...event, eventTime: NOW + 5000 }, NOW)).toStrictEqual({ ...first, knownSince: NOW });
  });

  test('tells who changed what', () => {
    const told = { change: change('2026-01-01T00:00:00.000Z'), write: endOfLife(7) };
    expect(sightOfEvent({ ...event, ...told, tagsChanged: true }, NOW)).toStrictEqual({
      ...{ ...first, tagsChanged: true, change: told.change, writes: [told.write] },
    });
  });

  test('that creates a bucket is a sight of no configuration, unless it is a day old or has no time', () => {
    const creates = { ...event, createsBucket: true };
    const seenAt = (time: number) => ({ seen: { digest: none, since: time, first: time } });
    expect(sightOfEvent(creates, NOW)).toStrictEqual({ ...first, ...seenAt(NOW - 1000) });
    const day = 24 * 3600 * 1000;
    expect(sightOfEvent({ ...creates, eventTime: NOW - day }, NOW)).toStrictEqual({ ...first, knownSince: NOW - day });
    expect(sightOfEvent({ ...creates, eventTime: NOW - day + 1 }, NOW)).toMatchObject(seenAt(NOW - day + 1));
    expect(sightOfEvent({ ...creates, eventTime: null }, NOW)).toStrictEqual({ ...first, knownSince: null });
  });

  test('that proves a new bucket ends the life of the one before', () => {
    expect(sightOfEvent({ ...event, provesNew: true }, NOW)).toStrictEqual({ ...first, endsLifeAt: NOW - 1000 });
    expect(sightOfEvent({ ...event, provesNew: true, eventTime: null }, NOW)).toStrictEqual({
      ...first,
      knownSince: null,
    });
  });
});

describe('a message', () => {
  const time = '2026-01-01T23:59:00.000Z';
  const message = { version: 1, ...PLACE, digest: 'd', sightedAt: time, firstSightedAt: time } as const;
  const at = Date.parse(time);
  const least = { ...bare, knownSince: at };

  test('remembers what was seen, written and suspected', () => {
    const seenThen = { seen: { digest: 'd', since: at, first: at } };
    expect(sightOfMessage(message, NOW)).toStrictEqual({ ...least, ...seenThen });
    expect(sightOfMessage({ ...message, wrote, suspect: 's', run: 'r' }, NOW)).toStrictEqual({
      ...{ ...least, ...seenThen, wrote, suspects: ['s'], run: 'r' },
    });
  });

  test('from a clock that goes ahead counts as now', () => {
    expect(sightOfMessage(message, at - 5)).toStrictEqual({
      ...bare,
      knownSince: at - 5,
      seen: { digest: 'd', since: at - 5, first: at - 5 },
    });
  });

  test('of a day ago is the first that is heard of the bucket', () => {
    const day = 24 * 3600 * 1000;
    expect(sightOfMessage({ ...message, wrote, suspect: 's' }, at + day)).toStrictEqual(least);
    expect(sightOfMessage(message, at + day - 1).seen).toBeDefined();
    const early = { ...message, firstSightedAt: '2025-12-01T00:00:00.000Z' };
    expect(sightOfMessage(early, NOW).seen?.first).toBe(Date.parse('2025-12-01T00:00:00Z'));
  });

  test('is about the kind of bucket that its name says, and has a run only where it has one', () => {
    const hot = { ...PLACE, bucket: bucketName('hot--euc1-az1--x-s3') };
    expect(sightOfMessage({ ...message, ...hot }, NOW).kind).toBe('directory');
    expect(sightOfDeletion(hot, 7, NOW)).toStrictEqual({
      ...{ place: hot, kind: 'directory', knownSince: null, endsLifeAt: 7, deleted: true },
    });
    const { run: _, ...undo } = takeOut('undo');
    const asked = { version: 1, task: 'undo', ...hot, by: 'ada', requestedAt: '2026-01-01T00:00:00.000Z' } as const;
    expect(sightOfTakeOut(asked)).toStrictEqual({ ...undo, place: hot, kind: 'directory' });
  });
});

describe('of two sights', () => {
  test('an undo and a write that is to be seen speak before what was seen, and a deletion last', () => {
    const order = [takeOut('undo'), seen(NOW - 5), seen(NOW), bare, sightOfDeletion(PLACE, NOW, NOW)];
    for (const [index, one] of order.entries()) {
      for (const other of order.slice(index + 1)) {
        expect(speaker(one, other)).toBe(one);
        expect(speaker(other, one)).toBe(one);
      }
    }
    expect(speaker({ ...bare, wrote }, seen(NOW - 5))).toMatchObject({ wrote });
    expect(speaker(seen(NOW), takeOut('exclusion'))).toMatchObject({ seen: { since: NOW } });
  });

  test('that tell as much, the first one speaks', () => {
    const other = { ...bare };
    expect(speaker(bare, other)).toBe(bare);
    expect(speaker(other, bare)).toBe(other);
  });

  test('the later change is kept; of one second the creation is the earlier', () => {
    const created = { ...change('2026-01-01T00:00:01.000Z'), eventName: 'CreateBucket' };
    const [early, late] = [change('2026-01-01T00:00:01.000Z'), change('2026-01-01T00:00:02.000Z')];
    const kept = (one: Change | undefined, other: Change | undefined) =>
      withFactsOf({ ...bare, ...(one && { change: one }) }, { ...bare, ...(other && { change: other }) }).change;
    expect(kept(early, late)).toBe(late);
    expect(kept(late, early)).toBe(late);
    expect(kept(created, early)).toBe(early);
    expect(kept(early, created)).toBe(early);
    expect(kept({ ...late, eventName: 'CreateBucket' }, early)).toMatchObject({ eventName: 'CreateBucket' });
    expect(kept(early, { ...early })).toBe(early);
    expect(kept(undefined, early)).toBe(early);
    expect(kept(early, undefined)).toBe(early);
    expect(kept(undefined, undefined)).toBeUndefined();
  });

  test('suspects and writes of both are kept, each suspect once', () => {
    const [one, other] = [endOfLife(1), endOfLife(2)];
    expect(
      withFactsOf({ ...bare, suspects: ['a', 'b'], writes: [one] }, { ...bare, suspects: ['b', 'c'], writes: [other] }),
    ).toStrictEqual({
      ...{ ...bare, tagsChanged: false, suspects: ['a', 'b', 'c'], writes: [one, other] },
    });
  });

  test('the bucket is known since the first time that no end of a life came after', () => {
    const since = (one: number | null, other: number | null, endsLifeAt?: number) =>
      withFactsOf(
        { ...bare, knownSince: one },
        { ...bare, knownSince: other, ...(endsLifeAt === undefined ? {} : { endsLifeAt }) },
      ).knownSince;
    expect([since(3, 5), since(null, 5), since(5, null), since(null, null)]).toStrictEqual([3, 5, 5, null]);
    expect([since(3, 5, 4), since(3, 4, 4), since(3, 2, 4)]).toStrictEqual([5, 4, null]);
    expect(withFactsOf({ ...bare, endsLifeAt: 9 }, { ...bare, endsLifeAt: 7 }).endsLifeAt).toBe(9);
  });

  test('what was seen, and written, in the moment of the end of a life is of the next one', () => {
    const ends = { ...bare, endsLifeAt: NOW };
    expect(withFactsOf({ ...seen(NOW), wrote }, ends)).toMatchObject({ seen: { since: NOW }, wrote });
    expect(withFactsOf({ ...seen(NOW - 1), wrote }, ends)).toStrictEqual({ ...ends, tagsChanged: false });
  });
});
