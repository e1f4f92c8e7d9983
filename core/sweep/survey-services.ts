import type { Brake } from '../brake';
import type { Region } from '../identifiers';
import type { BucketRecords } from '../inventory';
import type { Clock, Journal, OutcomeEvents, SettleQueue } from '../ports';
import type { Reason } from '../reasons';
import type { Limit } from '../reconcile-account';
import type { SelectionRules } from '../selection';
import type { AccountRecords } from './account-record';
import type { AccountQueue, SweepQueue } from './messages';
import type { Runs } from './run';
import type { SurveyAccess } from './survey';
import type { SurveyRules } from './visit';

export interface SurveyServices {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly access: SurveyAccess;
  readonly accounts: AccountRecords;
  readonly buckets: BucketRecords;
  readonly runs: Runs;
  readonly brake: Brake;
  readonly settleQueue: SettleQueue;
  readonly accountQueue: AccountQueue;
  readonly sweepQueue: SweepQueue;
  readonly events: OutcomeEvents;
  readonly selection: SelectionRules;
  readonly rules: SurveyRules;
  /** Regions whose events are forwarded, at least one. */
  readonly forwardedRegions: readonly Region[];
  /** Regions that are asked for directory buckets. */
  readonly directoryRegions: readonly Region[];
  /** For how long a step belongs to one invocation, in seconds: as long as the function may run. */
  readonly claimSeconds: number;
  /** Delay of the settle queue in seconds. */
  readonly settleSeconds: number;
  /** Buckets read at a time. */
  readonly limit: Limit;
}

/** What a message to `survey-account` came to. */
export type Surveying =
  /** Nothing more to do for this message. */
  | { readonly kind: 'done' }
  /** Another invocation is at this step: to be looked at again after so many seconds, however often that is. */
  | { readonly kind: 'busy'; readonly seconds: number }
  /** To be tried again; `reason` is what it comes to in the end. */
  | { readonly kind: 'retry'; readonly reason: Reason }
  /** Nothing that another try could put right. */
  | { readonly kind: 'give-up'; readonly reason: Reason };
