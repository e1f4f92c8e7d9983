import type { Change } from '../core/change';
import type { Hold, Removal } from '../core/inventory';
import type { ConfigurationState, Verdict } from '../core/outcome';

/** Incomplete multipart uploads that were measured in one bucket, or in many. */
export interface MeasuredUploads {
  readonly count: number;
  readonly parts: number;
  readonly bytes: number;
  /** When the oldest was begun, ISO 8601; null where there is none. */
  readonly oldest: string | null;
  /** US dollars; null where no price is known. */
  readonly monthlyCost: number | null;
  /** Parts and bytes were worked out from a sample of the uploads. */
  readonly sampled: boolean;
}

/** Why a verdict was given, with what a person can do about it (`remedy` is empty where nothing needs doing). */
export interface ReportReason {
  readonly code: string;
  readonly text: string;
  readonly remedy: string;
  /** Code to be copied; null where there is none. */
  readonly snippet: string | null;
}

/** One bucket, whether it comes from the inventory or from a scan. */
export interface ReportRow {
  readonly account: string;
  /** Null in a row that speaks of the account as a whole. */
  readonly region: string | null;
  /** Null in a row that speaks of the account as a whole: it is shown, and not counted as a bucket. */
  readonly bucket: string | null;
  readonly verdict: Verdict;
  readonly reason: ReportReason;
  readonly days: number | null;
  readonly before: ConfigurationState | null;
  readonly after: ConfigurationState | null;
  /** Whole configurations as JSON text, where they are at hand. */
  readonly beforeConfiguration?: string | null;
  readonly afterConfiguration?: string | null;
  /** Who changed the lifecycle last; null when nothing said so. */
  readonly change: Change | null;
  /** Oldest first. */
  readonly removals: readonly Removal[];
  readonly hold: Hold | null;
  /** When it was decided, ISO 8601. */
  readonly at: string;
  readonly uploads?: MeasuredUploads;
}

export type VerdictCounts = Readonly<Partial<Record<Verdict, number>>>;

/** What the source knows of an account; its buckets are counted from the rows. */
export interface AccountSource {
  readonly account: string;
  readonly name: string | null;
  /** The account as a whole; null before the first visit. */
  readonly standing: { readonly verdict: Verdict; readonly reason: ReportReason; readonly at: string } | null;
  /** When a visit last went through all of its buckets, ISO 8601; null when none did. */
  readonly visitedAt: string | null;
}

export interface ReportAccount extends AccountSource {
  /** Buckets by verdict. */
  readonly counts: VerdictCounts;
  readonly problems: readonly ReportProblem[];
  /** Sum over its buckets; null where none was measured. */
  readonly uploads: MeasuredUploads | null;
}

/** Something about an account that keeps us from seeing it whole. */
export interface ReportProblem {
  readonly account: string;
  readonly region: string | null;
  /** What it was found by: a stack set, a bucket, a kind of listing. */
  readonly source: string;
  readonly reason: ReportReason;
  /** ISO 8601. */
  readonly at: string;
}

export interface ReportRun {
  readonly id: string;
  /** What was done: `sweep`, `undo` or `scan`. */
  readonly task: string;
  /** Of what, such as `everything` or an account. */
  readonly scope: string;
  /** What started it, such as `schedule`. */
  readonly trigger: string;
  /** Who asked; null where nobody did. */
  readonly by: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Null while it runs. */
  readonly finishedAt: string | null;
}

/** Coverage at one time: `covered` of `total` buckets, counted as `coverageOf` does. */
export interface CoveragePoint {
  /** ISO 8601. */
  readonly at: string;
  readonly covered: number;
  readonly total: number;
}

/** What a report is about, beside the rows. */
export interface ReportFacts {
  readonly generatedAt: Date;
  /** Heads the page, such as `Incomplete multipart uploads`. */
  readonly title: string;
  /** What was looked at: the organization, or the accounts; one line. */
  readonly scope: string;
  /** Oldest first. */
  readonly history: readonly CoveragePoint[];
  readonly problems: readonly ReportProblem[];
  /** Newest first. */
  readonly runs: readonly ReportRun[];
  /** The date of the price table behind `monthlyCost`, such as `2026-11-01`; null where nothing is priced. */
  readonly pricesAt: string | null;
}

/** Everything that a report shows: plain data, whole before anything is drawn. */
export interface ReportModel extends ReportFacts {
  /** Buckets by verdict: all of them, also those that `rows` has no room for. */
  readonly totals: VerdictCounts;
  /** Sum over all buckets; null where none was measured. `buckets`: how many were. */
  readonly uploads: (MeasuredUploads & { readonly buckets: number }) | null;
  /** In the order of their ids. */
  readonly accounts: readonly ReportAccount[];
  /** In the order of the buckets' names. Above the limit of the page: those that are not covered, the most pressing first to stay. */
  readonly rows: readonly ReportRow[];
  /** How many rows are only in the sums. */
  readonly rowsLeftOut: number;
}
