import type { AccountId, BucketName, Region } from '../identifiers';
import type { Outcome, Verdict } from '../outcome';
import type { BucketUploads } from './uploads';

/**
 * What a scan found: an outcome as everywhere. `bucket` is null in a row of the account itself, which says why it was not looked into, or not
 * wholly; `uploads` is there where incomplete uploads were asked for.
 */
export type ScanRow = Omit<Outcome, 'bucket' | 'region'> & {
  readonly bucket: BucketName | null;
  /** Null in an account's own row, unless it is about one Region. */
  readonly region: Region | null;
  readonly uploads?: BucketUploads;
};

/** One account of a scan, gone through. */
export interface ScannedAccount {
  readonly account: AccountId;
  /** As Organizations calls it; null where nobody said. Anything may be in it. */
  readonly name: string | null;
  /** Things that a person should know and that are no verdict on a bucket, in words. */
  readonly problems: readonly string[];
  readonly rows: readonly ScanRow[];
}

/** Verdicts after which nothing is left to do. */
const FINE: readonly Verdict[] = ['covered', 'excluded', 'gone'];

/** Whether somebody has to do something about it: a bucket without the rule, or one that nobody knows about. */
export function isFinding({ verdict }: Pick<ScanRow, 'verdict'>): boolean {
  return !FINE.includes(verdict);
}

/** Whether the account was seen as far as it can be; one that was not is worth another try. */
export function isWhole({ rows }: Pick<ScannedAccount, 'rows'>): boolean {
  return !rows.some((row) => row.bucket === null && isFinding(row));
}
