import type { AccountId, Region } from '../../core/identifiers';

/** Keys of somebody. `sessionToken`: of a session. */
export interface StageKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Where an AWS is reached, and as whom. */
export interface ReachedAws {
  readonly endpoint: string;
  /** Of somebody who may do everything in the account. */
  administrator(account: string): StageKey;
}

/** An AWS on which the adapters are held to their contracts: the local organization, or one that others wrote. */
export interface AwsStage extends ReachedAws {
  readonly home: Region;
  readonly elsewhere: Region;
  /** May assume `role` in `member`, and ask Organizations. */
  readonly hub: AccountId;
  /** Has the tag `team=blue`, and is in an OU without tags, in an OU with the tag `stage=production`. */
  readonly member: AccountId;
  /** Directly below the root, without tags and without `role`. */
  readonly neighbour: AccountId;
  /** Of nobody's organization. */
  readonly outsider: AccountId;
  /** Lists buckets, reads and writes their lifecycles, reads their tags. */
  readonly role: string;
  /** A bus of the hub whose events of `source` come to the queue. */
  newBus(source: string): Promise<{ readonly bus: string; readonly queueUrl: string }>;
  stop(): Promise<void>;
}
