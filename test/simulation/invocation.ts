import type { Clock } from '../../core/ports';
import type { Deadline } from '../../core/sweep/deadline';
import type { Around } from './port-calls';

export type FunctionName = 'settle' | 'sweep' | 'survey';

/** One run of a function: its clock, how long it may run, and what happens about its calls. */
export interface Invocation {
  readonly function: FunctionName;
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly around: Around;
  /** Rejects when the function dies: none of its calls returns any more. Never resolves. */
  readonly died: Promise<never>;
}

/** Longest time of an invocation, in milliseconds, as the hub has its functions. */
export const FUNCTION_MS: Readonly<Record<FunctionName, number>> = { settle: 60_000, sweep: 900_000, survey: 900_000 };

/** Anew each time: whoever waits for one that everybody shares is kept for ever. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** An invocation at which nothing goes wrong. */
export function undisturbed(name: FunctionName, clock: Clock, around: Around): Invocation {
  const end = clock.now() + FUNCTION_MS[name];
  return { function: name, clock, deadline: { remaining: () => end - clock.now() }, around, died: never() };
}
