import { STATE_INDEX } from '../../core/contract/names';
import type { AccountId } from '../../core/identifiers';
import type { Page } from '../../core/inventory';
import type { FleetProblem } from '../../core/sweep/account-record';
import type { Item } from './expression';
import { ACCOUNT_SHARDS, accountPk, shardOf } from './keys';
import { type Listing, pageOf } from './pages';
import type { InventoryTable, Key } from './table';

const PROBLEM = 'problem#';

type ProblemName = Pick<FleetProblem, 'account' | 'region' | 'source'>;

/** What keeps us from seeing accounts whole: an item each, beside the account's. */
export class FleetProblems {
  readonly #table: InventoryTable;
  readonly #pageSize: number;

  constructor(table: InventoryTable, pageSize: number) {
    this.#table = table;
    this.#pageSize = pageSize;
  }

  async save(problem: FleetProblem): Promise<void> {
    const key = keyOf(problem);
    const ik = problemShard(shardOf(problem.account, ACCOUNT_SHARDS));
    await this.#table.put({ ...key, ...problem, ik, is: `${problem.account}#${key.sk.slice(PROBLEM.length)}` });
  }

  async clear(problem: ProblemName): Promise<void> {
    await this.#table.delete(keyOf(problem));
  }

  /** Of one account, or of all (null): then one shard after the other. */
  async page(account: AccountId | null, from: string | null): Promise<Page<FleetProblem>> {
    const listing = account === null ? EVERYWHERE : ofAccount(account);
    const { items, next } = await pageOf(this.#table, listing, this.#pageSize, from);
    return { rows: items.map(problemOf), next };
  }
}

const EVERYWHERE: Listing = {
  name: 'problems',
  queries: Array.from({ length: ACCOUNT_SHARDS }, (_, shard) => ({
    index: STATE_INDEX,
    key: '#ik = :ik',
    values: { ':ik': problemShard(shard) },
  })),
};

function ofAccount(account: AccountId): Listing {
  const query = {
    key: '#pk = :pk AND begins_with(#sk, :problem)',
    values: { ':pk': accountPk(account), ':problem': PROBLEM },
  };
  return { name: `problems of ${account}`, queries: [query] };
}

function problemShard(shard: number): string {
  return `problem#${shard}`;
}

function keyOf({ account, region, source }: ProblemName): Key {
  return { pk: accountPk(account), sk: `${PROBLEM}${region ?? '-'}#${source.kind}#${source.name}` };
}

function problemOf(item: Item): FleetProblem {
  const { account, region, source, reason, at, run } = item as unknown as FleetProblem;
  return { account, region, source, reason, at, run };
}
