import type { Change } from '../../core/change';
import {
  mostTelling,
  type Sight,
  sightOfDeletion,
  sightOfMessage,
  sightOfTakeOut,
  withFactsOf,
} from '../../core/sight';
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
    expect(withFactsOf(known, bare)).toEqual({ ...known, tagsChanged: false });
  });

  test('of the end of a life makes forgotten what was seen before it', () => {
    const deletion = sightOfDeletion(PLACE, NOW - 1000, NOW);
    const before = withFactsOf({ ...seen(NOW - 2000), wrote }, deletion);
    expect(before).toEqual({ ...bare, endsLifeAt: NOW - 1000, tagsChanged: false });
    const after = withFactsOf(seen(NOW - 500), deletion);
    expect(after).toEqual({ ...seen(NOW - 500), endsLifeAt: NOW - 1000, tagsChanged: false });
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
