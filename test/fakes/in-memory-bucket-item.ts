import type { Change } from '../../core/change';
import type { BucketRecord, Hold, Removal } from '../../core/inventory';
import type { Outcome } from '../../core/outcome';
import type { BucketPlace } from '../../core/ports';

/** What the in-memory inventory keeps of one bucket. */
export interface Kept {
  readonly place: BucketPlace;
  outcome: Outcome | null;
  /** Null once the life that the outcome is of has ended. */
  standing: string | null;
  change: Change | null;
  removals: readonly Removal[];
  hold: Hold | null;
  since: string | null;
  endedAt: string | null;
}

export function blank(place: BucketPlace): Kept {
  return {
    place,
    outcome: null,
    standing: null,
    change: null,
    removals: [],
    hold: null,
    since: null,
    endedAt: null,
  };
}

/** Forgets what is older than the end of the bucket's life at `at`; false when nothing is. */
export function forget(kept: Kept, at: string): boolean {
  const removals = kept.removals.filter((removal) => removal.at >= at);
  const ends = {
    hold: kept.hold !== null && kept.hold.since < at,
    change: kept.change !== null && kept.change.at < at,
    removals: removals.length < kept.removals.length,
    since: kept.since !== null && kept.since < at,
    standing: kept.standing !== null && kept.outcome?.verdict !== 'gone' && (kept.outcome?.at ?? at) < at,
  };
  if (!Object.values(ends).includes(true)) return false;
  if (ends.hold) kept.hold = null;
  if (ends.change) kept.change = null;
  if (ends.since) kept.since = at;
  if (ends.standing) kept.standing = null;
  kept.removals = removals;
  if (kept.endedAt === null || kept.endedAt < at) kept.endedAt = at;
  return true;
}

export function recordOf({ outcome, change, removals, hold, since }: Kept): BucketRecord {
  return { outcome, change, removals, hold, since: since ?? outcome?.at ?? '' };
}

export function isNews(change: Change, known: Change): boolean {
  if (change.at !== known.at) return change.at > known.at;
  if (change.eventName === 'CreateBucket') return false;
  return change.eventName !== known.eventName || change.principal !== known.principal;
}

export function isSame(one: Removal, other: Removal): boolean {
  return one.at === other.at && one.by === other.by && one.tool === other.tool;
}
