import { type BucketKind, bucketKind } from './identifiers';
import type { ReconcileEvent } from './interpreted-event';
import { digest } from './plan';
import type { BucketPlace } from './ports';
import { LONGEST_SETTLING_MS, type PendingWrite, type SettleMessage } from './settle';

/** What is known about a bucket before it is read. Times are milliseconds since 1970. */
export interface Sight {
  readonly place: BucketPlace;
  readonly kind: BucketKind;
  /** When the bucket is known to have existed; null when that is not known. */
  readonly knownSince: number | null;
  /** What was seen before, since when, and when the bucket was first found to need a write. */
  readonly seen?: { readonly digest: string; readonly since: number; readonly first: number };
  readonly wrote?: PendingWrite;
}

/**
 * An event is the first that is heard of a bucket. CreateBucket counts as a sight of "no configuration", unless it is
 * so old (a replay) that this says nothing about today.
 */
export function sightOfEvent(event: ReconcileEvent, now: number): Sight {
  const { account, region, bucket, kind, createsBucket } = event;
  const time = event.eventTime === null ? null : Math.min(event.eventTime, now);
  const sight = { place: { account, region, bucket }, kind, knownSince: time };
  if (!createsBucket || time === null || now - time >= LONGEST_SETTLING_MS) return sight;
  return { ...sight, seen: { digest: digest(undefined), since: time, first: time } };
}

/**
 * What one of our messages remembers, unless it is so old (redriven from the dead letters) that this says nothing about
 * today: then it is the first that is heard of the bucket. A time from a clock that goes ahead counts as now.
 */
export function sightOfMessage(message: SettleMessage, now: number): Sight {
  const { account, region, bucket, wrote } = message;
  const first = Math.min(Date.parse(message.firstSightedAt), now);
  const since = Math.min(Date.parse(message.sightedAt), now);
  const sight = { place: { account, region, bucket }, kind: bucketKind(bucket), knownSince: first };
  if (now - since >= LONGEST_SETTLING_MS) return sight;
  return { ...sight, seen: { digest: message.digest, since, first }, ...(wrote === undefined ? {} : { wrote }) };
}

/**
 * The one of several sights of a bucket to go on with: a write that is to be seen, else the one seen longest, else any. The
 * others add nothing, since the bucket is read again.
 */
export function mostTelling<T extends { readonly sight: Sight }>(first: T, ...others: readonly T[]): T {
  return others.reduce((best, other) => (tells(other.sight) < tells(best.sight) ? other : best), first);
}

function tells({ seen, wrote }: Sight): number {
  if (wrote !== undefined) return Number.NEGATIVE_INFINITY;
  return seen?.since ?? Number.POSITIVE_INFINITY;
}
