import { heldBack } from './brake-check';
import type { BucketLook } from './bucket-look';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { sendSettleMessage } from './look-again';
import { covers, digest } from './plan';
import { type Reason, reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import type { PendingWrite } from './settle';
import { giveUpWrite, writeAhead } from './write-ahead';
import type { WriteRecord } from './write-log';
import { stateOf, textDigest, writtenState } from './written-state';

/** What is to be written into a bucket, and what it rests on. */
export interface RuleWrite {
  readonly existing: LifecycleConfiguration | undefined;
  /** When `existing` was read, milliseconds since 1970. */
  readonly readAt: number;
  /** The last write of ours, read before `existing` was. */
  readonly last: WriteRecord | undefined;
  readonly configuration: LifecycleConfiguration;
  readonly days: number;
  /** Why it is to be written. */
  readonly why: Reason;
}

/** Writes our rule, unless the brake is on. */
export async function writeRule(look: BucketLook, write: RuleWrite): Promise<Reconciled> {
  const stopped = await heldBack(look);
  if (stopped !== undefined) return stopped;
  const { existing, readAt, last, configuration, days, why } = write;
  const shows = (after: LifecycleConfiguration | undefined) => writtenState(existing, after, days);
  const written = await writeAhead(
    look,
    { purpose: 'rule', before: existing, days, readAt, configuration, shows },
    last,
  );
  if (written.kind === 'result') return written.result;
  if (written.kind === 'seen') return look.done('applied', reason('applied', `before, ${why.text}`));
  if (written.kind === 'lost-update') return giveUpWrite(look, reason('lost-update'));
  // the write was taken: whatever keeps us from seeing it is asked again, and the bucket not written again for it
  return lookForWrite(look, { before: stateOf(existing), digest: textDigest(configuration), tries: 0 });
}

/**
 * What `existing` says of a write that was not seen when it was made. Undefined when somebody wrote after us: the bucket is then looked at
 * as if for the first time.
 */
export async function secondLook(
  look: BucketLook,
  existing: LifecycleConfiguration | undefined,
  wrote: PendingWrite,
  days: number,
): Promise<Reconciled | undefined> {
  const { writes } = look.services;
  const seen = covers(existing, { days }) && textDigest(existing) === wrote.digest;
  if (!seen && digest(existing) !== wrote.before.digest) return undefined;
  const last = await look.ask(() => writes.last(look.place));
  // another write of ours came since, an undo perhaps, or the bucket's life ended
  if (!seen && last?.planned !== wrote.digest) return undefined;
  look.before = wrote.before;
  if (!seen) return lookForWrite(look, { ...wrote, tries: wrote.tries + 1 });
  if (last?.purpose === 'rule' && last.planned === wrote.digest && last.state !== 'written') {
    await look.ask(() => writes.end(look.place, last.id, 'written'));
  }
  return look.done('applied', reason('applied'));
}

async function lookForWrite(look: BucketLook, wrote: PendingWrite): Promise<Reconciled> {
  const { rules } = look.services;
  if (wrote.tries >= rules.maxTries) return giveUpWrite(look, reason('write-not-visible'));
  const now = look.now();
  const first = look.sight.seen?.first ?? now;
  const seen = { digest: wrote.before.digest, since: now, first };
  await sendSettleMessage(look, seen, rules.retrySeconds * 2 ** wrote.tries, wrote);
  return look.done('waiting', reason('read-back-pending'));
}
