import type { SweepScope } from '../../core/sweep/run';
import type { ExitStatus } from '../terminal';
import { WrongUse } from '../wrong-use';
import type { Operation } from './operation';
import { printJson } from './print-json';
import { runSummary } from './run-summary';
import { scopeText } from './scope-text';
import { hasFailures, progressOf, watchRun } from './watch-run';
import { count } from './words';

export interface SweepRequest {
  readonly scope: SweepScope;
  /** A run that was begun before; null begins one. */
  readonly run: string | null;
  readonly watch: boolean;
}

/** Begins a sweep, or looks at one: 1 when accounts failed, 130 when Ctrl-C ended the watching. */
export async function runSweep(operation: Operation, { scope, run: known, watch }: SweepRequest): Promise<ExitStatus> {
  const { terminal, json, line } = operation;
  const run = known ?? (await begin(operation, scope));
  const watching = line(`sweep --run ${run} --watch`);
  if (known === null && !watch) {
    if (json) printJson(terminal, { kind: 'started', run });
    else terminal.out(`a sweep of ${scopeText(scope)} has begun: ${run}\n`);
    terminal.note(`watch it with: ${watching}`);
    return 0;
  }
  if (known === null) terminal.note(`a sweep of ${scopeText(scope)} has begun: ${run}`);
  const { seen, end } = watch ? await watchRun(operation, run) : { seen: await progressOf(operation, run), end: true };
  if (json) printJson(terminal, seen);
  else terminal.out(`${runSummary(seen, terminal.paint).join('\n')}\n`);
  if (!end) {
    terminal.note(`not watched any more; the sweep goes on by itself. Watch it again with: ${watching}`);
    return 130;
  }
  const waiting = seen.buckets.waiting ?? 0;
  if (waiting > 0) terminal.note(`${count(waiting, 'bucket')} settle now and are written after that.`);
  if (seen.accounts.open > 0) terminal.note(`watch it with: ${watching}`);
  else terminal.note(`next: ${line('status')}`);
  return hasFailures(seen) ? 1 : 0;
}

async function begin({ hub }: Operation, scope: SweepScope): Promise<string> {
  const answer = await hub.ask({
    version: 1,
    kind: 'sweep',
    trigger: 'operator',
    scope,
    task: 'sweep',
    by: hub.by,
  });
  if (answer.kind === 'started') return answer.run;
  throw new WrongUse(
    `no sweep was begun: the hub answered ${JSON.stringify(answer)}`,
    'deploy the hub in the version of this command line',
  );
}
