import { stackState } from '../../adapters/stack-states';
import { withAws } from '../aws';
import { isBrokenOff, prompts } from '../init/prompts';
import { type Operation, operation } from '../operate/operation';
import { printJson } from '../operate/print-json';
import { confirmed } from '../operate/typed-confirmation';
import { carryOutUndo, isUndone, type UndoResult, undoLines } from '../operate/undo-many';
import type { ExitStatus, Terminal } from '../terminal';
import { WrongUse } from '../wrong-use';
import { lastWords } from './cdk';
import {
  commandLine,
  type DeploymentOptions,
  elsewhereLines,
  type NamedDeployment,
  nameDeployment,
  type OpenDeployment,
  READS,
  withTemplates,
} from './deployment';
import { type DeploymentResult, resultLines, seenDeployment } from './deployment-result';
import { type AfterDestroy, afterDestroy } from './left-over';
import { afterLines, type RulesChoice } from './left-over-lines';
import { watching } from './watch-deployment';

export interface DestroyOptions extends DeploymentOptions {
  readonly rules?: RulesChoice;
}

interface Destroying {
  readonly deployment: OpenDeployment;
  readonly options: DestroyOptions;
  readonly terminal: Terminal;
  readonly before: DeploymentResult;
  readonly hubIsThere: boolean;
}

const LAST_WORDS = 12;

/**
 * Asks what becomes of the rules, pauses, undoes them through the hub if that is wanted, lets the CDK take the stacks away, and looks for
 * what is left: 1 when something is, or the rules could not all be taken out, in which case the stacks stay.
 */
export async function runDestroy(options: DestroyOptions, terminal: Terminal): Promise<ExitStatus> {
  const named = await nameDeployment(options, terminal);
  const asks = options.rules === undefined && options.dryRun !== true;
  if (asks && named.isHub && !terminal.interactive) throw nobodyToAsk();
  // quick, and before the templates are made: whether anything may be seen at all
  const hubIsThere = await withAws('looking for the hub', 'cloudformation:DescribeStacks', () => isHubThere(named));
  // of the templates no more is needed than which stacks there are
  const status = await withTemplates(named, { options, terminal, isChecked: false }, async (deployment) => {
    const { settings, clients, stacks } = deployment;
    terminal.progress('looking at what is there…');
    const before = await withAws('looking at what is deployed', READS, () => seenDeployment(settings, stacks, clients));
    return destroy({ deployment, options, terminal, before, hubIsThere });
  });
  return status ?? stopped(terminal);
}

async function destroy(destroying: Destroying): Promise<ExitStatus> {
  const { deployment, options, terminal, before, hubIsThere } = destroying;
  const { confirmation, stacks, elsewhere, cdk, settings, clients } = deployment;
  const json = options.json === true;
  const dryRun = options.dryRun === true;
  terminal.progress('');
  if (!json) (dryRun ? terminal.out : terminal.note)(`${resultLines(before, terminal.paint).join('\n')}\n`);
  if (dryRun) {
    if (json) printJson(terminal, { dryRun: true, ...before, elsewhere });
    for (const line of elsewhereLines(elsewhere, 'partsweep destroy')) terminal.note(line);
    terminal.note(`next: ${commandLine(options, 'destroy')}, and see ${commandLine(options, 'undo --all --dry-run')}`);
    return 0;
  }
  const rules = hubIsThere ? await chooseRules(options, terminal) : withoutHub(options);
  if (rules === null) return stopped(terminal);
  const what = `${stacks.map(({ name }) => name).join(', ')} and every stack of the stack sets go${rules === 'undo' ? ', and our rule is taken out of every bucket first' : '; our rules stay in the buckets'}`;
  if (!(await confirmed(terminal, { ...confirmation, what }))) return 130;

  let undo: UndoResult | null = null;
  if (hubIsThere) {
    const { region: _, ...rest } = options;
    const hub = await operation(rest, terminal);
    await pauseAll(hub);
    if (rules === 'undo') {
      const carried = await carryOutUndo(hub, { kind: 'all' });
      undo = carried.result;
      if (!json) terminal.note(undoLines(hub, undo).join('\n'));
      if (!carried.end || !isUndone(undo)) return stay(destroying, undo, carried.end);
    }
  }
  if (terminal.stop.aborted) return stopped(terminal);
  terminal.progress('taking the stacks away…');
  const child = await watching({ settings, stacks, clients, terminal }, cdk.destroy(stacks));
  const failure = child.status !== 0 && !terminal.stop.aborted ? lastWords(child.output, LAST_WORDS).join('\n') : null;
  terminal.progress('looking for what is left…');
  const after = await afterDestroy(deployment);
  terminal.progress('');
  return report(destroying, { rules, undo, failure, after });
}

async function isHubThere({ isHub, settings, clients }: NamedDeployment): Promise<boolean> {
  if (!isHub) return false;
  const { homeRegion, qualifier } = settings;
  const state = await stackState(clients.cloudFormation(homeRegion), `${qualifier}-hub`);
  return state !== null && !state.status.startsWith('ROLLBACK');
}

/** Null where the person broke off. Throws WrongUse when there is nobody who could be asked. */
async function chooseRules({ rules }: DestroyOptions, terminal: Terminal): Promise<RulesChoice | null> {
  if (rules !== undefined) return rules;
  if (!terminal.interactive) throw nobodyToAsk();
  const { choose } = await prompts(terminal);
  try {
    return await choose(
      'What becomes of the rules that were written into buckets?',
      [
        { name: 'keep: they go on aborting incomplete uploads', value: 'keep' as const },
        { name: 'undo: take them out, which nobody can do any more when the hub is gone', value: 'undo' as const },
      ],
      undefined,
    );
  } catch (error) {
    if (isBrokenOff(error)) return null;
    throw error;
  }
}

function nobodyToAsk(): WrongUse {
  return new WrongUse('it is not said what becomes of the rules', 'give --rules keep or --rules undo');
}

/** Throws WrongUse for what only a hub can do. */
function withoutHub({ rules }: DestroyOptions): RulesChoice {
  if (rules !== 'undo') return 'keep';
  throw new WrongUse(
    'the rules cannot be taken out: the hub, which knows what was there before, is not there or not in this account',
    'deploy it again, or give --rules keep',
  );
}

/** So that no new bucket is written meanwhile; an undo is not stopped by it. */
async function pauseAll({ hub, terminal }: Operation): Promise<void> {
  terminal.progress('pausing…');
  const why = 'the deployment is being taken away';
  const answer = await hub.ask({ version: 1, kind: 'pause', scope: { kind: 'all' }, by: hub.by, why });
  if (answer.kind !== 'paused') {
    throw new WrongUse(
      `the hub answered ${JSON.stringify(answer)}`,
      'deploy the hub in the version of this command line',
    );
  }
  terminal.note('writing is paused');
}

/** The stacks stay, for with them goes what is known of the buckets. */
function stay({ options, terminal, before, deployment }: Destroying, undo: UndoResult, end: boolean): ExitStatus {
  if (options.json === true) {
    printJson(terminal, { destroyed: false, rules: 'undo', undo, ...before, elsewhere: deployment.elsewhere });
  }
  if (!end) {
    terminal.note('stopped: the undo goes on by itself, the stacks are there, and writing is paused');
    return 130;
  }
  terminal.out(
    options.json === true ? '' : 'the stacks are still there: our rule could not be taken out everywhere, see above\n',
  );
  terminal.note(
    `mend what is named and run it again, or leave those rules with: ${commandLine(options, 'destroy --rules keep')}. Writing is paused`,
  );
  return 1;
}

function report(
  { deployment, options, terminal }: Destroying,
  done: {
    readonly rules: RulesChoice;
    readonly undo: UndoResult | null;
    readonly failure: string | null;
    readonly after: AfterDestroy;
  },
): ExitStatus {
  const { elsewhere } = deployment;
  const { failure, after, rules } = done;
  const clean = after.left.length === 0 && after.unseen.length === 0;
  if (options.json === true) {
    const destroyed = clean && failure === null;
    printJson(terminal, { destroyed, stopped: terminal.stop.aborted, ...done, after: undefined, ...after, elsewhere });
  } else {
    terminal.out(`${afterLines(after, rules, terminal.paint).join('\n')}\n`);
    if (failure !== null) terminal.note(`${terminal.paint.bad('the CDK could not finish')}, in its words:\n${failure}`);
  }
  for (const line of elsewhereLines(elsewhere, 'partsweep destroy')) terminal.note(line);
  if (terminal.stop.aborted) {
    terminal.note(
      `stopped: CloudFormation goes on with the stack that it was at. Run ${commandLine(options, 'destroy')} again`,
    );
    return 130;
  }
  return clean && failure === null && elsewhere.length === 0 ? 0 : 1;
}

function stopped(terminal: Terminal): ExitStatus {
  terminal.note('stopped: no stack was touched');
  return 130;
}
