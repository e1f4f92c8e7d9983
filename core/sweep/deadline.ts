/** How long an invocation may still run. */
export interface Deadline {
  /** Milliseconds. */
  remaining(): number;
}

/**
 * Tells when a step has to end: when less than `reserve` milliseconds are left, or less than half of what there is now, so that
 * even a function that may run only briefly gets on.
 */
export function lateAfter(deadline: Deadline, reserve: number): () => boolean {
  const least = Math.min(reserve, deadline.remaining() / 2);
  return () => deadline.remaining() < least;
}
