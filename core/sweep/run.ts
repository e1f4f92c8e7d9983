import type { AccountId } from '../identifiers';
import type { Page } from '../inventory';
import type { Verdict } from '../outcome';
import type { Reason } from '../reasons';

/** What started a sweep. */
export type Trigger = 'schedule' | 'roster' | 'stack' | 'organization-event' | 'operator';

/** Which accounts a sweep goes through. */
export type SweepScope =
  | { readonly kind: 'all' }
  /** An OU with everything below it. */
  | { readonly kind: 'unit'; readonly id: string }
  | { readonly kind: 'account'; readonly id: AccountId }
  /** Active accounts that were never surveyed. */
  | { readonly kind: 'never-surveyed' };

/** What a run does with the buckets: `sweep` looks at them, `undo` takes our rule out of each. */
export type RunTask = 'sweep' | 'undo';

/** One sweep, or one undo of many buckets. */
export interface Run {
  /** Begins with the time of its start, so that IDs sort by it. */
  readonly id: string;
  readonly trigger: Trigger;
  readonly scope: SweepScope;
  readonly task: RunTask;
  /** Who asked, for an operator's. */
  readonly by: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Null while it runs. */
  readonly finishedAt: string | null;
}

/** The part of a run that lists accounts; the other parts are named by their account. */
export const LISTING = 'listing';
export type RunPart = typeof LISTING | AccountId;

/** When the run with this ID began, in milliseconds since 1970; NaN for a text that is no such ID. */
export function startOfRun(id: string): number {
  return Date.parse(id.slice(0, 'YYYY-MM-DDTHH:mm:ss.sssZ'.length));
}

/**
 * How far a part of a run is. It goes on in steps, one message each; `step` is the one to be done next, and `cursor` says where it begins.
 * `open` has steps left; `excluded` is an account that needed no look at its buckets.
 */
export interface Progress {
  readonly step: number;
  readonly state: 'open' | 'done' | 'excluded' | 'failed';
  /** For the part to read alone: JSON, or null at the beginning. */
  readonly cursor: string | null;
  /** So far: buckets by verdict, and for the listing accounts by what became of them. */
  readonly counts: Readonly<Record<string, number>>;
  /** Why it failed or is excluded; in an account that is `open`, why it is excluded beyond what its profile says. */
  readonly reason: Reason | null;
}

export type StepClaim =
  | { readonly kind: 'claimed'; readonly progress: Progress }
  /** Somebody else is at this step, at most until then (milliseconds since 1970). */
  | { readonly kind: 'busy'; readonly until: number }
  /** The step is done: the message came twice, or its sender broke off after it. */
  | { readonly kind: 'passed'; readonly progress: Progress }
  /** There is no such part. */
  | { readonly kind: 'unknown' };

/** Runs and their parts. Every method throws when the inventory does not answer. */
export interface Runs {
  /** False when a run with this id is there already. */
  begin(run: Run): Promise<boolean>;
  run(id: string): Promise<Run | undefined>;
  /** The newest runs first, at most `limit`. */
  latest(limit: number): Promise<readonly Run[]>;
  /** Marks the run as finished; false when it is already. */
  finish(id: string, at: number): Promise<boolean>;
  /** Makes a part at step 0, in this state; false when it is there already. */
  open(run: string, part: RunPart, progress?: Partial<Progress>): Promise<boolean>;
  /** Takes `step` of a part for `seconds`, by a conditional write. */
  claim(run: string, part: RunPart, step: number, seconds: number): Promise<StepClaim>;
  /**
   * Goes from `step` to the next one with what is known then, or to an end, by a conditional write; gives up the claim. False when
   * somebody else has done so.
   */
  advance(run: string, part: RunPart, step: number, next: Omit<Progress, 'step'>): Promise<boolean>;
  /** Gives up a claim on `step`, so that the next delivery of its message need not wait for the claim's end. */
  release(run: string, part: RunPart, step: number): Promise<void>;
  parts(run: string, from: string | null): Promise<Page<{ readonly part: RunPart; readonly progress: Progress }>>;
}

/** What can be read of a run while it goes on. */
export interface RunProgress {
  readonly run: Run;
  /** Accounts so far by state; `expected` counts all that the listing gave; `listed` is true once that is all of them. */
  readonly accounts: {
    readonly listed: boolean;
    readonly expected: number;
    readonly open: number;
    readonly done: number;
    readonly excluded: number;
    readonly failed: number;
  };
  readonly buckets: Readonly<Partial<Record<Verdict, number>>>;
  /** How the listing of accounts stands: `failed` with the reason why it broke off. */
  readonly listing: Pick<Progress, 'state' | 'reason'>;
  /** Accounts that failed, with their reason, at most a hundred. */
  readonly failures: readonly { readonly account: AccountId; readonly reason: Reason | null }[];
}
