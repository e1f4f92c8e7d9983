import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { firstKey, writeKey } from '../../adapters/inventory/keys';
import { InventoryTable } from '../../adapters/inventory/table';
import type { AccountId, BucketName, Region } from '../../core/identifiers';
import type { BucketRecord } from '../../core/inventory';
import type { BucketPlace } from '../../core/ports';
import type { AccountRecord } from '../../core/sweep/account-record';
import type { WriteRecord } from '../../core/write-log';
import type { Hub } from '../hub/hub';
import { findBucket } from '../operate/find-bucket';

/** The last write of ours in this life of a bucket, and how many before-images an undo can use. */
export interface KnownWrite extends Pick<WriteRecord, 'purpose' | 'state' | 'days' | 'removed'> {
  /** ISO 8601. */
  readonly at: string;
  readonly images: 1 | 2;
}

/** What the inventory of a hub knows. */
export interface KnownToHub {
  readonly place: BucketPlace;
  /** Null where the bucket is not known. */
  readonly record: BucketRecord | null;
  /** Null where we never wrote it. */
  readonly write: KnownWrite | null;
  readonly account: AccountRecord | null;
}

/** `place`: where the bucket is known to be; otherwise it is looked for. Throws WrongUse where it is not found then. */
export async function knownToHub(
  hub: Hub,
  place: BucketPlace | null,
  named: { readonly bucket: BucketName; readonly account: AccountId | null; readonly region: Region | null },
): Promise<KnownToHub> {
  return hub.inventory(async (inventory) => {
    const found =
      place === null
        ? await findBucket(inventory, named)
        : { place, record: (await inventory.buckets.bucket(place)) ?? null };
    const account = (await inventory.accounts.account(found.place.account)) ?? null;
    return { ...found, account, write: await lastWrite(hub, found.place) };
  });
}

async function lastWrite({ config, names }: Hub, place: BucketPlace): Promise<KnownWrite | null> {
  const table = new InventoryTable(new DynamoDBClient(config), names.inventoryTable);
  const [first, last] = await Promise.all([table.get(firstKey(place)), table.get(writeKey(place))]);
  if (last === undefined) return null;
  const { id, purpose, state, days, removed, readAt } = last as unknown as WriteRecord;
  const images = first === undefined || first['id'] === id ? 1 : 2;
  return { purpose, state, days, removed, at: new Date(readAt).toISOString(), images };
}
