import type { AccountId, BucketName } from '../identifiers';
import type { BucketRecord } from '../inventory';
import type { Mode } from '../mode';
import type { Outcome } from '../outcome';
import type { BucketPlace, Clock } from '../ports';
import type { Reason } from '../reasons';
import type { Coexistence } from '../reconcile-services';
import type { SettleMessage, TakeOutMessage } from '../settle';
import type { Run } from './run';
import type { ListedBucket } from './survey';

export interface SurveyRules {
  readonly onLongerRule: 'add' | 'accept' | 'report';
  readonly onForeignConfiguration: Coexistence;
  readonly onManagedConfiguration: Coexistence;
  /** Whether a bucket's own tag may exclude it. */
  readonly bucketOptOut: boolean;
  /** Patterns of bucket names that are left alone. */
  readonly excludedNames: readonly string[];
  /** Removals within so many days after which a bucket is contested. */
  readonly contestedAfter: number;
  readonly contestedDays: number;
  /** What happens to a rule of ours in a bucket that became excluded. */
  readonly ruleOfExcluded: 'keep' | 'remove';
}

/** What is the same for all buckets of a visit. */
export interface Visit {
  readonly clock: Clock;
  readonly rules: SurveyRules;
  readonly run: Run;
  readonly account: AccountId;
  readonly mode: Mode;
  /** Why nothing is sent to the writer just now; undefined when it is. */
  readonly pause: () => Promise<Reason | undefined>;
}

/** What is the same for all buckets of a visit that looks at them. */
export interface SelectedVisit extends Visit {
  /** Wanted DaysAfterInitiation. */
  readonly days: number;
  /** Whether the account's tag listing names the bucket as one with our exclude tag; null when it is not known. */
  readonly hinted: (place: BucketPlace) => Promise<boolean | null>;
}

/** A bucket to be looked at. */
export interface Candidate {
  readonly bucket: BucketName;
  /** Null where the inventory knows it and no listing names it. */
  readonly listed: ListedBucket | null;
  readonly record: BucketRecord | undefined;
}

/** What a look at a bucket came to, and what is to be sent to the writer. */
export interface Surveyed {
  readonly outcome: Outcome;
  readonly message?: SettleMessage | TakeOutMessage;
  /** The outcome is counted, and not kept. */
  readonly uncertain?: true;
}
