import type { BucketLook } from './bucket-look';
import type { BucketRecord } from './inventory';
import { type Reason, reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import { LONGEST_DELAY_SECONDS, LONGEST_SETTLING_MS, type PendingWrite } from './settle';
import { settling } from './settling';

/**
 * Undefined once the configuration has been the same for the settling time; until then the bucket waits for its next message. What is known
 * of the bucket tells a change and its reversal from no change, as far as either was seen.
 */
export async function settle(look: BucketLook, record: BucketRecord | undefined): Promise<Reconciled | undefined> {
  const state = look.before?.digest ?? '';
  // what was seen before a write of ours says nothing of what came after it
  const { seen, wrote } = look.sight;
  const unchanged = wrote === undefined && seen?.digest === state && !wasOtherwise(record, seen.since, state);
  const next = settling(seen, unchanged, look.now(), look.services.rules.settleSeconds);
  if (next.kind === 'settled') return undefined;
  if (next.kind === 'never') return look.done('reported', reason('never-settled'));
  await sendSettleMessage(look, { digest: state, since: next.since, first: next.first }, next.delaySeconds);
  return look.done('waiting', reason('settling'));
}

/** Whether the bucket is known to have been in another state after `since` (milliseconds since 1970): changed, and changed back. */
function wasOtherwise(record: BucketRecord | undefined, since: number, state: string): boolean {
  const { outcome = null, change = null } = record ?? {};
  if (change !== null && Date.parse(change.at) > since) return true;
  return outcome !== null && Date.parse(outcome.at) > since && (outcome.after ?? outcome.before)?.digest !== state;
}

/**
 * The bucket waits, with the same message again after `delaySeconds`, or `LONGEST_DELAY_SECONDS` if that is less. After a day there is no
 * other message: the next sweep finds the bucket. An undo is never dropped.
 */
export async function waitAgain(look: BucketLook, why: Reason, delaySeconds: number): Promise<Reconciled> {
  const { takeOut, place } = look;
  const now = look.now();
  const seen = look.sight.seen ?? { digest: look.before?.digest ?? '', since: now, first: now };
  const first = takeOut === undefined ? seen.first : Date.parse(takeOut.requestedAt);
  const delay = boundedDelay(delaySeconds);
  // a message that would arrive later than that counts as the first that is heard of the bucket, and it would wait for ever
  const isLast = now + delay * 1000 - first >= LONGEST_SETTLING_MS;
  if (isLast && takeOut?.task !== 'undo') return look.done('waiting', why);
  if (takeOut === undefined) await sendSettleMessage(look, seen, delay);
  else await look.services.settleQueue.send({ version: 1, ...place, ...takeOut, ...runOf(look) }, delay);
  return look.done('waiting', why);
}

/** `seen`: what was seen, since when, and when the bucket was first found to need a write (milliseconds since 1970). */
export async function sendSettleMessage(
  look: BucketLook,
  seen: { readonly digest: string; readonly since: number; readonly first: number },
  delaySeconds: number,
  wrote?: PendingWrite,
): Promise<void> {
  await look.services.settleQueue.send(
    {
      version: 1,
      ...look.place,
      digest: seen.digest,
      sightedAt: new Date(seen.since).toISOString(),
      firstSightedAt: new Date(seen.first).toISOString(),
      ...(wrote === undefined ? {} : { wrote }),
      ...(look.suspect === undefined ? {} : { suspect: look.suspect }),
      ...runOf(look),
    },
    boundedDelay(delaySeconds),
  );
}

function runOf({ run }: BucketLook): { readonly run?: string } {
  return run === null ? {} : { run };
}

function boundedDelay(seconds: number): number {
  return Math.min(Math.max(Math.ceil(seconds), 0), LONGEST_DELAY_SECONDS);
}
