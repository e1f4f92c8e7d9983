import { reason } from '../../../core/reasons';
import { BEGINNING, readCursor } from '../../../core/sweep/cursor';
import { lateAfter } from '../../../core/sweep/deadline';
import { failedPart, isRedriven } from '../../../core/sweep/failed-part';
import { listingInWords } from '../../../core/sweep/listing-problem';

test('a part that failed keeps its counts and when that was, so that a message behind it is known to be redriven', () => {
  const part = failedPart({ counts: { covered: 7 } }, reason('unexpected-error'), 1000);
  expect(part).toEqual({
    state: 'failed',
    cursor: '{"at":1000}',
    counts: { covered: 7 },
    reason: reason('unexpected-error'),
  });
  const progress = { step: 1, ...part };
  expect([999, 1000, 1001].map((sentAt) => isRedriven(progress, sentAt))).toEqual([false, false, true]);
  expect(isRedriven({ ...progress, state: 'open' }, 2000)).toBe(false);
  expect(isRedriven({ ...progress, cursor: null }, 2000)).toBe(false);
});

test('a step is late when less than its reserve is left, or less than half of what it had', () => {
  let left = 1000;
  const deadline = { remaining: () => left };
  const [few, many] = [lateAfter(deadline, 100), lateAfter(deadline, 900)];
  const lates = [501, 500, 499, 101, 100, 99].map((remaining) => {
    left = remaining;
    return [few(), many()];
  });
  expect(lates).toEqual([
    [false, false],
    [false, false],
    [false, true],
    [false, true],
    [false, true],
    [true, true],
  ]);
});

test('a cursor is read as it was kept, and a broken one is no beginning', () => {
  expect(readCursor(null)).toBeUndefined();
  expect(readCursor(JSON.stringify(BEGINNING))).toEqual(BEGINNING);
  expect(() => readCursor('x')).toThrow(SyntaxError);
  expect(BEGINNING).toEqual({
    ...{ phase: 'general-purpose', token: null, pageAfter: null, after: null, strayAfter: null },
    ...{ restarted: false, region: 0, gaps: {}, heard: [], countsVersion: 0, changes: 0 },
  });
});

test.each([
  [{ kind: 'denied', message: 'no' } as const, 'no'],
  [{ kind: 'denied', message: 'no', policyKind: 'SCP' } as const, 'by a SCP: no'],
  [{ kind: 'retry', code: 'x', message: 'slow' } as const, 'slow'],
  [{ kind: 'bad-token', message: 'odd' } as const, 'odd'],
  [{ kind: 'no-such-bucket' } as const, 'no-such-bucket'],
])('that a listing is %j is put into words', (listing, words) => {
  expect(listingInWords(listing)).toBe(words);
});
