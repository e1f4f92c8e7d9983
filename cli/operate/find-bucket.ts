import { type AccountId, type BucketName, parseBucketName, type Region } from '../../core/identifiers';
import type { BucketRecord, Page } from '../../core/inventory';
import type { BucketPlace } from '../../core/ports';
import type { AccountRecord } from '../../core/sweep/account-record';
import { visibleText } from '../../report/visible-text';
import type { HubInventory } from '../hub/hub';
import { WrongUse } from '../wrong-use';

/** Accounts that are asked for the bucket at one time. */
const AT_ONCE = 20;

/** A bucket as people name it. */
export interface NamedBucket {
  readonly bucket: BucketName;
  /** Null: to be found in the inventory. */
  readonly account: AccountId | null;
  readonly region: Region | null;
}

export interface FoundBucket {
  readonly place: BucketPlace;
  /** Null where the inventory does not know the bucket. */
  readonly record: BucketRecord | null;
}

/** `s3://NAME` or `NAME`. Throws WrongUse for what no bucket can be called. */
export function bucketName(text: string): BucketName {
  const bucket = parseBucketName(text.replace(/^s3:\/\//, '').replace(/\/$/, ''));
  if (bucket !== undefined) return bucket;
  throw new WrongUse(`"${visibleText(text)}" cannot be the name of a bucket`, 'give its name, or s3://NAME');
}

/** The bucket with its account and Region. Throws WrongUse when they are neither given nor known. */
export async function findBucket(inventory: HubInventory, named: NamedBucket): Promise<FoundBucket> {
  const { bucket, account, region } = named;
  if (account !== null) {
    const record = await lookUp(inventory, account, bucket);
    const known = region ?? record?.outcome?.region;
    if (known !== undefined) return { place: { account, region: known, bucket }, record: record ?? null };
    throw new WrongUse(
      `the inventory does not know s3://${bucket} in account ${account}`,
      'check the name, or give its Region with --bucket-region',
    );
  }
  const [found, ...more] = await everywhere(inventory, bucket);
  if (found === undefined) {
    throw new WrongUse(
      `the inventory does not know s3://${bucket}`,
      'check the name, or say where it is with --account and --bucket-region',
    );
  }
  if (more.length === 0) {
    const { account: holder, region: at } = found.outcome;
    return { place: { account: holder, region: region ?? at, bucket }, record: found.record };
  }
  const holders = [found, ...more].map(({ outcome }) => outcome.account).join(', ');
  throw new WrongUse(`s3://${bucket} is known in more than one account: ${holders}`, 'say which with --account');
}

/** Where the bucket is and was not deleted. The inventory is keyed by account, so each account is asked. */
async function everywhere({ accounts, buckets }: HubInventory, bucket: BucketName) {
  const { default: pLimit } = await import('p-limit');
  const limit = pLimit(AT_ONCE);
  let from: string | null = null;
  do {
    const { rows, next }: Page<AccountRecord> = await accounts.byLastVisit(null, from);
    const records = await Promise.all(rows.map(({ account }) => limit(() => lookUp({ buckets }, account, bucket))));
    const found = records.flatMap((record) =>
      record?.outcome != null && record.outcome.verdict !== 'gone' ? [{ record, outcome: record.outcome }] : [],
    );
    if (found.length > 0) return found;
    from = next;
  } while (from !== null);
  return [];
}

function lookUp(
  { buckets }: Pick<HubInventory, 'buckets'>,
  account: AccountId,
  bucket: BucketName,
): Promise<BucketRecord | undefined> {
  // the key has no Region in it
  return buckets.bucket({ account, bucket, region: '' as Region });
}
