import type { NamedBucketRecord } from '../core/inventory';
import type { Outcome } from '../core/outcome';
import { type Reason, remedy } from '../core/reasons';
import type { AccountRecord, FleetProblem } from '../core/sweep/account-record';
import type { Run } from '../core/sweep/run';
import type { AccountSource, ReportProblem, ReportReason, ReportRow, ReportRun } from './model';

/** A reason with its remedy beside it. */
export function reportReason(reason: Reason): ReportReason {
  return { code: reason.code, text: reason.text, remedy: remedy(reason.code), snippet: reason.snippet ?? null };
}

/** What a scan finds, or the hub's functions say, of one bucket; `more` is what is known beyond the outcome. */
export function rowOfOutcome(outcome: Outcome, more: Partial<ReportRow> = {}): ReportRow {
  const { account, region, bucket, verdict, reason, days, before, after, at } = outcome;
  return {
    account,
    region,
    bucket,
    verdict,
    reason: reportReason(reason),
    days,
    before,
    after,
    change: null,
    removals: [],
    hold: null,
    at,
    ...more,
  };
}

/** What the inventory knows of one bucket; undefined where only an event was noted so far. */
export function rowOfRecord({ record }: NamedBucketRecord): ReportRow | undefined {
  const { outcome, change, removals, hold } = record;
  return outcome === null ? undefined : rowOfOutcome(outcome, { change, removals, hold });
}

/** The counters of the record are left aside: the report counts the buckets that it is given. */
export function accountOfRecord({ account, name, standing, visitedAt }: AccountRecord): AccountSource {
  return {
    account,
    name,
    standing: standing === null ? null : { ...standing, reason: reportReason(standing.reason) },
    visitedAt,
  };
}

export function problemOfFleet({ account, region, source, reason, at }: FleetProblem): ReportProblem {
  return { account, region, source: `${source.kind} ${source.name}`, reason: reportReason(reason), at };
}

export function runOfSweep({ id, task, scope, trigger, by, startedAt, finishedAt }: Run): ReportRun {
  return { id, task, scope: scopeText(scope), trigger, by, startedAt, finishedAt };
}

function scopeText(scope: Run['scope']): string {
  if (scope.kind === 'all') return 'everything';
  return scope.kind === 'never-surveyed' ? 'new accounts' : scope.id;
}
