import { type BucketRecord, sameStanding } from '../inventory';
import type { Outcome, Verdict } from '../outcome';
import type { SettleMessage, TakeOutMessage } from '../settle';
import type { SurveyServices } from './survey-services';
import type { Surveyed } from './visit';

/** A bucket that was looked at, and what the inventory knew of it. */
export interface Result {
  readonly surveyed: Surveyed;
  readonly record: BucketRecord | undefined;
}

export interface Kept {
  /** Buckets by verdict. */
  readonly counts: Readonly<Record<string, number>>;
  /** How often the account's counters were changed. */
  readonly changes: number;
}

/**
 * Sends what needs the writer, then keeps what changed: a step that broke off between the two is done again, and a message that
 * comes twice does no harm. Then tells others, as far as that works.
 */
export async function keepResults(services: SurveyServices, results: readonly Result[]): Promise<Kept> {
  const { settleQueue, events, settleSeconds, limit } = services;
  const messages = results.flatMap(({ surveyed }) => surveyed.message ?? []);
  const settling = messages.filter((message): message is SettleMessage => !('task' in message));
  const takingOut = messages.filter((message): message is TakeOutMessage => 'task' in message);
  if (settling.length > 0) await settleQueue.sendAll(settling, settleSeconds);
  if (takingOut.length > 0) await settleQueue.sendAll(takingOut, 0);

  const counts: Record<string, number> = {};
  const changed: Outcome[] = [];
  for (const { surveyed, record } of results) {
    const { outcome, uncertain } = surveyed;
    const known = record?.outcome ?? null;
    const stays = uncertain === true || (known !== null && (known === outcome || sameStanding(known, outcome)));
    const { verdict } = stays && known !== null && uncertain !== true ? known : outcome;
    counts[verdict] = (counts[verdict] ?? 0) + 1;
    if (!stays) changed.push(outcome);
  }
  const kept = await all(changed.map((outcome) => limit(() => services.buckets.record(outcome))));
  const told: { readonly outcome: Outcome; readonly was: Verdict | null }[] = [];
  for (const [index, outcome] of changed.entries()) {
    const recorded = kept[index];
    if (recorded?.changed === true) services.journal.outcome(outcome);
    if (recorded?.changed === true && recorded.was !== outcome.verdict) told.push({ outcome, was: recorded.was });
  }
  if (told.length > 0) await events.publish(told);
  return { counts, changes: told.length };
}

/** Waits for all, and throws what the first one threw. */
async function all<T>(promises: readonly Promise<T>[]): Promise<readonly T[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}
