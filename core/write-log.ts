import type { LifecycleConfiguration } from './lifecycle/configuration';
import type { BucketPlace } from './ports';

/**
 * What a write is for. `rule`: our rule is put in place. `undo`: it is taken out because somebody asked. `exclusion`: it is taken out of
 * a bucket that became excluded.
 */
export type WritePurpose = 'rule' | 'undo' | 'exclusion';

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
  /** Ends the write with this id, if it is still the last, and its lease. */
  end(place: BucketPlace, id: string, end: WriteEnd): Promise<void>;
  /** Marks the write as removed by somebody else; false when that was done before, or another write came since. */
  markRemoved(place: BucketPlace, id: string): Promise<boolean>;
  /** The before-images that are kept: of the first write in this life and of the last one, oldest first. */
  images(place: BucketPlace): Promise<readonly { readonly configuration: LifecycleConfiguration | undefined }[]>;
}

/** For how long one invocation has a bucket to itself, in milliseconds: longer than the function may run. */
export const LEASE_MS = 90_000;
