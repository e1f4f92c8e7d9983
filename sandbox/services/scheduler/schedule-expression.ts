import { AwsError } from '../../aws-error';
import { type Cron, cronTimes, parseCron } from './cron';
import { TimeZone } from './time-zone';

/** When a schedule is due. */
export type ScheduleExpression =
  | { readonly kind: 'rate'; readonly milliseconds: number }
  | { readonly kind: 'at'; readonly wallTime: number; readonly zone: TimeZone }
  | { readonly kind: 'cron'; readonly cron: Cron; readonly zone: TimeZone };

const UNITS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Parses `rate(…)`, `cron(…)` or `at(…)`; `timezone` is an IANA name and does not count for rates. Throws AwsError ValidationException.
 * Source: "Schedule types in EventBridge Scheduler", User Guide.
 */
export function parseScheduleExpression(text: string, timezone = 'UTC'): ScheduleExpression {
  const zone = readZone(timezone);
  const [, form, content = ''] = /^(rate|cron|at)\((.*)\)$/.exec(text) ?? [];
  if (form === 'rate') return { kind: 'rate', milliseconds: readRate(content, text) };
  if (form === 'cron') return { kind: 'cron', cron: parseCron(content), zone };
  if (form === 'at') return { kind: 'at', wallTime: readDate(content, text), zone };
  throw invalid(text);
}

/**
 * The first due time after `after`, both in milliseconds since 1970; undefined when there is none any more. A rate counts from
 * `createdAt`. Times that a change of the clock leaves out are left out, times that come twice count once.
 */
export function nextDueTime(expression: ScheduleExpression, createdAt: number, after: number): number | undefined {
  switch (expression.kind) {
    case 'rate': {
      const elapsed = Math.max(0, after - createdAt);
      return createdAt + (Math.floor(elapsed / expression.milliseconds) + 1) * expression.milliseconds;
    }
    case 'at': {
      const due = expression.zone.instant(expression.wallTime);
      return due !== undefined && due > after ? due : undefined;
    }
    case 'cron': {
      const { cron, zone } = expression;
      const shown = zone.wallTime(after);
      for (const wall of cronTimes(cron, shown)) {
        if (wall <= shown) continue;
        const due = zone.instant(wall);
        if (due !== undefined && due > after) return due;
      }
      return undefined;
    }
  }
}

function readRate(content: string, text: string): number {
  const [, count = '', unit = '', plural] = /^([1-9]\d{0,8}) (minute|hour|day)(s?)$/.exec(content) ?? [];
  const milliseconds = UNITS[unit];
  if (milliseconds === undefined || (plural === '' && count !== '1')) throw invalid(text);
  return Number(count) * milliseconds;
}

function readDate(content: string, text: string): number {
  const wallTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(content) ? Date.parse(`${content}Z`) : Number.NaN;
  // Date.parse takes the 30th of February for the 2nd of March.
  if (Number.isNaN(wallTime) || new Date(wallTime).toISOString().slice(0, 19) !== content) throw invalid(text);
  return wallTime;
}

function readZone(name: string): TimeZone {
  try {
    return new TimeZone(name);
  } catch {
    throw new AwsError('ValidationException', `Invalid Schedule Expression Timezone ${name}.`);
  }
}

function invalid(text: string): AwsError {
  return new AwsError('ValidationException', `Invalid Schedule Expression ${text}.`);
}
