import type { AccountId } from './identifiers';

/** Why and since when nothing is written. */
export interface Pause {
  /** ISO 8601. */
  readonly since: string;
  readonly by: string;
  readonly why: string;
}

/** The pause switch: for everything, for accounts below an OU, for single accounts. */
export interface PauseSwitch {
  readonly all: Pause | null;
  /** By ID of the OU. */
  readonly units: Readonly<Record<string, Pause>>;
  readonly accounts: Readonly<Record<string, Pause>>;
}

/** What is paused or resumed. */
export type PauseScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'unit'; readonly id: string }
  | { readonly kind: 'account'; readonly id: AccountId };

export type SwitchRead =
  | { readonly kind: 'known'; readonly state: PauseSwitch }
  /** Counts as paused. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** `hour-full`: the ceiling of this hour is reached, `seconds` until the next one. `run-full`: that of the sweep. */
export type WriteAllowance =
  | { readonly kind: 'granted' }
  | { readonly kind: 'hour-full'; readonly seconds: number }
  | { readonly kind: 'run-full' };

/** Promise 9: what stops all writing within a minute. */
export interface Brake {
  /** As it was at most 60 seconds ago while nothing is paused, and at most 5 while something is. Never throws. */
  switch(): Promise<SwitchRead>;
  /** Counts one write against the ceilings of the hour and of the sweep's run (null: no run). Throws when it cannot be counted. */
  allow(run: string | null): Promise<WriteAllowance>;
  pause(scope: PauseScope, pause: Pause): Promise<void>;
  /** Ends the pause of exactly this scope; false when there was none. */
  resume(scope: PauseScope): Promise<boolean>;
  /**
   * Counts a failed read-back or a lost update, at milliseconds since 1970, and gives how many there were within ten
   * minutes of it, this one included: of two at once neither misses the other.
   */
  countFailure(at: number): Promise<number>;
}

/** Failed read-backs or lost updates within ten minutes after which everything pauses by itself. */
export const FAILURES_THAT_PAUSE = 3;
export const FAILURE_WINDOW_MS = 10 * 60_000;

export const NO_PAUSE: PauseSwitch = { all: null, units: {}, accounts: {} };

/** The pause that holds for an account, the widest first; undefined when it may be written. */
export function pauseOf(state: PauseSwitch, account: AccountId, units: readonly string[]): Pause | undefined {
  if (state.all !== null) return state.all;
  const unit = units.findLast((id) => Object.hasOwn(state.units, id));
  if (unit !== undefined) return state.units[unit];
  return Object.hasOwn(state.accounts, account) ? state.accounts[account] : undefined;
}
