import fc from 'fast-check';
import { nextDueTime, parseScheduleExpression } from '../../../sandbox/services/scheduler/schedule-expression';

const CREATED = Date.parse('2026-01-01T00:00:00Z');

function next(text: string, after: string, timezone?: string): string | undefined {
  const due = nextDueTime(parseScheduleExpression(text, timezone), CREATED, Date.parse(after));
  return due === undefined ? undefined : new Date(due).toISOString().replace('.000Z', 'Z');
}

describe('schedule expressions', () => {
  test.each([
    ['rate(1 day)', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
    ['rate(5 minutes)', '2026-01-01T00:07:00Z', '2026-01-01T00:10:00Z'],
    ['rate(1 hours)', '2026-01-01T01:00:00Z', '2026-01-01T02:00:00Z'],
    ['at(2026-02-01T10:00:00)', '2026-01-01T00:00:00Z', '2026-02-01T10:00:00Z'],
    ['cron(0 10 * * ? *)', '2026-01-01T10:00:00Z', '2026-01-02T10:00:00Z'],
    ['cron(15 12 ? * MON-FRI *)', '2026-01-02T12:15:00Z', '2026-01-05T12:15:00Z'],
    ['cron(0/20 8-10/2 ? * 1 *)', '2026-01-04T08:41:00Z', '2026-01-04T10:00:00Z'],
    ['cron(*/30 0 1,15 * ? *)', '2026-01-01T00:30:00Z', '2026-01-15T00:00:00Z'],
    ['cron(0 0 29 FEB ? *)', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['cron(0 0 1 1 ? 2030-2031)', '2030-01-01T00:00:00Z', '2031-01-01T00:00:00Z'],
  ])('%s after %s is due at %s', (text, after, expected) => {
    expect(next(text, after)).toBe(expected);
  });

  test.each([
    ['at(2025-12-31T23:00:00)', '2026-01-01T00:00:00Z'],
    ['cron(0 0 30 2 ? *)', '2026-01-01T00:00:00Z'],
    ['cron(0 0 1 1 ? 2026)', '2026-01-01T00:00:00Z'],
  ])('%s after %s is due no more', (text, after) => {
    expect(next(text, after)).toBeUndefined();
  });

  test('a time zone counts for cron and at', () => {
    expect(next('cron(0 9 * * ? *)', '2026-06-30T07:30:00Z', 'Europe/Berlin')).toBe('2026-07-01T07:00:00Z');
    expect(next('at(2026-01-10T09:00:00)', '2026-01-01T00:00:00Z', 'America/New_York')).toBe('2026-01-10T14:00:00Z');
  });

  test('a time that the clock leaps over is left out, one that comes twice counts once', () => {
    expect(next('cron(30 2 * * ? *)', '2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-30T00:30:00Z');
    expect(next('cron(30 2 * * ? *)', '2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z');
    expect(next('cron(30 2 * * ? *)', '2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-26T01:30:00Z');
  });

  test.each([
    'every day',
    'rate(0 minutes)',
    'rate(5 minute)',
    'rate(1 week)',
    'rate(1.5 hours)',
    'at(2026-02-30T00:00:00)',
    'at(2026-01-01)',
    'cron(0 10 * * ?)',
    'cron(0 10 * * * *)',
    'cron(0 10 ? * ? *)',
    'cron(60 10 * * ? *)',
    'cron(0 24 * * ? *)',
    'cron(0 0 0 * ? *)',
    'cron(0 0 ? * 8 *)',
    'cron(0 0 ? JANUARY MON *)',
    'cron(5-1 0 * * ? *)',
    'cron(0/0 0 * * ? *)',
    'cron(, 0 * * ? *)',
    'cron(0 0 * * ? 1969)',
  ])('refuses %s', (text) => {
    expect(() => parseScheduleExpression(text)).toThrow(/Invalid Schedule Expression/);
  });

  test('refuses a time zone that is none, and what it does not model', () => {
    expect(() => parseScheduleExpression('rate(1 day)', 'Mars/Base')).toThrow('Invalid Schedule Expression Timezone');
    for (const text of ['cron(0 0 L * ? *)', 'cron(0 0 15W * ? *)', 'cron(0 0 ? * 6#3 *)', 'cron(0 0 ? * 5L *)']) {
      expect(() => parseScheduleExpression(text)).toThrow('does not model');
    }
  });

  test('the next due time of a cron is the first minute after that matches all its fields', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    const hour = fc.integer({ min: 0, max: 23 });
    const day = fc.integer({ min: 1, max: 7 });
    const start = fc.integer({ min: CREATED / 60_000, max: CREATED / 60_000 + 600_000 });
    fc.assert(
      fc.property(minute, hour, day, start, (m, h, d, from) => {
        const text = `cron(${m} ${h} ? * ${d} *)`;
        const due = nextDueTime(parseScheduleExpression(text), CREATED, from * 60_000) ?? 0;
        let expected = from + 1;
        const matches = (value: number) => {
          const date = new Date(value * 60_000);
          return date.getUTCMinutes() === m && date.getUTCHours() === h && date.getUTCDay() === d - 1;
        };
        while (!matches(expected)) expected += 1;
        return due === expected * 60_000;
      }),
      { numRuns: 50 },
    );
  });
});
