import { contestedReason } from '../../core/contested';
import { peaceSnippet } from '../../core/peace';
import { reason } from '../../core/reasons';

describe('a bucket is contested', () => {
  const DAY = 24 * 3600 * 1000;
  const NOW = Date.parse('2026-01-31T00:00:00Z');
  const rules = { contestedAfter: 2, contestedDays: 30 };
  const removal = (daysAgo: number, by: string | null, tool: 'terraform' | 'cli' | 'unknown' = 'unknown') => ({
    ...{ at: new Date(NOW - daysAgo * DAY).toISOString(), by, tool },
  });

  test('after so many removals within so many days', () => {
    const two = [removal(29.9, 'ada'), removal(1, 'ada')];
    expect(contestedReason([], { ...rules, contestedAfter: 0 }, 7, NOW)).toBeUndefined();
    expect(contestedReason(two.slice(1), rules, 7, NOW)).toBeUndefined();
    expect(contestedReason([removal(30, 'ada'), removal(1, 'ada')], rules, 7, NOW)).toBeUndefined();
    expect(contestedReason(two, rules, 7, NOW)).toEqual({
      ...reason('contested', '2 times in 30 days, by ada'),
      snippet: peaceSnippet('unknown', 7).text,
    });
  });

  test('by everybody who is known, each named once, with the code of the last tool that was named', () => {
    const removals = [removal(3, 'ada', 'cli'), removal(2, 'ci', 'terraform'), removal(2, 'ada', 'cli')];
    expect(contestedReason([...removals, removal(1, null)], rules, 7, NOW)).toEqual({
      ...reason('contested', '4 times in 30 days, by ada with cli; ci with terraform; somebody whom no event named'),
      snippet: peaceSnippet('cli', 7).text,
    });
  });
});
