/** Kinds of results that say: it is not known, ask again. */
const FAILURES = new Set(['retry', 'unavailable', 'unknown', 'unreadable', 'wrong-region']);

export function isFailure(result: unknown): boolean {
  if (result instanceof Error) return true;
  return typeof result === 'object' && result !== null && 'kind' in result && FAILURES.has(String(result.kind));
}

/** What it gave, or the error that it threw. */
export function settled(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
}
