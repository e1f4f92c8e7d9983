import type { Brake } from '../brake';
import type { AccountId } from '../identifiers';
import type { BucketRecords } from '../inventory';
import type { AccountProfiles, Clock, Journal, SettleQueue } from '../ports';
import type { Reason } from '../reasons';
import type { ReportQueue } from '../report-message';
import type { SelectionRules } from '../selection';
import type { AccountRecords } from './account-record';
import type { CoverageHistory } from './coverage-history';
import type { AccountQueue, SweepQueue } from './messages';
import type { AccountRoster, FleetStatus } from './roster';
import type { RunProgress, Runs } from './run';

export interface SweepServices {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly roster: AccountRoster;
  /**
   * Profiles for one run, by its ID: an OU is read once for all of its accounts, and nothing that was read for an earlier run is believed.
   * Reads wait for one another, within the rates of Organizations.
   */
  readonly profilesOf: (run: string) => AccountProfiles;
  readonly fleet: FleetStatus;
  readonly accounts: AccountRecords;
  readonly buckets: BucketRecords;
  readonly runs: Runs;
  readonly coverage: CoverageHistory;
  readonly brake: Brake;
  readonly sweepQueue: SweepQueue;
  readonly accountQueue: AccountQueue;
  readonly reportQueue: ReportQueue;
  readonly settleQueue: SettleQueue;
  readonly selection: SelectionRules;
  /** Accounts that take no part, whatever their profile says, for there is no role in them: the management account where it is left out. */
  readonly excludedAccounts: ReadonlySet<AccountId>;
  /** For how long a step belongs to one invocation, in seconds: as long as the function may run. */
  readonly claimSeconds: number;
  /** Delay of the settle queue in seconds. */
  readonly settleSeconds: number;
}

/** What a message came to. `answer` is for whoever called the function directly. */
export type Swept =
  | { readonly kind: 'done'; readonly answer: SweepAnswer }
  /** Another invocation is at this step: to be looked at again after so many seconds, however often that is. */
  | { readonly kind: 'busy'; readonly seconds: number }
  /** To be tried again; `reason` is what it comes to in the end. */
  | { readonly kind: 'retry'; readonly reason: Reason };

export type SweepAnswer =
  | { readonly kind: 'started'; readonly run: string }
  | { readonly kind: 'progress'; readonly progress: RunProgress | null }
  | { readonly kind: 'paused' | 'sent' | 'went-on' | 'closed' }
  /** `was`: whether there was a pause. `run`: the sweep that finds what was held up. */
  | { readonly kind: 'resumed'; readonly was: boolean; readonly run: string }
  | { readonly kind: 'nothing'; readonly why: string };

export const WENT_ON: Swept = { kind: 'done', answer: { kind: 'went-on' } };
