import type { AccountId } from '../../core/identifiers';
import { VERDICTS, type Verdict } from '../../core/outcome';
import type { Item } from './expression';
import { accountKey } from './keys';
import type { InventoryTable } from './table';
import { SEEN, seen } from './visit-index';

export type Counts = Readonly<Partial<Record<Verdict, number>>>;

/** Takes a bucket's new verdict into its account's counters. `was`: the one before, null for a bucket that had none. */
export async function addToCounters(
  table: InventoryTable,
  account: AccountId,
  was: Verdict | null,
  verdict: Verdict,
): Promise<void> {
  await table.update(accountKey(account), {
    update: `SET ${SEEN} ADD #countsVersion :one, #now :one${was === null ? '' : ', #was :minus'}`,
    names: { '#now': attribute(verdict), ...(was === null ? {} : { '#was': attribute(was) }) },
    values: { ':one': 1, ...(was === null ? {} : { ':minus': -1 }), ...seen(account) },
  });
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
