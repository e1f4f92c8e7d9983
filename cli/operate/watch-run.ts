import type { RunProgress } from '../../core/sweep/run';
import { WrongUse } from '../wrong-use';
import type { Operation } from './operation';
import { RunBar } from './run-bar';
import { lookUntil } from './waiting';

/** How far a run is now. Throws WrongUse when there is no such run. */
export async function progressOf({ hub, line }: Operation, run: string): Promise<RunProgress> {
  const answer = await hub.ask({ version: 1, kind: 'progress', run });
  if (answer.kind === 'progress' && answer.progress !== null) return answer.progress;
  throw new WrongUse(
    `there is no run ${JSON.stringify(run)}: runs are kept for 90 days`,
    `see the newest ones with ${line('status')}`,
  );
}

/** Watches a run until every account was looked through, or until Ctrl-C (`end` is false then). Shows a bar. */
export async function watchRun(
  operation: Operation,
  run: string,
): Promise<{ readonly seen: RunProgress; readonly end: boolean }> {
  const bar = new RunBar();
  try {
    return await lookUntil(operation.terminal.stop, async () => {
      const seen = await progressOf(operation, run);
      bar.show(seen);
      return { seen, end: isThrough(seen) };
    });
  } finally {
    bar.end();
  }
}

/** Whether every account was looked through. The hub closes the run some time after that. */
export function isThrough({ run, accounts, listing }: RunProgress): boolean {
  return run.finishedAt !== null || (listing.state !== 'open' && accounts.open === 0);
}

/** Whether some of the accounts could not be looked through. */
export function hasFailures({ accounts, listing }: RunProgress): boolean {
  return accounts.failed > 0 || listing.state === 'failed';
}
