import type { ForeignMark } from '../../core/foreign-write';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace, Clock } from '../../core/ports';
import {
  type IntendedWrite,
  LEASE_MS,
  type LostUpdate,
  rankOfLost,
  type WriteCall,
  type WriteClaim,
  type WriteEnd,
  type WriteLog,
  type WriteRecord,
} from '../../core/write-log';
import { InMemoryPart, type ItemWrites } from './in-memory-part';

/** Before-images and writes, in memory. */
export class InMemoryWriteLog extends InMemoryPart implements WriteLog {
  /** Why no before-image can be kept; null where they can. */
  refusesImages: string | null = null;
  readonly #clock: Clock;
  readonly #last = new Map<string, WriteRecord>();
  readonly #first = new Map<string, WriteRecord>();
  readonly #foreign = new Map<string, readonly ForeignMark[]>();
  readonly #lost = new Map<string, LostUpdate>();
  #ids = 0;

  constructor(writes: ItemWrites, clock: Clock) {
    super(writes);
    this.#clock = clock;
  }

  last(place: BucketPlace): Promise<WriteRecord | undefined> {
    return this.call('last', () => this.#last.get(keyOf(place)));
  }

  claim(place: BucketPlace, write: IntendedWrite, last: WriteRecord | undefined): Promise<WriteClaim> {
    return this.call('claim', () => {
      if (this.refusesImages !== null) return { kind: 'not-kept', why: this.refusesImages };
      const key = keyOf(place);
      const now = this.#clock.now();
      const known = this.#last.get(key);
      if (known?.state === 'pending' && known.leaseUntil > now) return { kind: 'busy', until: known.leaseUntil };
      if (known?.id !== last?.id) return { kind: 'busy', until: now };
      if (known !== undefined && known.state !== 'not-written' && !this.#first.has(key)) {
        this.#first.set(key, known);
        this.wrote('first');
      }
      this.#ids += 1;
      const id = `${new Date(now).toISOString()}-${this.#ids}`;
      this.#last.set(key, { ...write, id, state: 'pending', leaseUntil: now + LEASE_MS, removed: false });
      this.wrote('write');
      return { kind: 'claimed', id };
    });
  }

  end(place: BucketPlace, id: string, end: WriteEnd, call?: WriteCall): Promise<void> {
    return this.call('end', () => {
      this.#change(place, id, {
        ...{ state: end, leaseUntil: this.#clock.now() },
        ...(call === undefined ? {} : { call }),
      });
    });
  }

  markRemoved(place: BucketPlace, id: string): Promise<boolean> {
    return this.call('markRemoved', () => {
      if (this.#last.get(keyOf(place))?.removed !== false) return false;
      return this.#change(place, id, { removed: true });
    });
  }

  images(place: BucketPlace): Promise<readonly { readonly configuration: LifecycleConfiguration | undefined }[]> {
    return this.call('images', () => {
      const key = keyOf(place);
      return [this.#first.get(key), this.#last.get(key)].flatMap((write) =>
        write === undefined ? [] : [{ configuration: write.before }],
      );
    });
  }

  noteForeign(place: BucketPlace, mark: ForeignMark): Promise<readonly ForeignMark[]> {
    return this.call('noteForeign', () => {
      const known = this.#foreign.get(keyOf(place)) ?? [];
      if (known.some(({ at, eventId }) => at === mark.at && eventId === mark.eventId)) return known;
      const marks = [...known, mark].sort((one, other) => one.at - other.at).slice(-16);
      this.#foreign.set(keyOf(place), marks);
      this.wrote('foreign');
      return marks;
    });
  }

  foreign(place: BucketPlace): Promise<readonly ForeignMark[]> {
    return this.call('foreign', () => this.#foreign.get(keyOf(place)) ?? []);
  }

  lost(place: BucketPlace, id: string): Promise<LostUpdate | undefined> {
    return this.call('lost', () => this.#lost.get(`${keyOf(place)}#${id}`));
  }

  keepLost(place: BucketPlace, lost: LostUpdate): Promise<boolean> {
    return this.call('keepLost', () => {
      const key = `${keyOf(place)}#${lost.window.id}`;
      const known = this.#lost.get(key);
      if (known !== undefined && rankOfLost(known) > rankOfLost(lost)) return false;
      this.#lost.set(key, lost);
      this.wrote('lost');
      return true;
    });
  }

  /** The end of a bucket's life, at milliseconds since 1970: what was read before then is forgotten. */
  forget(place: BucketPlace, at: number): void {
    for (const [kind, writes] of [
      ['first', this.#first],
      ['write', this.#last],
    ] as const) {
      const write = writes.get(keyOf(place));
      if (write === undefined || write.readAt >= at) continue;
      writes.delete(keyOf(place));
      this.wrote(kind);
    }
  }

  #change(place: BucketPlace, id: string, change: Partial<WriteRecord>): boolean {
    const known = this.#last.get(keyOf(place));
    if (known?.id !== id) return false;
    this.#last.set(keyOf(place), { ...known, ...change });
    this.wrote('write');
    return true;
  }
}

function keyOf({ account, bucket }: BucketPlace): string {
  return `${account}/${bucket}`;
}
