import type { AccountId, Region } from '../../core/identifiers';
import { WrongUse } from '../wrong-use';
import { bucketName, type NamedBucket } from './find-bucket';

export interface UndoOptions {
  readonly account?: AccountId;
  readonly bucketRegion?: Region;
  readonly all?: true;
  readonly confirm?: string;
  readonly dryRun?: true;
}

/** What is to be undone. */
export type UndoTarget =
  | ({ readonly kind: 'bucket' } & NamedBucket)
  | { readonly kind: 'account'; readonly account: AccountId }
  | { readonly kind: 'all' };

/** Throws WrongUse unless exactly one thing is named. */
export function undoTarget(bucket: string | undefined, { account, bucketRegion, all }: UndoOptions): UndoTarget {
  const remedy = 'name a bucket, or give --account ID, or --all';
  if (bucket !== undefined) {
    if (all === true) throw new WrongUse('a bucket and --all are two different things to undo', remedy);
    return { kind: 'bucket', bucket: bucketName(bucket), account: account ?? null, region: bucketRegion ?? null };
  }
  if (bucketRegion !== undefined) throw new WrongUse('--bucket-region goes with a bucket', remedy);
  if (account !== undefined && all === true) throw new WrongUse('--account and --all contradict each other', remedy);
  if (account !== undefined) return { kind: 'account', account };
  if (all === true) return { kind: 'all' };
  throw new WrongUse('it is not said what to undo', remedy);
}
