import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { AccountId, BucketName } from '../../core/identifiers';
import type { WrittenImage, WrittenImages } from '../../core/written-images';
import type { Item } from './expression';
import { accountPk } from './keys';
import type { InventoryTable } from './table';

const WRITE = 'write#';
/** Compressed; what is larger is nothing to look at on a page. */
const LARGEST_SHOWN = 20_000;

const expand = promisify(gunzip);

/** Before-images out of the inventory's table, by one query for many buckets. */
export class DynamoDbWrittenImages implements WrittenImages {
  readonly #table: InventoryTable;

  constructor(table: InventoryTable) {
    this.#table = table;
  }

  async between(
    account: AccountId,
    first: BucketName,
    last: BucketName,
  ): Promise<ReadonlyMap<BucketName, WrittenImage>> {
    const images = new Map<BucketName, WrittenImage>();
    let after: Item | undefined;
    do {
      const page = await this.#table.query({
        key: '#pk = :pk AND #sk BETWEEN :first AND :last',
        values: { ':pk': accountPk(account), ':first': `${WRITE}${first}`, ':last': `${WRITE}${last}` },
        after,
      });
      for (const item of page.items) {
        const image = await imageOf(item);
        if (image !== undefined) images.set(String(item['sk']).slice(WRITE.length) as BucketName, image);
      }
      after = page.last;
    } while (after !== undefined);
    return images;
  }
}

async function imageOf({
  purpose,
  state,
  days,
  image,
  imageKey,
  imageHeader,
}: Item): Promise<WrittenImage | undefined> {
  if (purpose !== 'rule' || state !== 'written' || typeof days !== 'number' || imageKey !== undefined) return undefined;
  if (!(image instanceof Uint8Array)) return { before: undefined, days };
  if (image.length > LARGEST_SHOWN) return undefined;
  const xml = (await expand(image)).toString();
  const before = typeof imageHeader === 'string' ? { xml, transitionDefaultMinimumObjectSize: imageHeader } : { xml };
  return { before, days };
}
