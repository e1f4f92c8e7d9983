import type { Reason } from '../reasons';
import type { Progress } from './run';

/** What came of giving up a step. */
export type Failing =
  | { readonly kind: 'done' }
  /** Another invocation is at this step, and may yet succeed: to be looked at again after so many seconds. */
  | { readonly kind: 'busy'; readonly seconds: number };

/** The end of a part that failed at `at` (milliseconds since 1970). */
export function failedPart({ counts }: Pick<Progress, 'counts'>, reason: Reason, at: number): Omit<Progress, 'step'> {
  return { state: 'failed', cursor: JSON.stringify({ at }), counts, reason };
}

/**
 * Whether a message that was sent at `sentAt` was redriven from the dead letters: it is younger than the failure. One that is older came
 * twice.
 */
export function isRedriven({ state, cursor }: Progress, sentAt: number): boolean {
  if (state !== 'failed' || cursor === null) return false;
  return sentAt > (JSON.parse(cursor) as { readonly at: number }).at;
}
