import type { CoverageHistory, CoverageRecord } from '../../core/sweep/coverage-history';
import type { Item } from './expression';
import { expiry } from './keys';
import { pageOf } from './pages';
import type { InventoryTable } from './table';

const COVERAGE = 'coverage';
/** A year can be compared with the one before, and no more is kept. */
const HISTORY_DAYS = 400;

/** Coverage over time, in the inventory's table: a small item a sweep, all in one partition. */
export class DynamoDbCoverageHistory implements CoverageHistory {
  readonly #table: InventoryTable;

  constructor(table: InventoryTable) {
    this.#table = table;
  }

  async keep({ run, at, buckets, accounts }: CoverageRecord): Promise<void> {
    const expiresAt = expiry(Date.parse(at), HISTORY_DAYS);
    await this.#table.put({ pk: COVERAGE, sk: run, at, buckets, accounts, expiresAt });
  }

  async newest(limit: number): Promise<readonly CoverageRecord[]> {
    const query = { key: '#pk = :pk', values: { ':pk': COVERAGE }, backwards: true };
    const { items } = await pageOf(this.#table, { name: COVERAGE, queries: [query] }, limit, null);
    return items.map(recordOf).sort(byTime);
  }
}

function recordOf(item: Item): CoverageRecord {
  const { sk, at, buckets, accounts } = item as unknown as CoverageRecord & { readonly sk: string };
  return { run: sk, at, buckets, accounts };
}

/** IDs of runs sort by the time of their start, and of two that overlap the later may end first. */
function byTime(one: CoverageRecord, other: CoverageRecord): number {
  return one.at < other.at ? -1 : Number(one.at > other.at);
}
