import type { Reason } from '../reasons';
import type { Progress } from './run';

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
