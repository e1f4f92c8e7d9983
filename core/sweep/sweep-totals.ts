import { ACCOUNT_VERDICTS, accountsMetric, bucketsMetric, METRICS } from '../contract/metrics';
import type { AccountId } from '../identifiers';
import { VERDICTS } from '../outcome';
import type { SweepServices } from './sweep-services';

type Pages<Row> = (from: string | null) => Promise<{ readonly rows: readonly Row[]; readonly next: string | null }>;

/**
 * Sums of the accounts' counters, and what keeps us from seeing accounts, as metrics. What there is none of is told too: a
 * metric that is missing would leave the last value standing.
 */
export async function tellTotals(
  { accounts, runs, journal }: SweepServices,
  run: string,
  missing: number,
): Promise<void> {
  // accounts that left the organization are known still, and count no more
  const present = new Set<string>();
  await each(
    (from) => runs.parts(run, from),
    ({ part }) => present.add(part),
  );
  const totals: Record<string, number> = {
    [METRICS.accountsMissing]: missing,
    [METRICS.fleetProblems]: 0,
    [METRICS.forwarderGaps]: 0,
  };
  for (const verdict of VERDICTS) totals[bucketsMetric(verdict)] = 0;
  for (const verdict of ACCOUNT_VERDICTS) totals[accountsMetric(verdict)] = 0;
  const add = (name: string, count: number): void => {
    totals[name] = (totals[name] ?? 0) + count;
  };
  const notSeenWhole = new Set<AccountId>();
  await each(
    (from) => accounts.problems(null, from),
    ({ account, source }) => {
      if (!present.has(account)) return;
      notSeenWhole.add(account);
      add(source.kind === 'bucket' ? METRICS.forwarderGaps : METRICS.fleetProblems, 1);
    },
  );
  await each(
    (from) => accounts.byLastVisit(null, from),
    ({ account, counts, standing }) => {
      if (!present.has(account)) return;
      for (const verdict of VERDICTS) add(bucketsMetric(verdict), counts[verdict] ?? 0);
      if (standing === null) return;
      // every bucket was seen, and yet something keeps events away: that is not right
      const right = standing.verdict === 'covered' && !notSeenWhole.has(account);
      add(accountsMetric(standing.verdict === 'covered' && !right ? 'failed' : standing.verdict), 1);
    },
  );
  journal.count(totals);
}

async function each<Row>(pages: Pages<Row>, take: (row: Row) => void): Promise<void> {
  let from: string | null = null;
  do {
    const { rows, next }: Awaited<ReturnType<typeof pages>> = await pages(from);
    for (const row of rows) take(row);
    from = next;
  } while (from !== null);
}
