import type { BucketLook } from './bucket-look';
import type { Hold } from './inventory';
import { type Reason, reason } from './reasons';
import type { Reconciled } from './reconcile-services';

/** Why a bucket is left alone that is on hold. */
export function heldReason({ since, by }: Hold): Reason {
  return reason('held', `since ${since}, asked by ${JSON.stringify(by)}`);
}

/** What the bucket comes to if it is on hold by now; undefined when it is not. */
export async function heldNow(look: BucketLook): Promise<Reconciled | undefined> {
  const record = await look.ask(() => look.services.buckets.bucket(look.place));
  return record?.hold == null ? undefined : look.done('held', heldReason(record.hold));
}
