import type { AccountId } from '../../core/identifiers';
import type { Outcome } from '../../core/outcome';
import { remedy } from '../../core/reasons';
import type { RunProgress } from '../../core/sweep/run';
import { visibleText } from '../../report/visible-text';
import type { ExitStatus } from '../terminal';
import { WrongUse } from '../wrong-use';
import { confirmationId } from './confirmation-id';
import type { Operation } from './operation';
import { ourRules, type RulesOfAccount } from './our-rules';
import { printJson } from './print-json';
import { runSummary } from './run-summary';
import { checkConfirmable, confirmed } from './typed-confirmation';
import type { UndoRequest } from './undo-bucket';
import { readUndone, type Undone } from './undone';
import { lookUntil } from './waiting';
import { hasFailures, watchRun } from './watch-run';
import { count } from './words';

/** Rows that are shown of accounts, and of buckets that could not be undone. */
const ROWS = 20;
/** Looks at an idle queue after which what is not accounted for is left as it is. */
const IDLE_LOOKS = 5;

type ManyTarget = { readonly kind: 'account'; readonly account: AccountId } | { readonly kind: 'all' };

/** Takes our rule out of every bucket of one account, or of all. */
export async function undoMany(
  operation: Operation,
  target: ManyTarget,
  { confirm, dryRun }: UndoRequest,
): Promise<ExitStatus> {
  const { hub, terminal, json, line } = operation;
  const only = target.kind === 'account' ? target.account : null;
  const { kind, word } = await confirmationId(hub, only);
  if (!dryRun) checkConfirmable(terminal, { kind, word, given: confirm });
  const rules = await hub.inventory((inventory) =>
    ourRules(inventory, only, (read) => terminal.progress(`reading the inventory: ${read} accounts`)),
  );
  const buckets = rules.reduce((sum, { buckets: more }) => sum + more, 0);
  if (dryRun && json) printJson(terminal, { dryRun: true, buckets, accounts: rules });
  else (dryRun ? terminal.out : terminal.note)(`${rulesText(rules, buckets)}${dryRun ? '\n' : ''}`);
  if (dryRun) return 0;

  const where = only === null ? 'every account' : `account ${only}`;
  const what = `Our rule is taken out of every bucket of ${where}, and those buckets are left alone until they are resumed`;
  if (!(await confirmed(terminal, { what, kind, word, given: confirm }))) return 130;
  const { result, end } = await carryOutUndo(operation, target);
  if (json) printJson(terminal, result);
  else terminal.out(`${undoLines(operation, result).join('\n')}\n`);
  if (!end) {
    terminal.note(
      `not watched any more; the undo goes on by itself. See ${line(`sweep --run ${result.progress.run.id}`)}`,
    );
    return 130;
  }
  terminal.note(`include a bucket again with: ${line('resume s3://BUCKET')}`);
  return isUndone(result) ? 0 : 1;
}

/** Begins the undo and watches it until it is done; `end` is false after Ctrl-C, when it goes on by itself. */
export async function carryOutUndo(
  operation: Operation,
  target: ManyTarget,
): Promise<{ readonly result: UndoResult; readonly end: boolean }> {
  const { terminal } = operation;
  const run = await begin(operation, target);
  terminal.note(`the undo has begun: ${run}`);
  const { seen, end } = await watchRun(operation, run);
  const only = target.kind === 'account' ? target.account : null;
  const result = resultOf(seen, await watchWriter(operation, seen, only));
  return { result, end: end && !terminal.stop.aborted };
}

/** Whether every account was looked through and our rule is out of every bucket that had it. */
export function isUndone({ progress, nothingNew, notTakenOut }: UndoResult): boolean {
  return !hasFailures(progress) && nothingNew === 0 && notTakenOut.length === 0;
}

async function begin({ hub }: Operation, target: ManyTarget): Promise<string> {
  const scope = target.kind === 'all' ? target : ({ kind: 'account', id: target.account } as const);
  const message = { version: 1, kind: 'sweep', trigger: 'operator', scope, task: 'undo', by: hub.by } as const;
  const answer = await hub.ask(message);
  if (answer.kind === 'started') return answer.run;
  throw new WrongUse(
    `no undo was begun: the hub answered ${JSON.stringify(answer)}`,
    'deploy the hub in the version of this command line',
  );
}

/** Waits until the inventory accounts for every bucket that the writer was asked to undo, or nothing is in its queue any more. */
async function watchWriter(
  { hub, terminal }: Operation,
  progress: RunProgress,
  only: AccountId | null,
): Promise<Undone> {
  const asked = progress.buckets.waiting ?? 0;
  const queue = hub.queue(hub.names.settleQueue);
  let idle = 0;
  const { seen } = await lookUntil(terminal.stop, async () => {
    const { waiting, delayed, inFlight } = await hub.queues(() => queue.depth());
    const undone = await hub.inventory((inventory) => readUndone(inventory, progress.run.startedAt, only));
    terminal.progress(`taking the rule out: ${undone.takenOut} of ${count(asked, 'bucket')}`);
    idle = waiting + delayed + inFlight === 0 ? idle + 1 : 0;
    return { seen: undone, end: missing(progress, undone) === 0 || idle >= IDLE_LOOKS };
  });
  return seen;
}

/** Buckets that the writer was asked to undo, and of which nothing is known since. */
function missing({ buckets }: RunProgress, { takenOut, notTakenOut }: Undone): number {
  return Math.max(0, (buckets.waiting ?? 0) - takenOut - notTakenOut.length);
}

/** What an undo came to: what `undo --json` prints. */
export interface UndoResult {
  readonly progress: RunProgress;
  readonly takenOut: number;
  readonly notTakenOut: readonly Outcome[];
  /**
   * Buckets that the writer was asked to undo, and of which the inventory says nothing new: not done yet, or as impossible as it was before, for
   * only what changes is kept.
   */
  readonly nothingNew: number;
}

function resultOf(progress: RunProgress, undone: Undone): UndoResult {
  return { progress, ...undone, nothingNew: missing(progress, undone) };
}

export function undoLines({ terminal, line }: Operation, result: UndoResult): readonly string[] {
  const { progress: run, takenOut, notTakenOut, nothingNew: left } = result;
  const { paint } = terminal;
  return [
    ...runSummary(run, paint),
    '',
    `${paint.strong(count(takenOut, 'bucket'))} without our rule now, and held`,
    ...(left === 0
      ? []
      : [
          paint.bad(
            `${count(left, 'bucket')} of which nothing new is known: see ${line('status')} and ${line('redrive')}`,
          ),
        ]),
    ...(notTakenOut.length === 0
      ? []
      : [paint.bad(`${count(notTakenOut.length, 'bucket')} where it could not be taken out`)]),
    ...notTakenOut.slice(0, ROWS).flatMap((outcome) => outcomeRows(outcome)),
    ...(notTakenOut.length > ROWS ? [`  and ${notTakenOut.length - ROWS} more: see them with --json`] : []),
  ];
}

function outcomeRows({ account, region, bucket, verdict, reason }: Outcome): string[] {
  const what = remedy(reason.code);
  return [
    `  s3://${visibleText(bucket)} (${account}, ${region})  ${verdict}: ${visibleText(reason.text)}`,
    ...(what === '' ? [] : [`    what to do: ${what}`]),
  ];
}

function rulesText(rules: readonly RulesOfAccount[], buckets: number): string {
  const rows = rules
    .slice(0, ROWS)
    .map(
      ({ account, name, buckets: number }) =>
        `  ${account}  ${number.toLocaleString('en')}${name === null ? '' : `  ${visibleText(name)}`}`,
    );
  const more = rules.length > ROWS ? [`  and ${count(rules.length - ROWS, 'more account')}`] : [];
  const heading = `${count(buckets, 'bucket')} in ${count(rules.length, 'account')} have our rule, as far as the inventory knows; the undo looks at every bucket`;
  return [heading, ...rows, ...more].join('\n');
}
