import { names, roleArn } from '../../core/contract/names';
import type { BucketName } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { Mode } from '../../core/mode';
import type { BucketPlace, BucketStore, LifecycleRead } from '../../core/ports';
import { InMemoryS3 } from '../fakes/in-memory-s3';
import { BucketHistory } from './bucket-history';
import { type BucketCall, type Caller, cloudTrailEvent } from './cloud-trail-event';
import type { SimulatedEvents } from './simulated-events';
import type { Trace } from './trace';
import type { VirtualClock } from './virtual-clock';

/**
 * S3 with a memory of what happened, and with CloudTrail behind it. Owners' calls happen at once: whoever makes them takes the time. NoSuchBucket
 * right after CreateBucket and stale reads are not modelled.
 */
export class SimulatedS3 {
  readonly memory = new InMemoryS3();
  readonly histories = new Map<BucketName, BucketHistory>();
  /** Lifecycle configurations that the product wrote. */
  writes = 0;
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

  /** Throws when the name is taken. */
  createBucket(place: BucketPlace, caller: Caller): void {
    const { account, region, bucket } = place;
    if (this.memory.buckets.has(bucket)) throw new Error(`BucketAlreadyExists: ${bucket}`);
    this.memory.buckets.set(bucket, { account, region, tags: new Map() });
    this.#changed(place, { eventName: 'CreateBucket' }, caller, 'owner');
  }

  deleteBucket(place: BucketPlace, caller: Caller): void {
    this.#bucket(place);
    this.memory.buckets.delete(place.bucket);
    this.#changed(place, { eventName: 'DeleteBucket' }, caller, 'owner');
  }

  putTagging(place: BucketPlace, tags: Readonly<Record<string, string>>, caller: Caller): void {
    this.#bucket(place).tags = new Map(Object.entries(tags));
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

  /** A session of the product's writer; calls happen at once. */
  store(buckets: readonly BucketName[], mode: Mode): BucketStore {
    const store = this.memory.store(buckets, mode);
    const reads = new Map<BucketName, { readonly readAt: number; readonly readIndex: number }>();
    const written = (place: BucketPlace, call: BucketCall): void => {
      const { changes, writes } = this.history(place);
      const now = this.#clock.now();
      const read = reads.get(place.bucket) ?? { readAt: now, readIndex: 0 };
      writes.push({ at: now, index: changes.length, ...read });
      this.writes += 1;
      this.#changed(place, call, memberRole(place), 'product');
    };
    return {
      ...store,
      readLifecycle: async (place) => {
        const history = this.history(place);
        const [readAt, readIndex] = [this.#clock.now(), history.changes.length];
        history.reads.push({ at: readAt, index: readIndex });
        reads.set(place.bucket, { readAt, readIndex });
        this.#trace.note(place.bucket, 'is read by the writer');
        return store.readLifecycle(place);
      },
      writeLifecycle: async (place, configuration) => {
        const answer = await store.writeLifecycle(place, configuration);
        if (answer.kind === 'written') written(place, { eventName: 'PutBucketLifecycle', xml: configuration.xml });
        return answer;
      },
      deleteLifecycle: async (place) => {
        const answer = await store.deleteLifecycle(place);
        if (answer.kind === 'written') written(place, { eventName: 'DeleteBucketLifecycle' });
        return answer;
      },
    };
  }

  #bucket({ bucket }: BucketPlace) {
    const found = this.memory.buckets.get(bucket);
    if (found === undefined) throw new Error(`NoSuchBucket: ${bucket}`);
    return found;
  }

  #changed(place: BucketPlace, call: BucketCall, caller: Caller, by: 'owner' | 'product'): void {
    const bucket = this.memory.buckets.get(place.bucket);
    const state = { exists: bucket !== undefined, lifecycle: bucket?.lifecycle };
    this.history(place).changes.push({ at: this.#clock.now(), by, ...state });
    this.#tell(place, call, caller, by);
  }

  #tell(place: BucketPlace, call: BucketCall, caller: Caller, by = 'owner'): void {
    this.#trace.note(place.bucket, `${call.eventName} by the ${by}`);
    this.#ids += 1;
    this.#events.tell(cloudTrailEvent(place, call, caller, this.#clock.now(), `event-${this.#ids}`));
  }
}

/** Our own session in a member account, as CloudTrail tells of it. */
function memberRole({ account }: BucketPlace): Caller {
  const { memberRole: userName, reconcileFunction } = names('partsweep');
  const sessionIssuer = { type: 'Role', arn: roleArn('aws', account, '/', userName), accountId: account, userName };
  return {
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE:${reconcileFunction}`,
      arn: `arn:aws:sts::${account}:assumed-role/${userName}/${reconcileFunction}`,
      accountId: account,
      sessionContext: { sessionIssuer },
    },
    userAgent: 'aws-sdk-js/3.1169.0',
    sourceIPAddress: '203.0.113.9',
  };
}
