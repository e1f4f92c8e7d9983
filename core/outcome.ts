import type { AccountId, BucketName, Region } from './identifiers';
import type { Reason } from './reasons';

export const VERDICTS = [
  'covered',
  'applied',
  'would-apply',
  'waiting',
  'excluded',
  'held',
  'reported',
  'contested',
  'refused',
  'denied',
  'gone',
  'failed',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One state of a lifecycle configuration: the number of its rules, and a digest of all of it. */
export interface ConfigurationState {
  readonly rules: number;
  readonly digest: string;
}

/** How often each operation was called, by `service:Operation`, such as `{"s3:GetBucketLifecycleConfiguration": 2}`. */
export type CallCounts = Readonly<Record<string, number>>;

/** What became of one bucket. The same object everywhere: log line, report, `--json`. Its keys are a contract. */
export interface Outcome {
  readonly account: AccountId;
  readonly region: Region;
  readonly bucket: BucketName;
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** Wanted DaysAfterInitiation; null where it was not worked out. */
  readonly days: number | null;
  /** ID of our rule where it is there or would be; null otherwise. */
  readonly ruleId: string | null;
  /** Null where the configuration was not read; a bucket without one has 0 rules. */
  readonly before: ConfigurationState | null;
  /** As S3 showed it last; with `would-apply` what would be written. Null where it is not known. */
  readonly after: ConfigurationState | null;
  readonly calls: CallCounts;
  /** When it was decided, ISO 8601. */
  readonly at: string;
}
