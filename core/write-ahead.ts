import { FAILURES_THAT_PAUSE } from './brake';
import type { BucketLook } from './bucket-look';
import { METRICS } from './contract/metrics';
import { heldNow } from './held';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { meaningOf, sameMeaning } from './lifecycle/meaning';
import { waitAgain } from './look-again';
import { type Reason, reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import {
  type IntendedWrite,
  LEASE_MS,
  type WriteBasis,
  type WriteCall,
  type WriteClaim,
  type WriteEnd,
  type WritePurpose,
  type WriteRecord,
  windowsOf,
} from './write-log';
import { stateOf, textDigest, type WrittenState } from './written-state';

/** One write of a configuration. */
export interface Write extends Pick<IntendedWrite, 'purpose' | 'before' | 'days' | 'readAt'> {
  /** When the configuration had been read, milliseconds since 1970. */
  readonly readTo: number;
  /** When that was put what is put back, milliseconds since 1970; absent for other writes. */
  readonly putAt?: number;
  /** What to put; undefined to delete the configuration. */
  readonly configuration: LifecycleConfiguration | undefined;
  /** What a configuration that is read behind the write shows. */
  readonly shows: (after: LifecycleConfiguration | undefined) => WrittenState;
}

export type WriteResult =
  | { readonly kind: 'seen' }
  /** Something else than what we wrote was read behind the write. `last`: the write, as it is kept. */
  | { readonly kind: 'lost-update'; readonly last: WriteRecord; readonly after: LifecycleConfiguration | undefined }
  /** S3 took it, and does not show it yet. */
  | { readonly kind: 'not-visible' }
  /** It was not done, or nobody knows. */
  | { readonly kind: 'result'; readonly result: Reconciled };

/**
 * Waits for whoever is writing the bucket just now; undefined when nobody is. To be asked as soon as `last` is known: what is read behind
 * it then has that write in it, if it was made.
 */
export async function beingWritten(look: BucketLook, last: WriteRecord | undefined): Promise<Reconciled | undefined> {
  if (last?.state !== 'pending' || last.leaseUntil <= look.now()) return undefined;
  return waitForWriter(look, last.leaseUntil);
}

/** A write is over long before its lease, which only a crash outlasts: the bucket is asked again sooner. */
function waitForWriter(look: BucketLook, until: number): Promise<Reconciled> {
  const seconds = (until - look.now()) / 1000;
  return waitAgain(look, reason('being-written'), Math.min(seconds, look.services.rules.retrySeconds));
}

/**
 * Whether a write of ours may have been made after `readAt` (milliseconds since 1970), by an invocation that lived no longer than the
 * lease.
 */
export function mayHaveWrittenSince(last: WriteRecord | undefined, readAt: number): boolean {
  return last !== undefined && Math.max(last.readAt + LEASE_MS, last.leaseUntil) >= readAt;
}

/**
 * Keeps the before-image, writes, reads back, and says in the inventory how it ended. `last` is the write before, read before the bucket
 * was: whoever wrote since then has the bucket first, and nothing is written on what was read before. Nor is it when somebody else is known
 * by now to have written since the read: whoever hears of that later finds our claim, and waits for its end.
 */
export async function writeAhead(look: BucketLook, write: Write, last: WriteRecord | undefined): Promise<WriteResult> {
  const { writes } = look.services;
  const { purpose, before, days, readAt, configuration, shows } = write;
  const basis = basisOf(look, write);
  const intended: IntendedWrite = {
    ...{ purpose, before, planned: textDigest(configuration), days, readAt },
    ...(basis === undefined ? {} : { basis }),
    earlier: windowsOf(last, look.now()),
  };
  const claim = await look.ask(() => writes.claim(look.place, intended, last));
  if (claim.kind === 'busy') {
    return resulting(await waitForWriter(look, claim.until));
  }
  if (claim.kind === 'not-kept') return resulting(look.done('refused', reason('image-not-kept', claim.why)));
  const end = (how: WriteEnd, call?: WriteCall): Promise<boolean> =>
    look.tell('the end of a write', () => writes.end(look.place, claim.id, how, call));
  if (basis !== undefined && (await isWrittenSince(look, basis))) {
    await end('not-written');
    return resulting(await waitAgain(look, reason('changed-meanwhile'), look.services.rules.retrySeconds));
  }
  // an undo that found no rule of ours holds the bucket first, and looks for a claim then: of the two at once, one sees the other
  const held = PUTS_OUR_RULE.includes(purpose) ? await heldNow(look) : undefined;
  if (held !== undefined) {
    await end('not-written');
    return resulting(held);
  }

  const from = look.now();
  const answer =
    configuration === undefined ? await look.store.deleteLifecycle() : await look.store.writeLifecycle(configuration);
  if (answer.kind !== 'written' && answer.kind !== 'retry') {
    await end('not-written');
    return resulting(look.problem(answer));
  }
  const call = { from, to: look.now(), taken: answer.kind === 'written' };
  look.after = null;
  const read = await look.store.readLifecycle();
  const shown = read.kind === 'found' || read.kind === 'none';
  const after = read.kind === 'found' ? read.configuration : undefined;
  if (shown) look.after = stateOf(after);
  const state = shown ? shows(after) : 'not-seen';
  if (state === 'seen') {
    return (await end('written', call)) ? { kind: 'seen' } : resulting(look.again(reason('inventory-unavailable')));
  }
  await end('unknown', call);
  // without an answer the write may have been done or not, and another's change may be all that shows
  if (answer.kind === 'retry') return resulting(look.problem(answer));
  if (read.kind === 'no-such-bucket') return resulting(look.done('gone', reason('bucket-gone')));
  if (state !== 'lost-update') return { kind: 'not-visible' };
  return { kind: state, last: endedRecord(intended, claim, call), after };
}

const PUTS_OUR_RULE: readonly WritePurpose[] = ['rule', 'repair'];

/** Undefined for a configuration that cannot be read: none of ours is. */
function basisOf(
  { services }: BucketLook,
  { purpose, readAt, readTo, putAt, configuration }: Write,
): WriteBasis | undefined {
  const meaning = meaningOf(configuration);
  if (meaning === undefined) return undefined;
  // a bucket settles before our rule is written: a change that came just before the read had settled as well, or was not seen
  const staleMs = purpose === 'rule' ? services.rules.settleSeconds * 1000 : 0;
  return { readFrom: putAt ?? readAt, readTo: putAt ?? readTo, staleMs, meaning };
}

/** Whether somebody else is known to have written something else since the read, or within its second. */
async function isWrittenSince(look: BucketLook, { readFrom, meaning }: WriteBasis): Promise<boolean> {
  const marks = await look.ask(() => look.services.writes.foreign(look.place));
  const since = Math.floor(readFrom / 1000) * 1000;
  return marks.some((mark) => mark.at >= since && (mark.meaning === null || !sameMeaning(mark.meaning, meaning)));
}

function endedRecord(intended: IntendedWrite, claim: WriteClaim & { kind: 'claimed' }, call: WriteCall): WriteRecord {
  return { ...intended, id: claim.id, state: 'unknown', leaseUntil: call.to, removed: false, call };
}

/** Gives a write up that went wrong. */
export async function giveUpWrite(look: BucketLook, why: Reason): Promise<Reconciled> {
  await countFailure(look, why);
  return look.giveUp(why);
}

/** Counts a write that went wrong. Where that happens too often, everything pauses by itself. */
export async function countFailure(look: BucketLook, why: Reason): Promise<void> {
  const { brake, journal } = look.services;
  await look.tell('a failed write', async () => {
    journal.count({ [METRICS.failuresThatMayPause]: 1 });
    const failures = await brake.countFailure(look.now());
    if (failures < FAILURES_THAT_PAUSE) return;
    const known = await brake.switch();
    // who paused before, and why, is not to be lost
    if (known.kind === 'known' && known.state.all !== null) return;
    const text = `${failures} writes went wrong within ten minutes, the last one in ${look.place.bucket}: ${why.text}`;
    journal.log('error', `everything is paused: ${text}`, { ...look.place, reason: why });
    journal.count({ [METRICS.pausedByItself]: 1 });
    await brake.pause({ kind: 'all' }, { since: new Date(look.now()).toISOString(), by: 'partsweep', why: text });
  });
}

function resulting(result: Reconciled): WriteResult {
  return { kind: 'result', result };
}
