import type { AccountRecord } from '../core/sweep/account-record';
import { LISTING, type Run, type Runs } from '../core/sweep/run';

/** A sweep of everything that has ended. */
export function isWholeSweep({ scope, task, finishedAt }: Run): boolean {
  return scope.kind === 'all' && task === 'sweep' && finishedAt !== null;
}

/**
 * Tells the accounts that are there from those that have left: the last sweep of everything (undefined: there was none) did not find them,
 * and nothing was heard of them since.
 */
export async function presence(
  runs: Pick<Runs, 'parts'>,
  sweep: Run | undefined,
): Promise<(record: AccountRecord) => boolean> {
  if (sweep === undefined) return () => true;
  const listed = new Set<string>();
  let from: string | null = null;
  do {
    const { rows, next }: Awaited<ReturnType<Runs['parts']>> = await runs.parts(sweep.id, from);
    for (const { part } of rows) if (part !== LISTING) listed.add(part);
    from = next;
  } while (from !== null);
  return (record) => listed.has(record.account) || isHeardOfSince(record, sweep.startedAt);
}

function isHeardOfSince({ profileAt, visitedAt, standing }: AccountRecord, time: string): boolean {
  return [profileAt, visitedAt, standing?.at].some((at) => typeof at === 'string' && at >= time);
}
