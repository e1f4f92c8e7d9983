import type { AccountId } from '../../core/identifiers';
import { VERDICTS, type Verdict } from '../../core/outcome';
import type { Item } from './expression';
import { accountKey } from './keys';
import type { InventoryTable } from './table';
import { SEEN, seen } from './visit-index';

export type Counts = Readonly<Partial<Record<Verdict, number>>>;

/** Changes of one account's counters that go together. */
interface Gathered {
  readonly counts: Map<Verdict, number>;
  /** How many there are. */
  changes: number;
  readonly written: Promise<void>;
}

/**
 * New verdicts on their way into the counters of accounts. Those that come while an update of the same account is under way go together in
 * the next one: an account's counters are one item, which takes a thousand writes a second at most, and each is paid for. Source: "Best
 * practices for designing and using partition keys effectively", Amazon DynamoDB Developer Guide.
 */
export class CounterChanges {
  readonly #table: Pick<InventoryTable, 'update'>;
  readonly #underWay = new Map<AccountId, Promise<void>>();
  readonly #gathered = new Map<AccountId, Gathered>();

  constructor(table: Pick<InventoryTable, 'update'>) {
    this.#table = table;
  }

  /** Resolves when the change is written. `was`: the verdict before, null for a bucket that had none. Throws when the table does not answer. */
  add(account: AccountId, was: Verdict | null, verdict: Verdict): Promise<void> {
    const gathered = this.#gathered.get(account) ?? this.#gather(account);
    const add = (of: Verdict, more: number) => gathered.counts.set(of, (gathered.counts.get(of) ?? 0) + more);
    add(verdict, 1);
    if (was !== null) add(was, -1);
    gathered.changes += 1;
    return gathered.written;
  }

  #gather(account: AccountId): Gathered {
    const before = this.#underWay.get(account) ?? Promise.resolve();
    const written = before.then(() => this.#write(account, gathered));
    const gathered: Gathered = { counts: new Map(), changes: 0, written };
    this.#gathered.set(account, gathered);
    // whoever failed before is told by the promise that was given then
    const over = written.catch(() => undefined);
    this.#underWay.set(account, over);
    void over.then(() => {
      if (this.#underWay.get(account) === over) this.#underWay.delete(account);
    });
    return gathered;
  }

  async #write(account: AccountId, { counts, changes }: Gathered): Promise<void> {
    this.#gathered.delete(account);
    const news = [...counts].filter(([, more]) => more !== 0);
    const adds = news.map((_, index) => `, #n${index} :n${index}`).join('');
    await this.#table.update(accountKey(account), {
      update: `SET ${SEEN} ADD #countsVersion :changes${adds}`,
      names: Object.fromEntries(news.map(([verdict], index) => [`#n${index}`, attribute(verdict)])),
      values: {
        ':changes': changes,
        ...Object.fromEntries(news.map(([, more], index) => [`:n${index}`, more])),
        ...seen(account),
      },
    });
  }
}

/**
 * Sets them all, where they still have `version` (0: they were never changed); false where they do not. Writes nothing when
 * they are so already.
 */
export async function setCounters(
  table: InventoryTable,
  account: AccountId,
  counts: Counts,
  version: number,
): Promise<boolean> {
  const known = (await table.get(accountKey(account))) ?? {};
  if (countsVersion(known) !== version) return false;
  if (VERDICTS.every((verdict) => stored(known, verdict) === (counts[verdict] ?? 0))) return true;
  const sets = VERDICTS.map((_, index) => `#n${index} = :n${index}`).join(', ');
  const { kind } = await table.update(accountKey(account), {
    update: `SET ${SEEN}, ${sets}, #countsVersion = :next`,
    condition: `${version === 0 ? 'attribute_not_exists(#countsVersion) OR ' : ''}#countsVersion = :version`,
    names: Object.fromEntries(VERDICTS.map((verdict, index) => [`#n${index}`, attribute(verdict)])),
    values: {
      ...Object.fromEntries(VERDICTS.map((verdict, index) => [`:n${index}`, counts[verdict] ?? 0])),
      ':next': version + 1,
      ':version': version,
      ...seen(account),
    },
  });
  return kind === 'done';
}

/** Buckets by verdict, without zeros. One that broke off may have left less than nothing, which counts as nothing too. */
export function countsOf(item: Item): Counts {
  return Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, stored(item, verdict)] as const).filter(([, count]) => count > 0),
  );
}

export function countsVersion(item: Item): number {
  return (item['countsVersion'] as number | undefined) ?? 0;
}

function stored(item: Item, verdict: Verdict): number {
  return (item[attribute(verdict)] as number | undefined) ?? 0;
}

function attribute(verdict: Verdict): string {
  return `n_${verdict}`;
}
