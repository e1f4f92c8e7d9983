import { STATE_INDEX } from '../../core/contract/names';
import type { AccountId } from '../../core/identifiers';
import type { Page } from '../../core/inventory';
import type { Verdict } from '../../core/outcome';
import type { AccountProfile } from '../../core/ports';
import type { Reason } from '../../core/reasons';
import type { AccountRecord, AccountRecords, FleetProblem } from '../../core/sweep/account-record';
import { accountRecordOf, profileText } from './account-item';
import { setCounters } from './counters';
import type { Item } from './expression';
import { FleetProblems } from './fleet-problems';
import { ACCOUNT_SHARDS, accountKey } from './keys';
import { pageOf } from './pages';
import type { InventoryTable } from './table';
import { SEEN, seen, visitIndex, visitShard } from './visit-index';

/** Rows of a page: an account with all the tags above it may have some ten thousand bytes. */
const PAGE = 200;

/** What is known of accounts, in the inventory's table. */
export class DynamoDbAccountRecords implements AccountRecords {
  readonly #table: InventoryTable;
  readonly #pageSize: number;
  readonly #problems: FleetProblems;

  constructor(table: InventoryTable, pageSize = PAGE) {
    this.#table = table;
    this.#pageSize = pageSize;
    this.#problems = new FleetProblems(table, pageSize);
  }

  async account(account: AccountId): Promise<AccountRecord | undefined> {
    const item = await this.#table.get(accountKey(account));
    return item === undefined ? undefined : accountRecordOf(item);
  }

  async accounts(accounts: readonly AccountId[]): Promise<readonly AccountRecord[]> {
    if (accounts.length > 100)
      throw new RangeError(`100 accounts at most are asked for at once, not ${accounts.length}`);
    return (await this.#table.getAll([...new Set(accounts)].map(accountKey))).map(accountRecordOf);
  }

  /**
   * The accounts are spread over four shards of the index, which come one after the other: the order is that of the visits within
   * each. The index is read as it was a moment ago.
   */
  async byLastVisit(before: string | null, from: string | null): Promise<Page<AccountRecord>> {
    const queries = Array.from({ length: ACCOUNT_SHARDS }, (_, shard) => ({
      index: STATE_INDEX,
      key: before === null ? '#ik = :ik' : '#ik = :ik AND #is < :before',
      values: { ':ik': visitShard(shard), ...(before === null ? {} : { ':before': before }) },
    }));
    const listing = { name: `accounts not visited since ${before}`, queries };
    const { items, next } = await pageOf(this.#table, listing, this.#pageSize, from);
    return { rows: items.map(accountRecordOf), next };
  }

  /** A name that is not given leaves the one that is known. */
  async saveProfile(account: AccountId, name: string | null, profile: AccountProfile, at: number): Promise<void> {
    const named = name === null ? { set: '', differs: '', values: {} } : NAMED(name);
    await this.#write(account, {
      set: `#profile = :profile, #profileAt = :at${named.set}`,
      condition: `attribute_not_exists(#profile) OR #profile <> :profile${named.differs}`,
      values: { ':profile': profileText(profile), ':at': new Date(at).toISOString(), ...named.values },
    });
  }

  async saveStanding(account: AccountId, verdict: Verdict, reason: Reason, at: number): Promise<void> {
    const standing = { verdict, reason, at: new Date(at).toISOString() };
    await this.#write(account, {
      set: '#standing = :standing',
      condition: `attribute_not_exists(#standing) OR (#standing.#at <= :at AND (${[
        '#standing.#verdict <> :verdict',
        '#standing.#reason.#code <> :code',
        '#standing.#reason.#text <> :text',
      ].join(' OR ')}))`,
      values: {
        ':standing': standing,
        ':at': standing.at,
        ':verdict': verdict,
        ':code': reason.code,
        ':text': reason.text,
      },
    });
  }

  async completeVisit(account: AccountId, run: string, at: number): Promise<void> {
    const visitedAt = new Date(at).toISOString();
    const { ik, is } = visitIndex(account, visitedAt);
    await this.#table.update(accountKey(account), {
      update: 'SET #visitedAt = :at, #visitedBy = :run, #ik = :ik, #is = :is',
      condition: 'attribute_not_exists(#visitedAt) OR #visitedAt <= :at',
      values: { ':at': visitedAt, ':run': run, ':ik': ik, ':is': is },
    });
  }

  correctCounts(account: AccountId, counts: AccountRecord['counts'], version: number): Promise<boolean> {
    return setCounters(this.#table, account, counts, version);
  }

  mayHint(account: AccountId, at: number, seconds: number): Promise<boolean> {
    return this.#write(account, {
      set: '#hintedAt = :at',
      condition: 'attribute_not_exists(#hintedAt) OR #hintedAt <= :before',
      values: { ':at': at, ':before': at - seconds * 1000 },
    });
  }

  saveProblem(problem: FleetProblem): Promise<void> {
    return this.#problems.save(problem);
  }

  problems(account: AccountId | null, from: string | null): Promise<Page<FleetProblem>> {
    return this.#problems.page(account, from);
  }

  clearProblem(problem: Pick<FleetProblem, 'account' | 'region' | 'source'>): Promise<void> {
    return this.#problems.clear(problem);
  }

  async #write(
    account: AccountId,
    change: { readonly set: string; readonly condition: string; readonly values: Item },
  ): Promise<boolean> {
    const { kind } = await this.#table.update(accountKey(account), {
      update: `SET ${SEEN}, ${change.set}`,
      condition: change.condition,
      values: { ...change.values, ...seen(account) },
    });
    return kind === 'done';
  }
}

const NAMED = (name: string) => ({
  set: ', #name = :name',
  differs: ' OR attribute_not_exists(#name) OR #name <> :name',
  values: { ':name': name },
});
