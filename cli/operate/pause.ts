import type { PauseScope, PauseSwitch } from '../../core/brake';
import { visibleText } from '../../report/visible-text';
import type { ExitStatus } from '../terminal';
import { WrongUse } from '../wrong-use';
import type { Operation } from './operation';
import { printJson } from './print-json';
import { scopeText } from './scope-text';

/** Pauses all writing in the scope. */
export async function runPause(
  { hub, terminal, json, line }: Operation,
  { scope, why }: { readonly scope: PauseScope; readonly why: string },
): Promise<ExitStatus> {
  const answer = await hub.ask({ version: 1, kind: 'pause', scope, by: hub.by, why });
  if (answer.kind !== 'paused') throw misunderstood(answer);
  if (json) printJson(terminal, { kind: 'paused', scope, by: hub.by, why });
  else terminal.out(`writing is paused for ${scopeText(scope)}: ${visibleText(why)}\n`);
  terminal.note(
    'Within a minute nothing is written there any more, but for an undo that somebody asks for. Buckets are still read and reported, and the queues keep their messages.',
  );
  terminal.note(`end it with: ${line(`resume${scopeFlags(scope)}`)}`);
  return 0;
}

/** Ends the pause of exactly this scope; the hub then sweeps it. */
export async function runResume({ hub, terminal, json, line }: Operation, scope: PauseScope): Promise<ExitStatus> {
  const answer = await hub.ask({ version: 1, kind: 'resume', scope, by: hub.by });
  if (answer.kind !== 'resumed') throw misunderstood(answer);
  const { was, run } = answer;
  if (json) {
    printJson(terminal, { kind: 'resumed', scope, was, run });
    return 0;
  }
  const what = scopeText(scope);
  terminal.out(was ? `the pause of ${what} is over\n` : `there was no pause of ${what}\n`);
  terminal.note(
    `A sweep of ${what} has begun, which finds what was held up. Watch it with: ${line(`sweep --run ${run} --watch`)}`,
  );
  for (const left of await pausesLeft(hub)) terminal.note(`Still paused: ${left}`);
  return 0;
}

/** Pauses in words; none where they cannot be read, for that is not what was asked. */
async function pausesLeft(hub: Operation['hub']): Promise<readonly string[]> {
  const read = await hub.inventory(({ paused }) => paused());
  return read.kind === 'known' ? pauseLines(read.state) : [];
}

/** One line for each pause: what, since when, by whom and why. */
export function pauseLines({ all, units, accounts }: PauseSwitch): readonly string[] {
  const entries = [
    ...(all === null ? [] : [['everything', all] as const]),
    ...Object.entries(units).map(([id, pause]) => [`all accounts below ${id}`, pause] as const),
    ...Object.entries(accounts).map(([id, pause]) => [`account ${id}`, pause] as const),
  ];
  return entries.map(([what, { since, by, why }]) =>
    visibleText(`${what}, since ${since}, by ${by}${why === '' ? '' : `: ${why}`}`),
  );
}

function scopeFlags(scope: PauseScope): string {
  if (scope.kind === 'all') return '';
  return scope.kind === 'account' ? ` --account ${scope.id}` : ` --ou ${scope.id}`;
}

function misunderstood(answer: unknown): WrongUse {
  return new WrongUse(
    `the hub answered ${JSON.stringify(answer)}, which is no answer to this`,
    'deploy the hub in the version of this command line',
  );
}
