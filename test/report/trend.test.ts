import { trend } from '../../report/trend';

const at = (day: number): string => new Date(Date.UTC(2026, 0, day)).toISOString();

test('draws the line within its frame and says it in words', () => {
  const drawn = trend([
    { at: at(1), covered: 45, total: 100 },
    { at: at(3), covered: 100, total: 100 },
  ])?.text;
  expect(drawn).toContain('points="0.0,110.0 600.0,0.0"');
  expect(drawn).toContain('Coverage went from 45.0% on 2026-01-01 to 100% on 2026-01-03.');
  expect(drawn).toContain('>40%<');
});

test('thins out many points, and keeps the first and the last', () => {
  const history = Array.from({ length: 1000 }, (_, day) => ({ at: at(day + 1), covered: day, total: 1000 }));
  const rows = trend(history)?.text.match(/<tr><td>[^<]*/g) ?? [];
  expect(rows.length).toBeLessThanOrEqual(182);
  expect([rows[0], rows.at(-1)]).toEqual(['<tr><td>2026-01-01 00:00 UTC', '<tr><td>2028-09-26 00:00 UTC']);
});

test.each([
  ['nothing', []],
  ['one point', [{ at: at(1), covered: 1, total: 1 }]],
  ['one moment', [1, 2].map(() => ({ at: at(1), covered: 1, total: 1 }))],
  ['no time', ['x', 'y'].map((time) => ({ at: time, covered: 1, total: 1 }))],
])('is left out for %s', (_, history) => {
  expect(trend(history)).toBeNull();
});
