import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { DynamoDbAccountRecords } from '../../adapters/inventory/account-records';
import { DynamoDbBucketRecords } from '../../adapters/inventory/bucket-records';
import { DynamoDbRuns } from '../../adapters/inventory/runs';
import { InventoryTable } from '../../adapters/inventory/table';
import { systemClock } from '../../adapters/system-clock';
import type { Outcome } from '../../core/outcome';
import type { Stage } from '../../tour/stage';

const TABLE = 'partsweep-inventory';

export type Json = Readonly<Record<string, unknown>>;

/** One item of the inventory, with plain values. */
export interface InventoryItem extends Json {
  readonly pk: string;
  readonly sk: string;
}

/** All that the inventory holds, looked up without a call. */
export async function items({ cloud, landscape, regions }: Stage): Promise<readonly InventoryItem[]> {
  const found = await cloud.dynamodb.items(landscape.hub.id, regions[0] ?? '', TABLE);
  return found.map((item) => unmarshall(decoded(item)) as InventoryItem);
}

/** What is kept of buckets and of writes into them, by `account#… bucket#…`: for comparing two moments. */
export async function bucketItems(stage: Stage): Promise<ReadonlyMap<string, InventoryItem>> {
  const found = (await items(stage)).filter(({ sk }) => /^(bucket|write|first|lost)#/.test(sk));
  return new Map(found.map((item) => [`${item.pk} ${item.sk}`, item] as const));
}

/** What is kept of one bucket under `bucket#`, `write#`, `first#` or (of one write, `NAME#ID`) `lost#`; undefined when nothing is. */
export async function bucketItem(
  stage: Stage,
  account: string,
  bucket: string,
  kind: 'bucket' | 'write' | 'first' | 'lost' = 'bucket',
): Promise<InventoryItem | undefined> {
  return (await bucketItems(stage)).get(`account#${account} ${kind}#${bucket}`);
}

/** The outcome that the inventory has of a bucket. */
export async function knownOutcome(stage: Stage, account: string, bucket: string): Promise<Outcome | undefined> {
  return (await bucketItem(stage, account, bucket))?.['outcome'] as Outcome | undefined;
}

export async function runs(stage: Stage): Promise<readonly InventoryItem[]> {
  return (await items(stage)).filter(({ pk }) => pk === 'runs');
}

/** The inventory as an operator reads it over the wire, in typed records. */
export function inventoryOf({ cloud, landscape, regions }: Stage) {
  const client = new DynamoDBClient({
    endpoint: cloud.endpoint,
    region: regions[0] ?? '',
    credentials: cloud.administrator(landscape.hub.id),
  });
  const table = new InventoryTable(client, TABLE);
  return {
    accounts: new DynamoDbAccountRecords(table),
    buckets: new DynamoDbBucketRecords(table),
    runs: new DynamoDbRuns(table, systemClock),
    close: () => client.destroy(),
  };
}

/** Every row of a listing that comes in pages. */
export async function all<Row>(
  page: (from: string | null) => Promise<{ readonly rows: readonly Row[]; readonly next: string | null }>,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let from: string | null = null;
  do {
    const found: Awaited<ReturnType<typeof page>> = await page(from);
    rows.push(...found.rows);
    from = found.next;
  } while (from !== null);
  return rows;
}

type Wire = Parameters<typeof unmarshall>[0];

/** Behind the wire bytes are in base64. */
function decoded(item: Json): Wire {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => {
      const { B } = value as { readonly B?: unknown };
      return [name, typeof B === 'string' ? { B: Buffer.from(B, 'base64') } : value];
    }),
  ) as Wire;
}
