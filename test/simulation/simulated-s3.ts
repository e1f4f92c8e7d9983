import type { BucketName } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { Mode } from '../../core/mode';
import type { BucketPlace, BucketStore, LifecycleRead, TagsRead } from '../../core/ports';
import { type FakeBucket, InMemoryS3 } from '../fakes/in-memory-s3';
import { BucketHistory } from './bucket-history';
import { memberRole } from './callers';
import { type BucketCall, type Caller, cloudTrailEvent } from './cloud-trail-event';
import type { SimulatedEvents } from './simulated-events';
import type { Trace } from './trace';
import type { VirtualClock } from './virtual-clock';
import { type SeenWrite, WriterSight } from './writer-sight';

/** For how long S3 may show what was there before, in milliseconds. */
const STALE_MS = 60_000;
const STALE_TAGS_MS = 600_000;

/**
 * S3 with a memory of what happened, and with CloudTrail behind it. Owners' calls happen at once: whoever makes them takes the time. Stale
 * reads, NoSuchBucket right after CreateBucket among them, are what `staleLifecycle` and `staleTags` give.
 */
export class SimulatedS3 {
  readonly memory = new InMemoryS3();
  readonly histories = new Map<BucketName, BucketHistory>();
  /** Lifecycle configurations that the product wrote. */
  writes = 0;
  /** When buckets were made, in milliseconds since 1970. */
  readonly createdAt = new Map<BucketName, number>();
  /** Is told of each write of the product's. */
  onWrite: (write: SeenWrite) => void = () => undefined;
  readonly #tags = new Map<BucketName, { readonly at: number; readonly before: ReadonlyMap<string, string> }>();
  readonly #clock: VirtualClock;
  readonly #events: SimulatedEvents;
  readonly #trace: Trace;
  readonly #owners: BucketStore;
  #ids = 0;

  constructor(options: { readonly clock: VirtualClock; readonly events: SimulatedEvents; readonly trace: Trace }) {
    this.#clock = options.clock;
    this.#events = options.events;
    this.#trace = options.trace;
    this.#owners = this.memory.store();
  }

  /** A bucket that has been there since `at`, in milliseconds since 1970. */
  found({ account, region, bucket }: BucketPlace, content: Omit<FakeBucket, 'account' | 'region'>, at: number): void {
    this.memory.buckets.set(bucket, { account, region, ...content });
    this.createdAt.set(bucket, at);
    this.history({ bucket }).changes.push({ at, by: 'owner', exists: true, lifecycle: content.lifecycle });
  }

  /** Since when a bucket has the tags that it has, in milliseconds since 1970. */
  tagsSince(bucket: BucketName): number {
    return this.#tags.get(bucket)?.at ?? 0;
  }

  /** Throws when the name is taken. */
  createBucket(place: BucketPlace, caller: Caller): void {
    const { account, region, bucket } = place;
    if (this.memory.buckets.has(bucket)) throw new Error(`BucketAlreadyExists: ${bucket}`);
    this.memory.buckets.set(bucket, { account, region, tags: new Map() });
    this.createdAt.set(bucket, this.#clock.now());
    this.#tags.delete(bucket);
    this.#changed(place, { eventName: 'CreateBucket' }, caller, 'owner');
  }

  deleteBucket(place: BucketPlace, caller: Caller): void {
    this.#bucket(place);
    this.memory.buckets.delete(place.bucket);
    this.#changed(place, { eventName: 'DeleteBucket' }, caller, 'owner');
  }

  putTagging(place: BucketPlace, tags: Readonly<Record<string, string>>, caller: Caller): void {
    const bucket = this.#bucket(place);
    this.#tags.set(place.bucket, { at: this.#clock.now(), before: bucket.tags ?? new Map() });
    bucket.tags = new Map(Object.entries(tags));
    const set = Object.entries(tags).map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`);
    const xml = `<Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><TagSet>${set.join('')}</TagSet></Tagging>`;
    this.#tell(place, { eventName: 'PutBucketTagging', xml }, caller);
  }

  /** Throws when S3 refuses the configuration. */
  async putLifecycle(place: BucketPlace, configuration: LifecycleConfiguration, caller: Caller): Promise<void> {
    const written = await this.#owners.writeLifecycle(place, configuration);
    if (written.kind !== 'written') throw new Error(`S3 refuses an owner's configuration: ${JSON.stringify(written)}`);
    this.#changed(place, { eventName: 'PutBucketLifecycle', xml: configuration.xml }, caller, 'owner');
  }

  deleteLifecycle(place: BucketPlace, caller: Caller): void {
    this.#bucket(place).lifecycle = undefined;
    this.#changed(place, { eventName: 'DeleteBucketLifecycle' }, caller, 'owner');
  }

  readLifecycle(place: BucketPlace): Promise<LifecycleRead> {
    return this.#owners.readLifecycle(place);
  }

  history({ bucket }: Pick<BucketPlace, 'bucket'>): BucketHistory {
    const known = this.histories.get(bucket) ?? new BucketHistory();
    this.histories.set(bucket, known);
    return known;
  }

  /** The lifecycle as it was before its last change, where that is recent; undefined where nobody can be shown an older state. */
  staleLifecycle(place: BucketPlace, { reads }: WriterSight): LifecycleRead | undefined {
    const { changes } = this.history(place);
    const [before, last] = [changes.at(-2), changes.at(-1)];
    const now = this.#clock.now();
    if (last === undefined || now - last.at > STALE_MS || !this.#isReached(place)) return undefined;
    reads.set(place.bucket, { readAt: now, readIndex: changes.length - 1, stale: true });
    this.#trace.note(place.bucket, 'is shown as it was before');
    if (before?.exists !== true) return { kind: 'no-such-bucket' };
    return before.lifecycle === undefined ? { kind: 'none' } : { kind: 'found', configuration: before.lifecycle };
  }

  /** The same for its tags. */
  staleTags(place: BucketPlace, { staleTags }: WriterSight): TagsRead | undefined {
    const known = this.#tags.get(place.bucket);
    if (known === undefined || this.#clock.now() - known.at > STALE_TAGS_MS || !this.#isReached(place))
      return undefined;
    staleTags.add(place.bucket);
    this.#trace.note(place.bucket, 'has its tags shown as they were before');
    return known.before.size === 0 ? { kind: 'none' } : { kind: 'found', tags: known.before };
  }

  /** A session of the product's writer; calls happen at once. */
  store(buckets: readonly BucketName[], mode: Mode, sight = new WriterSight()): BucketStore {
    const store = this.memory.store(buckets, mode);
    const { reads } = sight;
    const written = (place: BucketPlace, call: BucketCall, before: LifecycleConfiguration | undefined): void => {
      const { changes, writes } = this.history(place);
      const now = this.#clock.now();
      const read = reads.get(place.bucket) ?? { readAt: now, readIndex: 0, stale: false };
      const write = { at: now, index: changes.length, ...read };
      writes.push(write);
      this.writes += 1;
      this.#changed(place, call, memberRole(place.account), 'product');
      const after = this.memory.buckets.get(place.bucket)?.lifecycle;
      this.onWrite({ ...write, place, before, after, sight });
    };
    return {
      ...store,
      readLifecycle: async (place) => {
        const history = this.history(place);
        const [readAt, readIndex] = [this.#clock.now(), history.changes.length];
        history.reads.push({ at: readAt, index: readIndex });
        reads.set(place.bucket, { readAt, readIndex, stale: false });
        this.#trace.note(place.bucket, 'is read by the writer');
        return store.readLifecycle(place);
      },
      writeLifecycle: async (place, configuration) => {
        const before = this.memory.buckets.get(place.bucket)?.lifecycle;
        const answer = await store.writeLifecycle(place, configuration);
        const { xml } = configuration;
        if (answer.kind === 'written') written(place, { eventName: 'PutBucketLifecycle', xml }, before);
        return answer;
      },
      deleteLifecycle: async (place) => {
        const before = this.memory.buckets.get(place.bucket)?.lifecycle;
        const answer = await store.deleteLifecycle(place);
        if (answer.kind === 'written') written(place, { eventName: 'DeleteBucketLifecycle' }, before);
        return answer;
      },
    };
  }

  /** Whether a call reaches the bucket: it is where it is asked for, and owned as is expected. */
  #isReached({ account, region, bucket }: BucketPlace): boolean {
    const there = this.memory.buckets.get(bucket);
    return there?.account === account && there.region === region;
  }

  #bucket({ bucket }: BucketPlace) {
    const found = this.memory.buckets.get(bucket);
    if (found === undefined) throw new Error(`NoSuchBucket: ${bucket}`);
    return found;
  }

  #changed(place: BucketPlace, call: BucketCall, caller: Caller, by: 'owner' | 'product'): void {
    const bucket = this.memory.buckets.get(place.bucket);
    const state = { exists: bucket !== undefined, lifecycle: bucket?.lifecycle };
    const eventId = this.#tell(place, call, caller, by);
    this.history(place).changes.push({ at: this.#clock.now(), by, ...state, eventId });
  }

  #tell(place: BucketPlace, call: BucketCall, caller: Caller, by = 'owner'): string {
    this.#trace.note(place.bucket, `${call.eventName} by the ${by}`);
    this.#ids += 1;
    const id = `event-${this.#ids}`;
    this.#events.tell(cloudTrailEvent(place, call, caller, this.#clock.now(), id));
    return id;
  }
}
