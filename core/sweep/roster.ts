import type { AccountId, Region } from '../identifiers';

export interface RosterAccount {
  readonly account: AccountId;
  readonly name: string | null;
  /** Organizations' `State`, such as `ACTIVE`. */
  readonly state: string;
}

export type RosterPage =
  /** `next` asks for the following page, null when this was the last. A page may be empty and not the last. */
  | { readonly kind: 'page'; readonly accounts: readonly RosterAccount[]; readonly next: string | null }
  /** Throttled or unreachable: the same page is asked again. */
  | { readonly kind: 'unavailable'; readonly message: string };

/** The accounts that there are. */
export interface AccountRoster {
  /** All accounts of the organization, or those in and below the OU `under`. `from`: null for the first page. */
  page(under: string | null, from: string | null): Promise<RosterPage>;
}

/** One stack instance that is not as it should be. */
export interface StackInstance {
  readonly stackSet: string;
  readonly account: AccountId;
  readonly region: Region;
  /** StackSets' own, such as `FAILED` or `SKIPPED_SUSPENDED_ACCOUNT`. */
  readonly detailedStatus: string;
  readonly statusReason: string | null;
}

export type FleetPage =
  | { readonly kind: 'page'; readonly instances: readonly StackInstance[]; readonly next: string | null }
  | { readonly kind: 'unavailable'; readonly message: string };

/** What StackSets says of the instances of our stack sets. */
export interface FleetStatus {
  /** Names of our stack sets. */
  readonly stackSets: readonly string[];
  /** Instances of one stack set, one page: all, in whatever state. */
  instances(stackSet: string, from: string | null): Promise<FleetPage>;
}
