import type { Change } from './change';
import type { ForeignWrite } from './foreign-write';
import type { AccountId, BucketKind, BucketName, Region } from './identifiers';
import type { Reason } from './reasons';

/** A bucket may need the rule. */
export interface ReconcileEvent {
  readonly action: 'reconcile';
  readonly account: AccountId;
  readonly region: Region;
  readonly bucket: BucketName;
  readonly kind: BucketKind;
  readonly reason: Reason;
  readonly eventName: string;
  /** Milliseconds since 1970; null when the record has no time. */
  readonly eventTime: number | null;
  /** A new bucket, or in us-east-1 possibly an old one: a first sight of "no configuration", never evidence. */
  readonly createsBucket: boolean;
  /**
   * The call succeeds for a bucket that did not exist before, and for no other: CreateBucket outside us-east-1. There it also
   * succeeds for a bucket that the caller owns already. Source: BucketAlreadyOwnedByYou, CreateBucket, Amazon S3 API Reference.
   */
  readonly provesNew: boolean;
  /** The bucket may have other tags than before. */
  readonly tagsChanged: boolean;
  /** Who put or deleted the lifecycle configuration, or created the bucket; null for other events. */
  readonly change: Change | null;
  /** What was put or deleted; null for other events. */
  readonly write: ForeignWrite | null;
}

/** Accounts may need a survey: the one named, those in and below the OU `unit`, or any when both are null. */
export interface SweepEvent {
  readonly action: 'sweep';
  readonly account: AccountId | null;
  /** ID of an OU. */
  readonly unit: string | null;
  readonly region: null;
  readonly bucket: null;
  readonly kind: null;
  readonly reason: Reason;
}

/** Nothing to do. What the event names, where it could be understood. */
export interface IgnoredEvent {
  readonly action: 'ignore';
  readonly account: AccountId | null;
  readonly region: Region | null;
  readonly bucket: BucketName | null;
  readonly kind: BucketKind | null;
  readonly reason: Reason;
  /**
   * Milliseconds since 1970 when a bucket of the account was deleted; null when the record has no time, and for every reason but
   * `bucket-deleted`.
   */
  readonly deletedAt: number | null;
}

export type InterpretedEvent = ReconcileEvent | SweepEvent | IgnoredEvent;

type Known = Partial<Pick<IgnoredEvent, 'account' | 'region' | 'bucket' | 'kind' | 'deletedAt'>>;

/** An event to ignore, with what is known of it. */
export function ignored(reason: Reason, known: Known = {}): IgnoredEvent {
  return { action: 'ignore', account: null, region: null, bucket: null, kind: null, deletedAt: null, ...known, reason };
}

/** An event after which the account, or else those below the OU, or any when both are null, may need a survey. */
export function sweepOf(account: AccountId | null, reason: Reason, unit: string | null = null): SweepEvent {
  return { action: 'sweep', account, unit, region: null, bucket: null, kind: null, reason };
}
