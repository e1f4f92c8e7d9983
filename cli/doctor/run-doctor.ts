import { allChecks, sums } from '../../core/doctor/all-checks';
import { type Check, checked, fine, wrong } from '../../core/doctor/check';
import type { Facts } from '../../core/doctor/facts';
import { credentialsCheck } from '../../core/doctor/hub-account-checks';
import { parseSettings, type Settings } from '../../core/settings/settings';
import { clientConfig } from '../aws';
import type { CommonOptions } from '../command-options';
import { commandWords } from '../command-words';
import { readSettingsFile } from '../init/settings-file';
import type { ExitStatus, Terminal } from '../terminal';
import { checkList, summary } from './check-list';
import { lookAtDeployment } from './look-at-deployment';
import { lookAtHub } from './look-at-hub';
import { lookAtPreconditions } from './look-at-preconditions';

export interface DoctorOptions extends CommonOptions {
  readonly config: string;
}

/** Looks at everything, in order, and prints it: 1 when something is wrong. What cannot be looked at is neither right nor wrong. */
export async function runDoctor(options: DoctorOptions, terminal: Terminal): Promise<ExitStatus> {
  const checks = await checksOf(options, terminal);
  if (terminal.stop.aborted) {
    terminal.note('stopped: not everything was looked at');
    return 130;
  }
  terminal.progress('');
  const counts = sums(checks);
  if (options.json === true) terminal.out(`${JSON.stringify({ sums: counts, checks }, undefined, 2)}\n`);
  else terminal.out(checkList(checks, terminal.paint));
  terminal.note(summary(checks));
  if (counts.wrong > 0)
    terminal.note('mend from the top: what is below may follow from it. Then run partsweep doctor again');
  else terminal.note(`next: ${commandLine(options, counts.skipped > 0 ? 'doctor' : 'status')}`);
  return counts.wrong > 0 ? 1 : 0;
}

async function checksOf(options: DoctorOptions, terminal: Terminal): Promise<readonly Check[]> {
  const { config } = options;
  const { text, settings: raw } = readSettingsFile(config);
  const parsed = parseSettings(raw);
  const settingsCheck = checked('settings', 'settings', { kind: 'seen', value: parsed }, (seen) => {
    if (text === null) return wrong(`there is no ${config}`, commandLine(options, 'init'));
    if (seen.ok) return fine(`${config} is right, and fits into the environments of the functions`);
    const details = seen.problems.map(({ key, value, remedy }) =>
      value === undefined ? `${key} is missing: ${remedy}` : `${key} is ${JSON.stringify(value)}: ${remedy}`,
    );
    return wrong(`${config} is not right`, commandLine(options, 'init'), details);
  });
  if (!parsed.ok) return [settingsCheck, credentialsCheck({ kind: 'skipped', why: 'needs the settings' })];
  const facts = await factsOf(options, parsed.settings, terminal);
  return [settingsCheck, ...allChecks(facts, { line: (command) => commandLine(options, command) })];
}

async function factsOf(options: DoctorOptions, settings: Settings, terminal: Terminal): Promise<Facts> {
  const said = (text: string): void => terminal.progress(`${text}…`);
  const client = { ...clientConfig(options), region: settings.homeRegion };
  const { missing, ...preconditions } = await lookAtPreconditions(settings, client, said);
  const deployment = await lookAtDeployment(settings, client, missing, said);
  const hubStack = deployment.stacks[0]?.look;
  const isThere = hubStack === undefined || hubStack.kind !== 'seen' || hubStack.value !== null;
  // the Region is that of the settings here too
  const { region: _, ...rest } = options;
  const hub = await lookAtHub(rest, missing ?? (isThere ? null : 'needs the deployment'), terminal);
  return { settings, now: Date.now(), ...preconditions, ...deployment, ...hub };
}

/** The Region is that of the settings. */
function commandLine({ config, profile }: DoctorOptions, command: string): string {
  return commandWords(command, { config, ...(profile === undefined ? {} : { profile }) });
}
