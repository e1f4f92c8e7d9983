import { AwsError, NotModelledError } from '../../aws-error';

/** The values that each field allows, in ascending order; a day field that is `?` is undefined. Sunday is 1. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly daysOfMonth: readonly number[] | undefined;
  readonly months: readonly number[];
  readonly daysOfWeek: readonly number[] | undefined;
  readonly years: readonly number[];
}

interface Field {
  readonly lowest: number;
  readonly highest: number;
  readonly names?: readonly string[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Parses the six fields inside `cron(…)`: minutes, hours, day of month, month, day of week, year. Throws AwsError
 * ValidationException for what the scheduler refuses, NotModelledError for `L`, `W` and `#`.
 * Source: "Schedule types in EventBridge Scheduler", User Guide.
 */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', dayOfWeek = '', year = ''] = fields;
  if (fields.length !== 6) throw invalid(text);
  if ((dayOfMonth === '?') === (dayOfWeek === '?')) throw invalid(text);
  const read = (field: string, limits: Field): readonly number[] => {
    const values = new Set(field.split(',').flatMap((item) => readItem(item, limits, text)));
    return [...values].sort((a, b) => a - b);
  };
  return {
    minutes: read(minutes, { lowest: 0, highest: 59 }),
    hours: read(hours, { lowest: 0, highest: 23 }),
    daysOfMonth: dayOfMonth === '?' ? undefined : read(dayOfMonth, { lowest: 1, highest: 31 }),
    months: read(month, { lowest: 1, highest: 12, names: MONTHS }),
    daysOfWeek: dayOfWeek === '?' ? undefined : read(dayOfWeek, { lowest: 1, highest: 7, names: DAYS }),
    years: read(year, { lowest: 1970, highest: 2199 }),
  };
}

/** A number, a name, a range, `*`, or one of these with a step. */
function readItem(item: string, field: Field, text: string): readonly number[] {
  const [range = '', step, ...rest] = item.split('/');
  const [from = '', to, ...more] = range.split('-');
  if (rest.length > 0 || more.length > 0) throw invalid(text);
  const width = step === undefined ? 1 : readNumber(step, { lowest: 1, highest: field.highest }, text);
  const first = from === '*' ? field.lowest : readNumber(from, field, text);
  if (from === '*' && to !== undefined) throw invalid(text);
  // A step without an end goes on to the end of the field.
  const open = from === '*' || step !== undefined;
  const last = to !== undefined ? readNumber(to, field, text) : open ? field.highest : first;
  if (last < first) throw invalid(text);
  return Array.from({ length: Math.floor((last - first) / width) + 1 }, (_, index) => first + index * width);
}

function readNumber(text: string, field: Field, expression: string): number {
  const name = field.names?.indexOf(text.toUpperCase()) ?? -1;
  if (name >= 0) return name + field.lowest;
  if (/^(\d*[LW]|LW|\w+#\d)$/i.test(text)) throw new NotModelledError(`${text} in cron(${expression})`);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < field.lowest || value > field.highest) throw invalid(expression);
  return value;
}

function invalid(text: string): AwsError {
  return new AwsError('ValidationException', `Invalid Schedule Expression cron(${text}).`);
}

/** Wall-clock times that match, as milliseconds since 1970 of a clock in UTC, from the day of `from` on, in their order. */
export function* cronTimes(cron: Cron, from: number): Generator<number> {
  const firstDay = new Date(from).setUTCHours(0, 0, 0, 0);
  for (const year of cron.years) {
    for (const month of cron.months) {
      // Day 0 of the next month is the last day of this one.
      const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
      for (let day = 1; day <= lastDay; day += 1) {
        const midnight = Date.UTC(year, month - 1, day);
        if (midnight < firstDay || !matchesDay(cron, midnight)) continue;
        for (const hour of cron.hours) {
          for (const minute of cron.minutes) yield midnight + (hour * 60 + minute) * 60_000;
        }
      }
    }
  }
}

function matchesDay({ daysOfMonth, daysOfWeek }: Cron, midnight: number): boolean {
  const date = new Date(midnight);
  if (daysOfMonth !== undefined) return daysOfMonth.includes(date.getUTCDate());
  return daysOfWeek?.includes(date.getUTCDay() + 1) ?? false;
}
