import { VERDICTS } from '../../core/outcome';
import { coverageOf, percentOf } from '../../report/coverage';
import { BY_URGENCY } from '../../report/verdict-groups';

test('counts what aborts uploads, of what should', () => {
  const counts = { covered: 5, applied: 2, waiting: 1, denied: 1, held: 1, excluded: 10, gone: 10 };
  expect(coverageOf(counts)).toEqual({ covered: 7, total: 10 });
});

test.each([
  [1, 1, '100%'],
  [99_999, 100_000, '99.9%'],
  [0, 10, '0%'],
  [1, 10_000, 'under 0.1%'],
  [0, 0, '–'],
  [2, 3, '66.6%'],
])('%d of %d is %s: never rounded up', (covered, total, text) => {
  expect(percentOf({ covered, total })).toBe(text);
});

test('every verdict has its place in the order of urgency', () => {
  expect([...BY_URGENCY].sort()).toEqual([...VERDICTS].sort());
});
