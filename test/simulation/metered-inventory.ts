import { reason } from '../../core/reasons';
import { account } from '../fakes/identifiers';
import { activeProfile } from '../fakes/in-memory-accounts';
import type { InMemoryInventory } from '../fakes/in-memory-inventory';
import { countingBuckets } from './counting-buckets';
import { COVERED, HERE, type ScaleOptions } from './scale-accounts';
import { slowly } from './slow-port';
import { accountNumber } from './virtual-organizations';

/** KiB of an account's item, with its profile; of a bucket's; of a part of a run. */
const ACCOUNT_KIB = 1;
const BUCKET_KIB = 0.7;
const PART_KIB = 0.4;

/** Units of reading and of writing that the table bills. */
export interface Units {
  reads: number;
  writes: number;
}

/** The inventory, whose calls take their time and count what they cost in `dynamo`. */
export function meteredInventory(
  options: ScaleOptions,
  inventory: InMemoryInventory,
  dynamo: Units,
  delay: () => Promise<void>,
) {
  const { first } = options;
  const reads = (units: number): void => {
    dynamo.reads += units;
  };
  const writes = (units: number): void => {
    dynamo.writes += units;
  };
  const rows = (page: { readonly rows: readonly unknown[] }, kib: number) =>
    Math.max(0.5, (page.rows.length * kib) / 4);
  const accounts = slowly(inventory.accounts, delay, {
    account: () => reads(1),
    accounts: (records) => reads(Math.max(1, records.length)),
    // the index is read as it was a moment ago, at half the price
    byLastVisit: (page) => reads(rows(page, ACCOUNT_KIB) / 2),
    problems: (page) => reads(rows(page, 1)),
    saveProfile: () => writes(ACCOUNT_KIB * (first ? 2 : 1)),
    saveStanding: () => writes(ACCOUNT_KIB * (first ? 2 : 1)),
    // its place in the index moves
    completeVisit: () => writes(ACCOUNT_KIB * 3),
    correctCounts: () => reads(1),
  });
  const runs = slowly(inventory.runs, delay, {
    begin: () => writes(1),
    run: () => reads(1),
    finish: () => writes(1),
    open: () => writes(1),
    claim: () => writes(1),
    advance: () => writes(1),
    release: () => writes(1),
    parts: (page) => reads(rows(page, PART_KIB)),
  });
  const known = { account: account(accountNumber(0)), region: HERE, lifecycle: COVERED };
  const { buckets: counting } = countingBuckets({ ...known, known: first ? 0 : options.buckets });
  const buckets = slowly(counting, delay, {
    buckets: (page) => reads(rows(page, BUCKET_KIB)),
    // the item, and the account's counters
    record: () => writes(1 + ACCOUNT_KIB),
  });
  const coverage = slowly(inventory.coverage, delay, { keep: () => writes(1) });
  return { accounts, runs, buckets, coverage };
}

/** The inventory as a sweep of the day before has left it. */
export async function fillYesterday(
  { accounts: size, buckets }: ScaleOptions,
  records: InMemoryInventory['accounts'],
  now: number,
): Promise<void> {
  const day = now - 24 * 3600 * 1000;
  for (let index = 0; index < size; index += 1) {
    const id = account(accountNumber(index));
    const unit = `ou-ab12-${String(Math.floor(Number(id) / 50) % 100_000_000).padStart(8, '0')}`;
    await records.saveProfile(id, `account ${index}`, activeProfile({}, [[unit, {}]]), day);
    await records.correctCounts(id, { covered: buckets }, 0);
    await records.saveStanding(id, 'covered', reason('surveyed'), day);
    await records.completeVisit(id, 'yesterday', day);
  }
}
