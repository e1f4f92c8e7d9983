import type { AccountId, Region } from '../identifiers';
import type { Page } from '../inventory';
import type { Verdict } from '../outcome';
import type { AccountProfile } from '../ports';
import type { Reason } from '../reasons';

/** What the inventory knows of one account. */
export interface AccountRecord {
  readonly account: AccountId;
  readonly name: string | null;
  /** Null when it was never read. */
  readonly profile: AccountProfile | null;
  /** When the profile was read, ISO 8601. */
  readonly profileAt: string | null;
  /** When a visit last went through all of its buckets, ISO 8601; null when none did. */
  readonly visitedAt: string | null;
  /** The run of that visit. */
  readonly visitedBy: string | null;
  /** The account as a whole: `covered` when its buckets could be seen, `excluded`, or what is in the way. Null before the first visit. */
  readonly standing: { readonly verdict: Verdict; readonly reason: Reason; readonly at: string } | null;
  /** Buckets by verdict. */
  readonly counts: Readonly<Partial<Record<Verdict, number>>>;
  /** Grows with each change of `counts`. */
  readonly countsVersion: number;
}

/** Something about an account that keeps us from seeing it whole. */
export interface FleetProblem {
  readonly account: AccountId;
  readonly region: Region | null;
  /** The stack set, the bucket that a forwarder gap was seen by, or the kind of listing that failed. */
  readonly source: { readonly kind: 'stack-set' | 'bucket' | 'listing'; readonly name: string };
  readonly reason: Reason;
  /** ISO 8601. */
  readonly at: string;
  /** The run that found it last. */
  readonly run: string;
}

/** What is known of accounts. Every method throws when the inventory does not answer. */
export interface AccountRecords {
  account(account: AccountId): Promise<AccountRecord | undefined>;
  /** Those of `accounts` (at most 100) that are known. */
  accounts(accounts: readonly AccountId[]): Promise<readonly AccountRecord[]>;
  /** Every account that is known, those longest unvisited first (never visited: first of all), at most those not visited since `before` (ISO 8601; null: all). */
  byLastVisit(before: string | null, from: string | null): Promise<Page<AccountRecord>>;
  /** Keeps a profile; writes only when it changed, or when it is the first. */
  saveProfile(account: AccountId, name: string | null, profile: AccountProfile, at: number): Promise<void>;
  /** How the account stands as a whole; writes only when that changed. */
  saveStanding(account: AccountId, verdict: Verdict, reason: Reason, at: number): Promise<void>;
  /** A visit went through all buckets. */
  completeVisit(account: AccountId, run: string, at: number): Promise<void>;
  /**
   * Takes `counts` for what the account's counters are, if nothing changed them since they had `version`: an adding that broke off
   * leaves them wrong until then. False when something did.
   */
  correctCounts(account: AccountId, counts: AccountRecord['counts'], version: number): Promise<boolean>;
  /** True once for each account in `seconds`: whether a survey may be queued for a mere hint. */
  mayHint(account: AccountId, at: number, seconds: number): Promise<boolean>;
  saveProblem(problem: FleetProblem): Promise<void>;
  /** The problems of one account, or of all (null). */
  problems(account: AccountId | null, from: string | null): Promise<Page<FleetProblem>>;
  clearProblem(problem: Pick<FleetProblem, 'account' | 'region' | 'source'>): Promise<void>;
}
