import { randomUUID } from 'node:crypto';
import type { ForeignMark } from '../../core/foreign-write';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace, Clock } from '../../core/ports';
import {
  type IntendedWrite,
  LEASE_MS,
  type LostUpdate,
  type WriteCall,
  type WriteClaim,
  type WriteEnd,
  type WriteLog,
  type WriteRecord,
} from '../../core/write-log';
import { BeforeImages, type KeptImage } from './before-images';
import type { Item } from './expression';
import { ForeignWrites } from './foreign-writes';
import type { ImageStore } from './image-store';
import { firstKey, writeKey } from './keys';
import type { InventoryTable } from './table';

const NOTHING_THERE = { condition: 'attribute_not_exists(#pk)' };

/** Before-images and writes, in the inventory's table: the last write of a bucket, and the image of the first one of its life. */
export class DynamoDbWriteLog implements WriteLog {
  readonly #table: InventoryTable;
  readonly #clock: Clock;
  readonly #images: BeforeImages;
  readonly #foreign: ForeignWrites;

  /** `store`: for images that do not fit into an item. */
  constructor(table: InventoryTable, clock: Clock, store: ImageStore) {
    this.#table = table;
    this.#clock = clock;
    this.#images = new BeforeImages(store);
    this.#foreign = new ForeignWrites(table, clock, this.#images);
  }

  async last(place: BucketPlace): Promise<WriteRecord | undefined> {
    const item = await this.#table.get(writeKey(place));
    return item === undefined ? undefined : { ...fieldsOf(item), before: await this.#images.read(item) };
  }

  async claim(place: BucketPlace, write: IntendedWrite, last: WriteRecord | undefined): Promise<WriteClaim> {
    const now = this.#clock.now();
    if (last?.state === 'pending' && last.leaseUntil > now) return busy(await this.#table.get(writeKey(place)), now);

    const id = `${new Date(now).toISOString().replaceAll(/\W/g, '')}-${randomUUID().slice(0, 8)}`;
    const image = await this.#images.keep(place, id, write.before);
    if (image.kind === 'not-kept') return image;
    const first = last === undefined || last.state === 'not-written' ? undefined : await this.#keepFirst(place, last);
    if (first?.kind === 'not-kept') return first;

    const { before: _, ...intended } = write;
    // `begins`: the first one of a life
    const leased = { id, state: 'pending', leaseUntil: now + LEASE_MS, removed: false, begins: last === undefined };
    const { kind } = await this.#table.put(
      { ...writeKey(place), ...intended, ...leased, ...image.attributes },
      last === undefined
        ? NOTHING_THERE
        : {
            condition: '#id = :last AND (#state <> :pending OR #leaseUntil <= :now)',
            values: { ':last': last.id, ':pending': 'pending', ':now': now },
          },
    );
    if (kind === 'done') return { kind: 'claimed', id };

    const known = await this.#table.get(writeKey(place));
    // a put whose answer was lost is sent again by the SDK, and then fails on itself
    if (known?.['id'] === id) return { kind: 'claimed', id };
    if (first?.put === true && (known === undefined || known['begins'] === true))
      await this.#takeBackFirst(place, last);
    return busy(known, now);
  }

  async end(place: BucketPlace, id: string, end: WriteEnd, call?: WriteCall): Promise<void> {
    await this.#table.update(writeKey(place), {
      update: `SET #state = :state, #leaseUntil = :now${call === undefined ? '' : ', #call = :call'}`,
      condition: '#id = :id',
      values: { ':state': end, ':now': this.#clock.now(), ':id': id, ...(call === undefined ? {} : { ':call': call }) },
    });
  }

  async markRemoved(place: BucketPlace, id: string): Promise<boolean> {
    const { kind } = await this.#table.update(writeKey(place), {
      update: 'SET #removed = :true',
      condition: '#id = :id AND #removed = :false',
      values: { ':id': id, ':true': true, ':false': false },
    });
    return kind === 'done';
  }

  async images(place: BucketPlace): Promise<readonly { readonly configuration: LifecycleConfiguration | undefined }[]> {
    const first = await this.#table.get(firstKey(place));
    const last = await this.#table.get(writeKey(place));
    const items = [first, last?.['id'] === first?.['id'] ? undefined : last].filter((item) => item !== undefined);
    return Promise.all(items.map(async (item) => ({ configuration: await this.#images.read(item) })));
  }

  noteForeign(place: BucketPlace, mark: ForeignMark): Promise<readonly ForeignMark[]> {
    return this.#foreign.note(place, mark);
  }

  foreign(place: BucketPlace): Promise<readonly ForeignMark[]> {
    return this.#foreign.marks(place);
  }

  lost(place: BucketPlace, id: string): Promise<LostUpdate | undefined> {
    return this.#foreign.lost(place, id);
  }

  keepLost(place: BucketPlace, lost: LostUpdate): Promise<boolean> {
    return this.#foreign.keepLost(place, lost);
  }

  /** Before another write takes the place of `last`: its image is the first of this life, unless there is one. */
  async #keepFirst(place: BucketPlace, last: WriteRecord): Promise<KeptImage & { readonly put?: boolean }> {
    const { id, readAt, before } = last;
    const image = await this.#images.keep(place, id, before);
    if (image.kind === 'not-kept') return image;
    const { kind } = await this.#table.put({ ...firstKey(place), id, readAt, ...image.attributes }, NOTHING_THERE);
    return { ...image, put: kind === 'done' };
  }

  /** The life that `last` is of ended between its reading and now: its image is no first one of the new life. */
  async #takeBackFirst(place: BucketPlace, last: WriteRecord | undefined): Promise<void> {
    await this.#table.delete(firstKey(place), { condition: '#id = :id', values: { ':id': last?.id } });
  }
}

function fieldsOf(item: Item): Omit<WriteRecord, 'before'> {
  const record = item as unknown as WriteRecord;
  const { id, state, purpose, planned, days, readAt, leaseUntil, removed, basis, earlier, call } = record;
  return {
    ...{ id, state, purpose, planned, days, readAt, leaseUntil, removed },
    ...(basis === undefined ? {} : { basis }),
    ...(earlier === undefined ? {} : { earlier }),
    ...(call === undefined ? {} : { call }),
  };
}

function busy(item: Item | undefined, now: number): WriteClaim {
  const held = item !== undefined && item['state'] === 'pending' ? Number(item['leaseUntil']) : now;
  return { kind: 'busy', until: Math.max(held, now) };
}
