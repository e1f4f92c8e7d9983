import { heldBack } from './brake-check';
import type { BucketLook } from './bucket-look';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import { meaningOf, sameMeaning } from './lifecycle/meaning';
import { lookForWrite } from './pending-write';
import { covers, digest } from './plan';
import { lookIntoReadBack } from './read-back';
import { type Reason, reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import type { PendingWrite } from './settle';
import { writeAhead } from './write-ahead';
import type { WritePurpose, WriteRecord } from './write-log';
import { stateOf, textDigest, writtenState } from './written-state';

/** What is to be written into a bucket, and what it rests on. */
export interface RuleWrite {
  readonly existing: LifecycleConfiguration | undefined;
  /** Within this time `existing` was read, milliseconds since 1970. */
  readonly readAt: number;
  readonly readTo: number;
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
  const { existing, readAt, readTo, last, configuration, days, why } = write;
  const shows = (after: LifecycleConfiguration | undefined) => writtenState(existing, after, days);
  const written = await writeAhead(
    look,
    { purpose: 'rule', before: existing, days, readAt, readTo, configuration, shows },
    last,
  );
  if (written.kind === 'result') return written.result;
  if (written.kind === 'seen') return look.done('applied', reason('applied', `before, ${why.text}`));
  if (written.kind === 'lost-update') return lookIntoReadBack(look, written);
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
  const last = await look.ask(() => writes.last(look.place));
  const mine = last?.planned === wrote.digest ? last : undefined;
  const seen = showsWrite(existing, wrote, mine, days);
  if (!seen && digest(existing) !== wrote.before.digest) return undefined;
  // another write of ours came since, an undo perhaps, or the bucket's life ended
  if (!seen && mine === undefined) return undefined;
  look.before = wrote.before;
  if (!seen) return lookForWrite(look, { ...wrote, tries: wrote.tries + 1 });
  if (mine !== undefined && PUT_IN.includes(mine.purpose) && mine.state !== 'written') {
    await look.ask(() => writes.end(look.place, mine.id, 'written'));
  }
  return look.done('applied', reason(mine?.purpose === 'repair' ? 'lost-update-repaired' : 'applied'));
}

const PUT_IN: readonly WritePurpose[] = ['rule', 'repair'];

/** Whether the configuration is what was written; S3 may write in its own way what was put back. */
function showsWrite(
  existing: LifecycleConfiguration | undefined,
  wrote: PendingWrite,
  mine: WriteRecord | undefined,
  days: number,
): boolean {
  if (textDigest(existing) === wrote.digest) return covers(existing, { days }) || mine?.purpose === 'repair';
  if (mine?.purpose !== 'repair' || mine.basis === undefined) return false;
  const meaning = meaningOf(existing);
  const isBack = meaning !== undefined && sameMeaning(meaning, mine.basis.meaning);
  return isBack && (mine.days === null || covers(existing, { days }));
}
