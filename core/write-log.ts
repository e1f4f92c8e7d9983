import type { ForeignMark, ForeignWrite } from './foreign-write';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import type { Meaning } from './lifecycle/meaning';
import type { WriteWindow } from './lost-update';
import type { BucketPlace } from './ports';

/**
 * What a write is for. `rule`: our rule is put in place. `undo`: it is taken out because somebody asked. `exclusion`: it is taken out of
 * a bucket that became excluded. `repair`: rules that a write of ours had replaced are put back, with ours where it may stand there.
 */
export type WritePurpose = 'rule' | 'undo' | 'exclusion' | 'repair';

/** What a write rests on, and what it says besides our rule. Times are milliseconds since 1970, as in `WriteWindow`. */
export type WriteBasis = Pick<WriteWindow, 'readFrom' | 'readTo' | 'staleMs'> & { readonly meaning: Meaning };

/** A write of a lifecycle configuration, kept before it is made. */
export interface IntendedWrite {
  readonly purpose: WritePurpose;
  /** What was read before it: the before-image. Undefined when there was no configuration. */
  readonly before: LifecycleConfiguration | undefined;
  /** Digest of the text that is written (`textDigest`). */
  readonly planned: string;
  /** DaysAfterInitiation of the rule that is written; null where none is. */
  readonly days: number | null;
  /** When the before-image was read, milliseconds since 1970. */
  readonly readAt: number;
  /** Absent in a record of a time when it was not kept. */
  readonly basis?: WriteBasis;
  /** The writes of ours before it, newest first. */
  readonly earlier?: readonly WriteWindow[];
}

/** When S3 was asked to write, milliseconds since 1970, and whether it said that it did. */
export interface WriteCall {
  readonly from: number;
  readonly to: number;
  readonly taken: boolean;
}

/**
 * How a write ended. `written`: S3 took it and showed it. `not-written`: S3 refused. `unknown`: there was no answer, or S3 did not
 * show it yet; the same as `pending` once the lease is over.
 */
export type WriteEnd = 'written' | 'not-written' | 'unknown';

/** The last write of ours in this life of a bucket. */
export interface WriteRecord extends IntendedWrite {
  readonly id: string;
  readonly state: 'pending' | WriteEnd;
  /** Until when nobody else may write the bucket, milliseconds since 1970. */
  readonly leaseUntil: number;
  /** Whether its removal by somebody else was counted. */
  readonly removed: boolean;
  /** Absent until the write has ended. */
  readonly call?: WriteCall;
}

/** A configuration of somebody else that one of our writes seems to have replaced. */
export interface LostUpdate {
  /** Of the write of ours. */
  readonly window: WriteWindow;
  /** Digest of the text that was written (`textDigest`). */
  readonly planned: string;
  readonly purpose: WritePurpose;
  /** What was replaced. */
  readonly foreign: ForeignWrite;
  /** Whether an event tells of it, or a configuration was read behind our write that is not ours. */
  readonly source: 'event' | 'read-back';
  /** Whether the write of ours was counted as one that went wrong. */
  readonly counted: boolean;
  /** When it was told, milliseconds since 1970. */
  readonly toldAt: number | null;
  /** Digest of what the bucket holds until it is repaired, and since when. */
  readonly repair: { readonly digest: string; readonly since: number } | null;
  /** What it came to; null while that is open. */
  readonly end: 'not-lost' | 'repaired' | 'given-up' | null;
}

export type WriteClaim =
  | { readonly kind: 'claimed'; readonly id: string }
  /** Somebody else is writing the bucket, at most until then (milliseconds since 1970). */
  | { readonly kind: 'busy'; readonly until: number }
  /** The before-image could not be kept; the bucket must not be written. `why` is for people. */
  | { readonly kind: 'not-kept'; readonly why: string };

/** Before-images and writes, kept ahead of each write. Every method throws when the inventory does not answer. */
export interface WriteLog {
  /** Undefined when we never wrote the bucket in its present life. Read consistently. */
  last(place: BucketPlace): Promise<WriteRecord | undefined>;
  /**
   * Keeps a write before it is made, if nobody else is at it: by a conditional write against `last`, as read before. The
   * before-image of the first write that was made in a life of a bucket is never written over.
   */
  claim(place: BucketPlace, write: IntendedWrite, last: WriteRecord | undefined): Promise<WriteClaim>;
  /** Ends the write with this id, if it is still the last, and its lease. `call`: absent where that is known already. */
  end(place: BucketPlace, id: string, end: WriteEnd, call?: WriteCall): Promise<void>;
  /** Marks the write as removed by somebody else; false when that was done before, or another write came since. */
  markRemoved(place: BucketPlace, id: string): Promise<boolean>;
  /** The before-images that are kept: of the first write in this life and of the last one, oldest first. */
  images(place: BucketPlace): Promise<readonly { readonly configuration: LifecycleConfiguration | undefined }[]>;
  /** Remembers that somebody else wrote the bucket, and gives all such writes that are remembered: the latest ones, in any order. */
  noteForeign(place: BucketPlace, mark: ForeignMark): Promise<readonly ForeignMark[]>;
  foreign(place: BucketPlace): Promise<readonly ForeignMark[]>;
  /** What the write with this id seems to have replaced; undefined when nothing. */
  lost(place: BucketPlace, id: string): Promise<LostUpdate | undefined>;
  /** Keeps it; false when a later foreign write is kept for the same write of ours (one from an event comes after one that was read). */
  keepLost(place: BucketPlace, lost: LostUpdate): Promise<boolean>;
}

/** For how long one invocation has a bucket to itself, in milliseconds: longer than the function may run. */
export const LEASE_MS = 90_000;

/** Earlier writes that are remembered, and for how long, in milliseconds: events that are later than that are told nothing of. */
const EARLIER_WRITES = 8;
const EARLIER_MS = 24 * 3600 * 1000;

/** A write in time; undefined for one that was not made, or of which too little is known. */
export function windowOf(record: WriteRecord): WriteWindow | undefined {
  const { id, state, basis, call, leaseUntil } = record;
  if (basis === undefined || state === 'not-written') return undefined;
  const { readFrom, readTo, staleMs, meaning } = basis;
  // a writer that died had begun its lease, and was dead before the lease was over
  const from = state === 'pending' ? leaseUntil - LEASE_MS : readTo;
  const time = call ?? { from, to: leaseUntil, taken: false };
  return {
    ...{ id, readFrom, readTo, staleMs, meaning },
    ...{ wroteFrom: time.from, wroteTo: time.to, made: time.taken || state === 'written' },
  };
}

/** The writes of ours that are remembered, newest first. `now`: milliseconds since 1970. */
export function windowsOf(last: WriteRecord | undefined, now: number): readonly WriteWindow[] {
  if (last === undefined) return [];
  const newest = windowOf(last);
  const windows = newest === undefined ? [] : [newest];
  return [...windows, ...(last.earlier ?? [])]
    .filter(({ wroteTo }) => wroteTo > now - EARLIER_MS)
    .slice(0, EARLIER_WRITES);
}

/** What orders the things that a write of ours replaced: the later one counts, and what an event tells before what was read. */
export function rankOfLost({ source, foreign }: LostUpdate): number {
  return source === 'event' ? foreign.at : 0;
}
