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
}

/** Accounts may need a survey: the one named, or any when `account` is null. */
export interface SweepEvent {
  readonly action: 'sweep';
  readonly account: AccountId | null;
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
}

export type InterpretedEvent = ReconcileEvent | SweepEvent | IgnoredEvent;
