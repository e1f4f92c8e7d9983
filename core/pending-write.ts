import type { BucketLook } from './bucket-look';
import { sendSettleMessage } from './look-again';
import { reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import type { PendingWrite } from './settle';
import { giveUpWrite } from './write-ahead';

/** Lets a write be looked for again that S3 took and does not show; gives it up after `maxTries`. */
export async function lookForWrite(look: BucketLook, wrote: PendingWrite): Promise<Reconciled> {
  const { rules } = look.services;
  if (wrote.tries >= rules.maxTries) return giveUpWrite(look, reason('write-not-visible'));
  const now = look.now();
  const first = look.sight.seen?.first ?? now;
  const seen = { digest: wrote.before.digest, since: now, first };
  await sendSettleMessage(look, seen, rules.retrySeconds * 2 ** wrote.tries, wrote);
  return look.done('waiting', reason('read-back-pending'));
}
