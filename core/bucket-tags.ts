import type { BucketLook } from './bucket-look';
import { reason } from './reasons';
import type { Reconciled } from './reconcile-services';
import { deniedInWords } from './store-problem';

export type KnownTags =
  /** Empty for a bucket without tags. */
  | { readonly kind: 'known'; readonly tags: ReadonlyMap<string, string> }
  /** They cannot be read: the bucket is not touched. */
  | { readonly kind: 'unknown'; readonly result: Reconciled };

export const NO_TAGS: ReadonlyMap<string, string> = new Map();

/** The bucket's tags, or what it comes to that they cannot be read. */
export async function knownTags(look: BucketLook): Promise<KnownTags> {
  const read = await look.tags();
  if (read.kind === 'found') return { kind: 'known', tags: read.tags };
  if (read.kind === 'none') return { kind: 'known', tags: NO_TAGS };
  if (read.kind !== 'denied') return { kind: 'unknown', result: look.problem(read) };
  return { kind: 'unknown', result: look.done('denied', reason('tags-denied', deniedInWords(read))) };
}
