import pLimit from 'p-limit';
import { CountedStore } from '../../core/counted-store';
import type { BucketPlace, BucketStore } from '../../core/ports';
import type { Fate } from '../../core/scan/apply-write';
import type { BucketFate } from './fates';

/** Buckets that are written at a time: few, so that Ctrl-C is soon obeyed. */
const WRITTEN_AT_A_TIME = 4;

export interface GoingThroughBuckets<Item extends { readonly place: BucketPlace }> {
  readonly items: readonly Item[];
  /** For reading, and for writing. */
  readonly stores: { readonly store: BucketStore; readonly writer: BucketStore };
  readonly stop: AbortSignal;
  readonly work: (item: Item, reader: CountedStore, writer: CountedStore) => Promise<Fate>;
  /** Told of each bucket that is done with. */
  readonly done: (fate: BucketFate) => void;
}

/** Goes through buckets, few at a time; once stopped, no other one is begun. Gives what became of those that were, in their order. */
export async function goThroughBuckets<Item extends { readonly place: BucketPlace }>({
  items,
  stores,
  stop,
  work,
  done,
}: GoingThroughBuckets<Item>): Promise<readonly BucketFate[]> {
  const limit = pLimit(WRITTEN_AT_A_TIME);
  const fates = await Promise.all(
    items.map((item) =>
      limit(async () => {
        if (stop.aborted) return undefined;
        const { place } = item;
        const [reader, writer] = [new CountedStore(stores.store, place), new CountedStore(stores.writer, place)];
        const fate = { ...place, ...(await orBroken(() => work(item, reader, writer))) };
        done(fate);
        return fate;
      }),
    ),
  );
  return fates.filter((fate) => fate !== undefined);
}

/** A bucket at which something breaks is one that failed, and the rest goes on. */
async function orBroken(work: () => Promise<Fate>): Promise<Fate> {
  try {
    return await work();
  } catch (error) {
    return { fate: 'failed', text: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
