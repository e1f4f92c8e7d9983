import type { Verdict } from '../outcome';

type Counts = Readonly<Partial<Record<Verdict, number>>>;

/** How the organization stood when a sweep of everything ended. */
export interface CoverageRecord {
  readonly run: string;
  /** When it ended, ISO 8601. */
  readonly at: string;
  /** Buckets by verdict, without zeros. */
  readonly buckets: Counts;
  /** Accounts by how they stand as a whole, without zeros. */
  readonly accounts: Counts;
}

/** Coverage over time: one record for each sweep of everything that ended, for 400 days. Methods throw when the inventory does not answer. */
export interface CoverageHistory {
  /** Told again for the same run, the last word counts. */
  keep(record: CoverageRecord): Promise<void>;
  /** The newest records, `limit` at most, in the order of their times. */
  newest(limit: number): Promise<readonly CoverageRecord[]>;
}
