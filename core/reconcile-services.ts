import type { Brake } from './brake';
import type { BucketRecords } from './inventory';
import type { Outcome } from './outcome';
import type { Clock, Journal, SettleQueue } from './ports';
import type { WriteLog } from './write-log';

/** What to do where somebody else has a hand in the configuration. `report` and `skip` both leave it alone. */
export type Coexistence = 'merge' | 'report' | 'skip';

export interface ReconcileRules {
  readonly onLongerRule: 'add' | 'accept' | 'report';
  /** Where the bucket has rules that are not ours. */
  readonly onForeignConfiguration: Coexistence;
  /** Where a tool that manages infrastructure wrote the configuration last, or made the bucket. */
  readonly onManagedConfiguration: Coexistence;
  /** Whether a bucket's own tag may exclude it. */
  readonly bucketOptOut: boolean;
  /** What becomes of our rule in a bucket that is excluded later. */
  readonly ruleOfExcluded: 'keep' | 'remove';
  /** Whether rules of somebody else that a write of ours replaced are put back, where the order of the two is beyond doubt. */
  readonly repairLostUpdates: boolean;
  /** How long a configuration must not have changed before it is written, in seconds. */
  readonly settleSeconds: number;
  /** Delay before a write is looked for again, in seconds; doubles with each time. */
  readonly retrySeconds: number;
  /** How often a write is looked for before it counts as failed. */
  readonly maxTries: number;
  /** So many removals of our rule within `contestedDays` days make a bucket contested. */
  readonly contestedAfter: number;
  readonly contestedDays: number;
}

export interface ReconcileServices {
  readonly clock: Clock;
  readonly settleQueue: SettleQueue;
  readonly buckets: BucketRecords;
  readonly writes: WriteLog;
  readonly brake: Brake;
  readonly journal: Journal;
  readonly rules: ReconcileRules;
  /** Name of the role through which buckets are written: its changes are our own. */
  readonly memberRoleName: string;
}

export type Reconciled =
  /** Done with; a bucket that is `waiting` has its message in the settle queue, or is left to the next sweep. */
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** To be tried again; `outcome` is what it comes to when it has been tried often enough, and `givenUp` is run then. It never throws. */
  | { readonly kind: 'retry'; readonly outcome: Outcome; readonly givenUp?: () => Promise<void> }
  /** Nothing that another try could put right: for a person to see. */
  | { readonly kind: 'give-up'; readonly outcome: Outcome };
