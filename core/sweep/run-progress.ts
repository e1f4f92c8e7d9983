import { type AccountId, parseAccountId } from '../identifiers';
import { VERDICTS, type Verdict } from '../outcome';
import type { Reason } from '../reasons';
import { LISTING, type Progress, type RunProgress, type Runs } from './run';

/** Failed accounts that are named. */
const MOST_FAILURES = 100;

/** How far a run is, by adding up its parts; undefined when there is no such run. */
export async function readProgress(runs: Runs, id: string): Promise<RunProgress | undefined> {
  const run = await runs.run(id);
  if (run === undefined) return undefined;
  const accounts = { listed: false, expected: 0, open: 0, done: 0, excluded: 0, failed: 0 };
  const buckets: Partial<Record<Verdict, number>> = {};
  const failures: { readonly account: AccountId; readonly reason: Reason | null }[] = [];
  let listing: Pick<Progress, 'state' | 'reason'> = { state: 'open', reason: null };
  let from: string | null = null;
  do {
    const { rows, next }: Awaited<ReturnType<Runs['parts']>> = await runs.parts(id, from);
    for (const { part, progress } of rows) {
      const { state, counts, reason } = progress;
      if (part === LISTING) {
        accounts.listed = state === 'done';
        accounts.expected = counts['accounts'] ?? 0;
        listing = { state, reason };
        continue;
      }
      accounts[state] += 1;
      const account = parseAccountId(part);
      if (state === 'failed' && account !== undefined && failures.length < MOST_FAILURES) {
        failures.push({ account, reason });
      }
      for (const verdict of VERDICTS) {
        const count = counts[verdict] ?? 0;
        if (count !== 0) buckets[verdict] = (buckets[verdict] ?? 0) + count;
      }
    }
    from = next;
  } while (from !== null);
  return { run, accounts, listing, buckets, failures };
}
