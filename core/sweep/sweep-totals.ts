import { ACCOUNT_VERDICTS, accountsMetric, bucketsMetric, METRICS } from '../contract/metrics';
import type { AccountId } from '../identifiers';
import { VERDICTS, type Verdict } from '../outcome';
import type { CoverageRecord } from './coverage-history';
import type { SweepServices } from './sweep-services';

type Pages<Row> = (from: string | null) => Promise<{ readonly rows: readonly Row[]; readonly next: string | null }>;

/** How the organization stands at the end of a sweep of everything. */
export interface SweepTotals extends Pick<CoverageRecord, 'buckets' | 'accounts'> {
  readonly fleetProblems: number;
  readonly forwarderGaps: number;
}

/** Sums of the accounts' counters, and what keeps us from seeing accounts: of the accounts that the run gave. */
export async function sumTotals({ accounts, runs }: SweepServices, run: string): Promise<SweepTotals> {
  // accounts that left the organization are known still, and count no more
  const present = new Set<string>();
  await each(
    (from) => runs.parts(run, from),
    ({ part }) => present.add(part),
  );
  const sums = { fleetProblems: 0, forwarderGaps: 0 };
  const notSeenWhole = new Set<AccountId>();
  await each(
    (from) => accounts.problems(null, from),
    ({ account, source }) => {
      if (!present.has(account)) return;
      notSeenWhole.add(account);
      sums[source.kind === 'bucket' ? 'forwarderGaps' : 'fleetProblems'] += 1;
    },
  );
  const buckets: Partial<Record<Verdict, number>> = {};
  const standings: Partial<Record<Verdict, number>> = {};
  await each(
    (from) => accounts.byLastVisit(null, from),
    ({ account, counts, standing }) => {
      if (!present.has(account)) return;
      for (const verdict of VERDICTS) add(buckets, verdict, counts[verdict] ?? 0);
      if (standing === null) return;
      // every bucket was seen, and yet something keeps events away: that is not right
      const right = standing.verdict === 'covered' && !notSeenWhole.has(account);
      add(standings, standing.verdict === 'covered' && !right ? 'failed' : standing.verdict, 1);
    },
  );
  return { ...sums, buckets, accounts: standings };
}

/** What there is none of is told too: a metric that is missing would leave the last value standing. */
export function metricsOf({ buckets, accounts, fleetProblems, forwarderGaps }: SweepTotals): Record<string, number> {
  return {
    [METRICS.fleetProblems]: fleetProblems,
    [METRICS.forwarderGaps]: forwarderGaps,
    ...Object.fromEntries(VERDICTS.map((verdict) => [bucketsMetric(verdict), buckets[verdict] ?? 0])),
    ...Object.fromEntries(ACCOUNT_VERDICTS.map((verdict) => [accountsMetric(verdict), accounts[verdict] ?? 0])),
  };
}

function add(counts: Partial<Record<Verdict, number>>, verdict: Verdict, count: number): void {
  if (count !== 0) counts[verdict] = (counts[verdict] ?? 0) + count;
}

async function each<Row>(pages: Pages<Row>, take: (row: Row) => void): Promise<void> {
  let from: string | null = null;
  do {
    const { rows, next }: Awaited<ReturnType<typeof pages>> = await pages(from);
    for (const row of rows) take(row);
    from = next;
  } while (from !== null);
}
