import { createHash } from 'node:crypto';
import type { AccountId } from '../../core/identifiers';
import type { BucketPlace } from '../../core/ports';
import type { Key } from './table';

/** Shards of the index: of each verdict's buckets, and of all accounts' visits and problems. */
export const VERDICT_SHARDS = 8;
export const ACCOUNT_SHARDS = 4;

export const accountPk = (account: AccountId): string => `account#${account}`;
export const accountKey = (account: AccountId): Key => ({ pk: accountPk(account), sk: 'account' });
export const bucketKey = (place: BucketPlace): Key => inAccount(place, 'bucket');
export const writeKey = (place: BucketPlace): Key => inAccount(place, 'write');
export const firstKey = (place: BucketPlace): Key => inAccount(place, 'first');
export const foreignKey = (place: BucketPlace): Key => inAccount(place, 'foreign');
/** No bucket's name has a `#`. */
export const lostKey = (place: BucketPlace, id: string): Key => ({
  ...foreignKey(place),
  sk: `lost#${place.bucket}#${id}`,
});

/** Which of `shards` a text belongs to, always the same. */
export function shardOf(text: string, shards: number): number {
  return createHash('sha256').update(text).digest().readUInt8(0) % shards;
}

/** Time to live: `days` after `at` (milliseconds since 1970), in seconds since 1970. */
export function expiry(at: number, days: number): number {
  return Math.ceil(at / 1000) + days * 86_400;
}

/** For how long what is over is kept, in days: runs with their parts, and buckets that are gone. */
export const KEPT_DAYS = 90;

function inAccount({ account, bucket }: BucketPlace, kind: string): Key {
  return { pk: accountPk(account), sk: `${kind}#${bucket}` };
}
