import type { Change } from './change';
import type { ForeignWrite } from './foreign-write';
import { type BucketKind, bucketKind } from './identifiers';
import type { ReconcileEvent } from './interpreted-event';
import { digest } from './plan';
import type { BucketPlace } from './ports';
import { LONGEST_SETTLING_MS, type PendingWrite, type SettleMessage, type TakeOutMessage } from './settle';

/** What is known about a bucket before it is read. Times are milliseconds since 1970. */
export interface Sight {
  readonly place: BucketPlace;
  readonly kind: BucketKind;
  /** When the bucket is known to have existed; null when that is not known. */
  readonly knownSince: number | null;
  /** What was seen before, since when, and when the bucket was first found to need a write. */
  readonly seen?: { readonly digest: string; readonly since: number; readonly first: number };
  readonly wrote?: PendingWrite;
  /** The sweep's run that found the bucket. */
  readonly run?: string;
  /** Our rule is to be taken out, instead of put in. */
  readonly takeOut?: TakeOut;
  /** The bucket may have other tags than before. */
  readonly tagsChanged?: boolean;
  /** Who changed the lifecycle configuration. */
  readonly change?: Change;
  /** What lifecycle configurations were written, by us or by somebody else. */
  readonly writes?: readonly ForeignWrite[];
  /** IDs of writes of ours that seem to have replaced somebody else's: to be looked into. */
  readonly suspects?: readonly string[];
  /** A bucket of this name was deleted then, or not there before then. */
  readonly endsLifeAt?: number;
  /** All that is heard of the bucket is that it was deleted. */
  readonly deleted?: boolean;
}

/** Who asked to take our rule out, when, and what for. */
export type TakeOut = Pick<TakeOutMessage, 'task' | 'by' | 'requestedAt'>;

/**
 * An event is the first that is heard of a bucket. CreateBucket counts as a sight of "no configuration", unless it is
 * so old (a replay) that this says nothing about today.
 */
export function sightOfEvent(event: ReconcileEvent, now: number): Sight {
  const { account, region, bucket, kind, createsBucket, provesNew, tagsChanged, change, write } = event;
  const time = event.eventTime === null ? null : Math.min(event.eventTime, now);
  const sight = {
    ...{ place: { account, region, bucket }, kind, knownSince: time, tagsChanged },
    ...(change === null ? {} : { change }),
    ...(write === null ? {} : { writes: [write] }),
    ...(provesNew && time !== null ? { endsLifeAt: time } : {}),
  };
  if (!createsBucket || time === null || now - time >= LONGEST_SETTLING_MS) return sight;
  return { ...sight, seen: { digest: digest(undefined), since: time, first: time } };
}

/** A bucket that was deleted at `deletedAt`; it may have been made again since. */
export function sightOfDeletion(place: BucketPlace, deletedAt: number, now: number): Sight {
  const endsLifeAt = Math.min(deletedAt, now);
  return { place, kind: bucketKind(place.bucket), knownSince: null, endsLifeAt, deleted: true };
}

/**
 * What one of our messages remembers, unless it is so old (redriven from the dead letters) that this says nothing about
 * today: then it is the first that is heard of the bucket. A time from a clock that goes ahead counts as now.
 */
export function sightOfMessage(message: SettleMessage, now: number): Sight {
  const { account, region, bucket, wrote, suspect, run } = message;
  const first = Math.min(Date.parse(message.firstSightedAt), now);
  const since = Math.min(Date.parse(message.sightedAt), now);
  const sight = {
    ...{ place: { account, region, bucket }, kind: bucketKind(bucket), knownSince: first },
    ...(run === undefined ? {} : { run }),
  };
  if (now - since >= LONGEST_SETTLING_MS) return sight;
  return {
    ...{ ...sight, seen: { digest: message.digest, since, first } },
    ...(wrote === undefined ? {} : { wrote }),
    ...(suspect === undefined ? {} : { suspects: [suspect] }),
  };
}

export function sightOfTakeOut(message: TakeOutMessage): Sight {
  const { account, region, bucket, task, by, requestedAt, run } = message;
  return {
    ...{ place: { account, region, bucket }, kind: bucketKind(bucket), knownSince: null },
    ...(run === undefined ? {} : { run }),
    takeOut: { task, by, requestedAt },
  };
}

/**
 * The one of several sights of a bucket to go on with: an undo, else a write that is to be seen, else the one seen longest, else
 * any. What the others know besides (`withFactsOf`) is to be added to it.
 */
export function mostTelling<T extends { readonly sight: Sight }>(first: T, ...others: readonly T[]): T {
  return others.reduce((best, other) => (tells(other.sight) < tells(best.sight) ? other : best), first);
}

function tells({ seen, wrote, takeOut, deleted }: Sight): number {
  if (wrote !== undefined || takeOut?.task === 'undo') return Number.NEGATIVE_INFINITY;
  return seen?.since ?? (deleted === true ? Number.POSITIVE_INFINITY : Number.MAX_VALUE);
}

/**
 * `sight` with what another one of the same bucket knows besides: changed tags, the latest change, what others wrote, the end of a life,
 * the run. What was seen before a life ended says nothing about the next one.
 */
export function withFactsOf(sight: Sight, other: Sight): Sight {
  const { seen, wrote, ...rest } = sight;
  const ends = Math.max(sight.endsLifeAt ?? Number.NEGATIVE_INFINITY, other.endsLifeAt ?? Number.NEGATIVE_INFINITY);
  const change = laterChange(sight.change, other.change);
  const run = sight.run ?? other.run;
  const suspects = [...new Set([...(sight.suspects ?? []), ...(other.suspects ?? [])])];
  const writes = [...(sight.writes ?? []), ...(other.writes ?? [])];
  const known = seen !== undefined && seen.since >= ends;
  const times = [sight.knownSince, other.knownSince];
  return {
    ...rest,
    knownSince: times.find((time) => time !== null && time >= ends) ?? null,
    tagsChanged: sight.tagsChanged === true || other.tagsChanged === true,
    ...(change === undefined ? {} : { change }),
    ...(ends === Number.NEGATIVE_INFINITY ? {} : { endsLifeAt: ends }),
    ...(run === undefined ? {} : { run }),
    ...(suspects.length === 0 ? {} : { suspects }),
    ...(writes.length === 0 ? {} : { writes }),
    ...(known ? { seen } : {}),
    ...(known && wrote !== undefined ? { wrote } : {}),
  };
}

function laterChange(one: Change | undefined, other: Change | undefined): Change | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const [before, after] = [Date.parse(one.at), Date.parse(other.at)];
  // CloudTrail tells whole seconds, and nobody changes a bucket before it is made
  return after > before || (after === before && one.eventName === 'CreateBucket') ? other : one;
}
