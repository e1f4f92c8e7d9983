import type { SweepMessage } from './messages';
import { LISTING, type Run } from './run';
import type { SweepServices } from './sweep-services';

/** Where a message came from: the same values whenever it is delivered again, but for `isAgain`. */
export interface Delivery {
  /** Of the queue's message, or of the call. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** Whether it was delivered before. */
  readonly isAgain: boolean;
}

/** What a run is begun for. */
export type Start = Pick<Extract<SweepMessage, { kind: 'sweep' }>, 'trigger' | 'scope' | 'task' | 'by'>;

/** A hint surveys an account at most once in so many seconds. */
const HINT_SECONDS = 600;

/** Begins a run, or goes on with the one that this message began before; gives its ID. `delaySeconds`: before it lists accounts. */
export async function beginRun(
  { runs, sweepQueue }: SweepServices,
  { trigger, scope, task, by }: Start,
  { id, sentAt }: Delivery,
  delaySeconds = 0,
): Promise<string> {
  const startedAt = new Date(sentAt).toISOString();
  const run: Run = { id: `${startedAt}-${id}`, trigger, scope, task, by, startedAt, finishedAt: null };
  await runs.begin(run);
  await runs.open(run.id, LISTING);
  await sweepQueue.send({ version: 1, kind: 'list', run: run.id, step: 0 }, delaySeconds);
  return run.id;
}

/** Whether a mere hint may begin a run: its account was not surveyed for another one a short while ago. */
export async function mayBegin(
  { accounts, clock }: SweepServices,
  { trigger, scope }: Start,
  { isAgain }: Delivery,
): Promise<boolean> {
  // the first delivery may have taken the account's turn and broken off before it began the run
  if (trigger !== 'stack' || scope.kind !== 'account' || isAgain) return true;
  return accounts.mayHint(scope.id, clock.now(), HINT_SECONDS);
}
