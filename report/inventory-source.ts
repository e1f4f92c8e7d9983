import type { AccountId } from '../core/identifiers';
import type { BucketRecords, NamedBucketRecord, Page } from '../core/inventory';
import type { AccountRecords } from '../core/sweep/account-record';
import type { CoverageHistory } from '../core/sweep/coverage-history';
import type { Run, Runs } from '../core/sweep/run';
import type { WrittenImages } from '../core/written-images';
import { PAGE_ROWS, type ReportSource } from './build-report';
import { configurationTexts } from './configuration-texts';
import { coverageOf } from './coverage';
import type { AccountSource, ReportProblem, ReportRow } from './model';
import { isWholeSweep, presence } from './presence';
import { readAhead } from './read-ahead';
import { accountOfRecord, problemOfFleet, rowOfRecord, runOfSweep } from './source-rows';

/** What a report asks of the inventory. */
export interface ReportInventory {
  readonly accounts: Pick<AccountRecords, 'byLastVisit' | 'problems'>;
  readonly buckets: Pick<BucketRecords, 'buckets'>;
  readonly runs: Pick<Runs, 'latest' | 'parts'>;
  readonly coverage: Pick<CoverageHistory, 'newest'>;
  readonly images: WrittenImages;
}

/** Buckets that are read at once. */
const PAGE = 1_000;
/** Accounts that are read before it is their turn: each costs a question, however few buckets it has. */
const ACCOUNTS_AHEAD = 12;
/** More sweeps than end in 400 days, which is how long each is kept. */
const MOST_SWEEPS = 10_000;
/** The hourly roster's alone are 168 a week. */
const NEWEST_RUNS = 400;

/**
 * A report of the whole inventory, read page by page. Accounts that the last sweep of everything did not find, and of which nothing was heard since,
 * have left: they are left out, as in the sums of the sweep. `scope`: what was looked at, in one line.
 */
export async function sourceOfInventory(
  inventory: ReportInventory,
  { scope, now }: { readonly scope: string; readonly now: number },
): Promise<ReportSource> {
  const runs = await inventory.runs.latest(NEWEST_RUNS);
  const accounts = await presentAccounts(inventory, runs.find(isWholeSweep));
  const known = new Set<string>(accounts.map(({ account }) => account));
  const problems: ReportProblem[] = [];
  await each(
    (from) => inventory.accounts.problems(null, from),
    (problem) => {
      if (known.has(problem.account)) problems.push(problemOfFleet(problem));
    },
  );
  const history = await inventory.coverage.newest(MOST_SWEEPS);
  return {
    generatedAt: new Date(now),
    title: 'Incomplete multipart uploads',
    scope,
    history: history.map(({ at, buckets }) => ({ at, ...coverageOf(buckets) })),
    problems,
    // what looks for new accounts every hour is no news
    runs: runs.filter(({ trigger }) => trigger !== 'roster').map(runOfSweep),
    pricesAt: null,
    accounts,
    rows: rowsOf(inventory, accounts),
  };
}

/** In the order of their ids. Profiles are let go at once: those of many accounts are large. */
async function presentAccounts(
  { accounts, runs }: ReportInventory,
  sweep: Run | undefined,
): Promise<readonly AccountSource[]> {
  const isPresent = await presence(runs, sweep);
  const present: AccountSource[] = [];
  await each(
    (from) => accounts.byLastVisit(null, from),
    (record) => {
      if (isPresent(record)) present.push(accountOfRecord(record));
    },
  );
  return present.sort((one, other) => (one.account < other.account ? -1 : 1));
}

/** Every bucket of the accounts, in the order of accounts and names. */
async function* rowsOf(inventory: ReportInventory, accounts: readonly AccountSource[]): AsyncGenerator<ReportRow> {
  let taken = 0;
  const read = async (account: AccountId, after: string | null): Promise<Page<ReportRow>> => {
    const page = await inventory.buckets.buckets(account, { after, through: null, limit: PAGE });
    // a page of many rows has no room for what is covered, and nobody looks at its texts
    return { rows: await shown(inventory, account, page.rows, taken < PAGE_ROWS), next: page.next };
  };
  const ids = accounts.map(({ account }) => account as AccountId);
  const pages = readAhead(ids, ACCOUNTS_AHEAD, async (account) => ({ account, page: await read(account, null) }));
  for await (const { account, page: first } of pages) {
    let page: Page<ReportRow> | undefined = first;
    while (page !== undefined) {
      const { rows, next }: Page<ReportRow> = page;
      const following: Promise<Page<ReportRow>> | undefined = next === null ? undefined : read(account, next);
      following?.catch(() => undefined);
      taken += rows.length;
      yield* rows;
      page = await following;
    }
  }
}

async function shown(
  { images }: ReportInventory,
  account: AccountId,
  records: readonly NamedBucketRecord[],
  withTexts: boolean,
): Promise<readonly ReportRow[]> {
  const written = records.filter(({ record }) => record.outcome?.verdict === 'applied');
  const [first, last] = [written[0], written.at(-1)];
  const found =
    withTexts && first !== undefined && last !== undefined
      ? await images.between(account, first.bucket, last.bucket)
      : undefined;
  return records.flatMap((named) => {
    const row = rowOfRecord(named);
    const { outcome } = named.record;
    if (row === undefined || outcome === null) return [];
    return [{ ...row, ...configurationTexts(outcome, found?.get(named.bucket)) }];
  });
}

async function each<Row>(pages: (from: string | null) => Promise<Page<Row>>, take: (row: Row) => void): Promise<void> {
  let from: string | null = null;
  do {
    const { rows, next }: Page<Row> = await pages(from);
    for (const row of rows) take(row);
    from = next;
  } while (from !== null);
}
