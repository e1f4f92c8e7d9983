import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';

/** A state that a bucket was put into: by its `owner`, which is anybody but us, or by the `product`. */
export interface BucketChange {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: 'owner' | 'product';
  readonly exists: boolean;
  readonly lifecycle: LifecycleConfiguration | undefined;
  /** Of the event that tells of it; absent for what was there from the start. */
  readonly eventId?: string;
}

/** A write of the product, and the read that it rests on. */
export interface ProductWrite {
  readonly at: number;
  /** Index of its change. */
  readonly index: number;
  readonly readAt: number;
  /** Changes that there were at that read; 0 when there was no read. */
  readonly readIndex: number;
  /** Whether S3 showed that read an older state than it had. */
  readonly stale: boolean;
}

/**
 * What a write came upon. `settled`: what was there had been there for the settling time. `straddled`: the owner wrote between our read and
 * our write, which S3 lets nobody prevent. `reversal`: younger than that, but the same as at an earlier time: it was changed and changed
 * back, and the writer never looked in between. `overlooked`: the same, and the writer did. `hasty`: younger, and new.
 */
export type Footing = 'settled' | 'straddled' | 'reversal' | 'overlooked' | 'hasty';

/** CloudTrail tells whole seconds, and a survey takes the time before it reads: so many milliseconds less are no haste. */
const TOLERANCE_MS = 2_000;

/** Everything that happened to the lifecycle configuration of one name. */
export class BucketHistory {
  readonly changes: BucketChange[] = [];
  readonly writes: ProductWrite[] = [];
  /** Of the writer: when, and how many changes there were. */
  readonly reads: { readonly at: number; readonly index: number }[] = [];

  /** The configuration as the owner left it last; undefined when there was none. */
  get foreign(): LifecycleConfiguration | undefined {
    return this.changes.findLast(({ by }) => by === 'owner')?.lifecycle;
  }

  footing({ index, readAt, readIndex }: ProductWrite, settleMs: number): Footing {
    if (this.changes.slice(readIndex, index).some(({ by }) => by === 'owner')) return 'straddled';
    const present = this.changes[readIndex - 1];
    if (present === undefined) return 'hasty';
    const before = readAt - settleMs + TOLERANCE_MS;
    if (present.at <= before) return 'settled';
    if (!this.changes.some((change) => change.at <= before && isSame(change, present))) return 'hasty';
    const sawOther = this.reads.some(({ at, index: seen }) => {
      const state = this.changes[seen - 1];
      return at > before && at < readAt && state !== undefined && !isSame(state, present);
    });
    return sawOther ? 'overlooked' : 'reversal';
  }

  /** Writes of the product after `from` up to `to`, in milliseconds since 1970. */
  writesWithin(from: number, to: number): readonly ProductWrite[] {
    return this.writes.filter(({ at }) => at >= from && at <= to);
  }
}

function isSame(one: BucketChange, other: BucketChange): boolean {
  return one.exists === other.exists && isSameLifecycle(one.lifecycle, other.lifecycle);
}

/** To the letter, header included. */
export function isSameLifecycle(
  one: LifecycleConfiguration | undefined,
  other: LifecycleConfiguration | undefined,
): boolean {
  return (
    one?.xml === other?.xml && one?.transitionDefaultMinimumObjectSize === other?.transitionDefaultMinimumObjectSize
  );
}
