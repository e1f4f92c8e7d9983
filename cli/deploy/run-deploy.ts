import { stackState } from '../../adapters/stack-states';
import { withAws } from '../aws';
import { printJson } from '../operate/print-json';
import { confirmed } from '../operate/typed-confirmation';
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
import { type DeploymentResult, isWhole, resultLines, seenDeployment } from './deployment-result';
import { watching } from './watch-deployment';

/** Lines of the CDK's that are shown when it failed. */
const LAST_WORDS = 12;

/** Shows the difference, asks, lets the CDK deploy, and says what is there: 1 when something is missing or failed. */
export async function runDeploy(options: DeploymentOptions, terminal: Terminal): Promise<ExitStatus> {
  const named = await nameDeployment(options, terminal);
  await checkBootstrapped(named);
  const status = await withTemplates(named, { options, terminal, isChecked: true }, (deployment) =>
    deploy(deployment, options, terminal),
  );
  return status ?? stopped(terminal);
}

async function deploy(deployment: OpenDeployment, options: DeploymentOptions, terminal: Terminal): Promise<ExitStatus> {
  const { cdk, stacks, elsewhere, confirmation, settings, clients } = deployment;
  const dryRun = options.dryRun === true;
  terminal.progress('comparing with what is deployed…');
  const diff = await cdk.diff(stacks, terminal.paint.bad('x') !== 'x');
  if (terminal.stop.aborted) return stopped(terminal);
  if (diff.status !== 0 && diff.status !== 1) throw failedCdk('the difference could not be made', diff.output);
  const json = options.json === true;
  if (!json) (dryRun ? terminal.out : terminal.note)(`${diff.output}\n`);
  if (dryRun) {
    if (json) printJson(terminal, { dryRun: true, changed: !diff.isSame, diff: diff.output, elsewhere });
    for (const line of elsewhereLines(elsewhere, 'partsweep deploy')) terminal.note(line);
    terminal.note(`next: ${commandLine(options, 'deploy')}`);
    return 0;
  }

  let failure: string | null = null;
  if (!diff.isSame) {
    const what = `${stacks.map(({ name }) => name).join(', ')} will be as shown`;
    if (!(await confirmed(terminal, { ...confirmation, what }))) return 130;
    terminal.progress('deploying…');
    const child = await watching({ settings, stacks, clients, terminal }, cdk.deploy(stacks));
    if (child.status !== 0 && !terminal.stop.aborted) failure = lastWords(child.output, LAST_WORDS).join('\n');
  }
  terminal.progress('looking at what is there…');
  const result = await withAws('looking at what was deployed', READS, () => seenDeployment(settings, stacks, clients));
  terminal.progress('');
  report({ deployment, options, terminal }, result, { changed: !diff.isSame, failure });
  if (terminal.stop.aborted) {
    terminal.note(
      `stopped: CloudFormation goes on with the stack that it was at. See ${commandLine(options, 'doctor')}`,
    );
    return 130;
  }
  return failure === null && isWhole(result) && elsewhere.length === 0 ? 0 : 1;
}

/** Throws WrongUse where the CDK has nowhere to put templates and code: it would say so after everything was confirmed. */
async function checkBootstrapped({ isHub, clients, settings }: NamedDeployment): Promise<void> {
  if (!isHub) return;
  const { homeRegion, hubAccountId } = settings;
  const state = await withAws('looking for the bootstrap of the CDK', 'cloudformation:DescribeStacks', () =>
    stackState(clients.cloudFormation(homeRegion), 'CDKToolkit'),
  );
  if (state !== null) return;
  throw new WrongUse(
    `account ${hubAccountId} is not bootstrapped in ${homeRegion}, so the CDK has nowhere to put templates and code`,
    `run npx cdk bootstrap aws://${hubAccountId}/${homeRegion} once, then this command again`,
  );
}

function report(
  { deployment, options, terminal }: { deployment: OpenDeployment; options: DeploymentOptions; terminal: Terminal },
  result: DeploymentResult,
  { changed, failure }: { readonly changed: boolean; readonly failure: string | null },
): void {
  const { elsewhere } = deployment;
  if (options.json === true) {
    printJson(terminal, { dryRun: false, changed, stopped: terminal.stop.aborted, failure, ...result, elsewhere });
    return;
  }
  terminal.out(`${resultLines(result, terminal.paint).join('\n')}\n`);
  if (!changed) terminal.note('nothing had to be changed');
  if (failure !== null) terminal.note(`${terminal.paint.bad('the CDK could not finish')}, in its words:\n${failure}`);
  for (const line of elsewhereLines(elsewhere, 'partsweep deploy')) terminal.note(line);
  const next = failure === null && isWhole(result) ? 'status' : 'doctor';
  if (!terminal.stop.aborted) terminal.note(`next: ${commandLine(options, next)}`);
}

/** What the CDK could not do, in its words. */
export function failedCdk(what: string, output: string): WrongUse {
  return new WrongUse(
    `${what}:\n${lastWords(output, LAST_WORDS).join('\n')}`,
    'see what partsweep doctor says, and whether the environment is bootstrapped (npx cdk bootstrap)',
  );
}

function stopped(terminal: Terminal): ExitStatus {
  terminal.note('stopped: nothing was done');
  return 130;
}
