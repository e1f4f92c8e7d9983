import type { PauseSwitch } from '../brake';
import type { Reason } from '../reasons';
import type { Settings } from '../settings/settings';
import type { FleetProblem } from '../sweep/account-record';
import type { Look } from './check';
import type { InstanceSums } from './stack-instances';

export interface SeenStack {
  readonly status: string;
  readonly statusReason: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A stack of ours that should be there. */
export interface WantedStack {
  readonly name: string;
  readonly region: string;
  /** Null: there is none. */
  readonly look: Look<SeenStack | null>;
}

export interface SeenQueue {
  readonly name: string;
  readonly deadLetters: boolean;
  readonly waiting: number;
  readonly delayed: number;
  readonly inFlight: number;
  /** What waited a while later; null where that was not asked. */
  readonly later: number | null;
}

interface Some<Row> {
  readonly count: number;
  readonly first: readonly Row[];
}

/** What the hub's inventory and queues say. */
export interface SeenHub {
  readonly accounts: { readonly known: number; readonly neverVisited: number };
  readonly lastSweep: { readonly ageSeconds: number } | null;
  readonly underWay: readonly unknown[];
  /** Null: unreadable. */
  readonly paused: PauseSwitch | null;
  readonly queues: readonly SeenQueue[];
  readonly failedAccounts: Some<{ readonly account: string; readonly name: string | null; readonly reason: Reason }>;
  readonly fleetProblems: Some<FleetProblem>;
}

/** Dead letters of one queue and reason. */
export interface SeenLetters {
  readonly queue: string;
  readonly code: string;
  readonly text: string;
  readonly count: number;
}

/** Everything that was looked at. */
export interface Facts {
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly caller: Look<{ readonly account: string; readonly arn: string }>;
  /** Null: the account belongs to none. */
  readonly organization: Look<{
    readonly id: string;
    readonly managementAccountId: string;
    readonly featureSet: string;
  } | null>;
  /** CloudFormation's `ENABLED`, `DISABLED` or `DISABLED_PERMANENTLY`. */
  readonly stackSetsAccess: Look<string>;
  /** Delegated administrators of StackSets. */
  readonly administrators: Look<readonly string[]>;
  /** Accounts of the organization; `whole`: whether all were counted. */
  readonly accounts: Look<{ readonly count: number; readonly whole: boolean }>;
  readonly regions: readonly { readonly region: string; readonly look: Look<'on' | 'off' | 'unknown'> }[];
  /** Functions that may run at one time. */
  readonly concurrency: Look<number>;
  readonly bootstrap: Look<SeenStack | null>;
  readonly stacks: readonly WantedStack[];
  /** Null: there is no such stack set. */
  readonly stackSets: readonly { readonly name: string; readonly look: Look<InstanceSums | null> }[];
  readonly hub: Look<SeenHub>;
  readonly deadLetters: Look<readonly SeenLetters[]>;
}

/** What checks need beside the facts. */
export interface Words {
  /** A command line of this tool, with the options that lead to the same deployment. */
  readonly line: (command: string) => string;
}
