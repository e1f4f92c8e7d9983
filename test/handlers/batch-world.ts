import type { AccountAccess } from '../../core/ports';
import type { SettleMessage, TakeOutMessage } from '../../core/settle';
import type { BatchServices } from '../../handlers/settle-batch';
import type { SettleRecord } from '../../handlers/settle-record';
import { RULES } from '../core/reconcile-world';
import { account, bucketName, region } from '../fakes/identifiers';
import { activeProfile, InMemoryAccountAccess, InMemoryProfiles } from '../fakes/in-memory-accounts';
import { type InMemoryInventoryOptions, inMemoryInventory } from '../fakes/in-memory-inventory';
import { InMemoryDeadLetters, InMemorySettleQueue } from '../fakes/in-memory-queues';
import { InMemoryS3 } from '../fakes/in-memory-s3';
import { ManualClock } from '../fakes/manual-clock';
import { RecordingJournal } from '../fakes/recording-journal';
import { RecordingOutcomeEvents } from '../fakes/recording-outcome-events';

export const ONE = account('111122223333');
export const TWO = account('444455556666');
export const HERE = region('eu-central-1');

/** Everything that a batch needs, in memory: two active accounts, no buckets. */
export function batchWorld(changes: Partial<BatchServices> = {}, options: InMemoryInventoryOptions = {}) {
  const s3 = new InMemoryS3();
  const clock = new ManualClock();
  const profiles = new InMemoryProfiles();
  profiles.profiles.set(ONE, activeProfile());
  profiles.profiles.set(TWO, activeProfile());
  const access = new InMemoryAccountAccess(s3);
  const settleQueue = new InMemorySettleQueue();
  const deadLetters = new InMemoryDeadLetters();
  const journal = new RecordingJournal();
  const events = new RecordingOutcomeEvents();
  const inventory = inMemoryInventory(clock, options);
  const { buckets, writes, brake } = inventory;
  const postponed: { readonly receiptHandle: string; readonly seconds: number }[] = [];
  const services: BatchServices = {
    ...{ clock, profiles, access, settleQueue, deadLetters, journal, events, buckets, writes, brake },
    postpone: async (receiptHandle, seconds) => {
      postponed.push({ receiptHandle, seconds });
    },
    selection: { days: 7, mode: 'apply', modes: {}, targets: null },
    excludedNames: ['cdk-*'],
    memberRoleName: 'partsweep-member',
    rules: { ...RULES, maxTries: 4 },
    ...changes,
  };
  let count = 0;
  const record = (body: unknown, tries = 1): SettleRecord => {
    count += 1;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return { messageId: `m${count}`, receiptHandle: `r${count}`, body: text, tries };
  };
  /** An event about a bucket, as EventBridge delivers it. @default five minutes old */
  const event = (name: string, eventName: string, owner = ONE, time = clock.now() - 300_000) => ({
    source: 'aws.s3',
    'detail-type': 'AWS API Call via CloudTrail',
    account: owner,
    region: HERE,
    detail: {
      eventSource: 's3.amazonaws.com',
      eventName,
      eventTime: new Date(time).toISOString(),
      awsRegion: HERE,
      requestParameters: { bucketName: name },
      recipientAccountId: owner,
    },
  });
  /** A bucket that is there and settled, and the event that made it. */
  const created = (name: string, owner = ONE, eventName = 'CreateBucket') => {
    s3.buckets.set(bucketName(name), { account: owner, region: HERE });
    return event(name, eventName, owner);
  };
  /** What was seen of a bucket five minutes ago. */
  const sighted = (name: string, digest: string): SettleMessage => {
    const time = new Date(clock.now() - 300_000).toISOString();
    const place = { account: ONE, region: HERE, bucket: bucketName(name) };
    return { version: 1, ...place, digest, sightedAt: time, firstSightedAt: time };
  };
  const takeOut = (name: string, task: TakeOutMessage['task'] = 'undo'): TakeOutMessage => {
    const place = { account: ONE, region: HERE, bucket: bucketName(name) };
    return { version: 1, task, ...place, by: 'ada', requestedAt: new Date(clock.now()).toISOString() };
  };
  return {
    ...{ s3, clock, profiles, access, settleQueue, deadLetters, journal, postponed, services, events, inventory },
    ...{ record, event, created, sighted, takeOut },
  };
}
export type BatchWorld = ReturnType<typeof batchWorld>;

type Around = <T>(call: () => Promise<T>) => Promise<T>;

/** The same services with `around` about every call to the outside. */
export function withEveryCall(services: BatchServices, around: Around): BatchServices {
  const { settleQueue, deadLetters, events, buckets, writes, brake, profiles, access, postpone } = services;
  const opening: AccountAccess = {
    open: async (...parameters) => {
      const opened = await around(() => access.open(...parameters));
      return opened.kind === 'open' ? { kind: 'open', store: wrapped(opened.store, around) } : opened;
    },
  };
  return {
    ...services,
    settleQueue: wrapped(settleQueue, around),
    deadLetters: wrapped(deadLetters, around),
    events: wrapped(events, around),
    buckets: wrapped(buckets, around),
    writes: wrapped(writes, around),
    brake: wrapped(brake, around),
    profiles: wrapped(profiles, around),
    access: opening,
    postpone: (...parameters) => around(() => postpone(...parameters)),
  };
}

function wrapped<Port extends object>(port: Port, around: Around): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...parameters: readonly unknown[]) => around(() => Reflect.apply(method, target, parameters));
    },
  });
}
