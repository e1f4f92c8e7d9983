import type { AccountId, BucketName, Region } from './identifiers';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import type { Mode } from './mode';
import type { Outcome, Verdict } from './outcome';
import type { Reason } from './reasons';
import type { SettleMessage, TakeOutMessage } from './settle';

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** A bucket and the Region in which it is asked for. */
export interface BucketPlace {
  readonly account: AccountId;
  readonly region: Region;
  readonly bucket: BucketName;
}

/**
 * Why S3 did not do as asked. `denied` and `refused` are final; `retry` may pass with time.
 * `policyKind` is the kind of policy that denied, if S3 said so, such as `service control policy`.
 */
export type StoreProblem =
  | { readonly kind: 'no-such-bucket' }
  | { readonly kind: 'denied'; readonly message: string; readonly policyKind?: string }
  | { readonly kind: 'wrong-region'; readonly region?: Region }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'retry'; readonly code: string; readonly message: string };

export type LifecycleRead =
  | { readonly kind: 'found'; readonly configuration: LifecycleConfiguration }
  | { readonly kind: 'none' }
  | StoreProblem;
export type LifecycleWritten = { readonly kind: 'written' } | StoreProblem;
export type TagsRead =
  | { readonly kind: 'found'; readonly tags: ReadonlyMap<string, string> }
  | { readonly kind: 'none' }
  | StoreProblem;

/**
 * Whether the policy of a directory bucket lets `lifecycle.s3.amazonaws.com` do `s3express:CreateSession`, without which no lifecycle rule
 * acts there. `statement`: JSON of the one to add.
 */
export type LifecycleGrant =
  | { readonly kind: 'granted' }
  | { readonly kind: 'missing'; readonly statement: string }
  | StoreProblem;

/** The buckets of one account, reached through a session there. One call to S3 each, with no try of its own after it. */
export interface BucketStore {
  /** GetBucketLifecycleConfiguration. What cannot be read whole is `retry`, never `none`. */
  readLifecycle(place: BucketPlace): Promise<LifecycleRead>;
  /** PutBucketLifecycleConfiguration: the XML as it stands, with the header if there is one. */
  writeLifecycle(place: BucketPlace, configuration: LifecycleConfiguration): Promise<LifecycleWritten>;
  /** DeleteBucketLifecycle; a bucket without a configuration is `written` as well. */
  deleteLifecycle(place: BucketPlace): Promise<LifecycleWritten>;
  /** GetBucketTagging. */
  readTags(place: BucketPlace): Promise<TagsRead>;
  /** Whether S3 itself may act on a directory bucket; other buckets are `granted`. */
  readLifecycleGrant(place: BucketPlace): Promise<LifecycleGrant>;
}

export type AccountOpening =
  | { readonly kind: 'open'; readonly store: BucketStore }
  /** The role cannot be assumed: it is not there yet, or does not trust us. AWS does not say which. */
  | { readonly kind: 'not-assumable'; readonly message: string }
  /** Throttled, unreachable, or an answer that says nothing about the role. */
  | { readonly kind: 'unavailable'; readonly message: string };

/** Sessions in accounts that reach the buckets named and no other. */
export interface AccountAccess {
  /**
   * `buckets`: at least one. `mode`: a session for `audit` cannot write. Costs one AssumeRole, more only if the names do not fit into
   * one session policy.
   */
  open(account: AccountId, buckets: readonly BucketName[], mode: Mode): Promise<AccountOpening>;
}

export interface AccountProfile {
  /** Organizations' `State`, such as `ACTIVE`. */
  readonly state: string;
  readonly tags: ReadonlyMap<string, string>;
  /** The OUs above the account, nearest first; the root is not among them. */
  readonly organizationalUnits: readonly OrganizationalUnit[];
}

export interface OrganizationalUnit {
  readonly id: string;
  readonly tags: ReadonlyMap<string, string>;
}

export type ProfileRead =
  | { readonly kind: 'known'; readonly profile: AccountProfile }
  /** Nobody knows whether the account is excluded: it must not be touched. */
  | { readonly kind: 'unknown'; readonly message: string };

export interface AccountProfiles {
  /** `swept`: whether a sweep has just read it for what is asked now, so that its word will do where there is no other. @default false */
  profile(account: AccountId, swept?: boolean): Promise<ProfileRead>;
}

/** The queue in which buckets settle. */
export interface SettleQueue {
  /** `delaySeconds`: whole seconds, 0 to 900. Throws when the message was not taken. */
  send(message: SettleMessage | TakeOutMessage, delaySeconds: number): Promise<void>;
  /** The same for many; throws when any of them was not taken, though others may have been. */
  sendAll(messages: readonly (SettleMessage | TakeOutMessage)[], delaySeconds: number): Promise<void>;
}

/** Messages that are given up, each with its reason. */
export interface DeadLetters {
  /** `body`: the message as it came. Throws when it was not taken. */
  send(body: string, reason: Reason): Promise<void>;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Tells others that the outcome of a bucket changed. Best effort: what it could not tell is logged. Never throws. */
export interface OutcomeEvents {
  publish(changes: readonly { readonly outcome: Outcome; readonly was: Verdict | null }[]): Promise<void>;
}

/** Where outcomes and log lines go. */
export interface Journal {
  outcome(outcome: Outcome): void;
  log(level: LogLevel, message: string, details?: Readonly<Record<string, unknown>>): void;
  /** Counts of one batch by name, such as `{"applied": 3}`. */
  count(counts: Readonly<Record<string, number>>): void;
}
