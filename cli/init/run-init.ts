import { parseSettings } from '../../core/settings/settings';
import { visibleText } from '../../report/visible-text';
import type { CommonOptions } from '../command-options';
import type { ExitStatus, Terminal } from '../terminal';
import { WrongUse } from '../wrong-use';
import { advice } from './advice';
import type { Found, Given, RawSettings } from './found';
import { lookAround } from './look-around';
import { agreed, isBrokenOff, prompts } from './prompts';
import { answers } from './questions';
import { regionsOff } from './regions-off';
import { readSettingsFile, type SettingsFile, textWithSettings, writeSettingsFile } from './settings-file';
import { otherOrganization, settingsFrom } from './settings-from';
import { shown } from './shown-change';

export interface InitRequest {
  readonly options: CommonOptions;
  /** The file to write. */
  readonly config: string;
  /** What the options say. */
  readonly given: Given;
  /** Nobody is asked. */
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/**
 * Looks around, asks, shows and writes the settings. Throws WrongUse, having written nothing, for a file that is no JSON, settings that are
 * wrong, or when there is nobody to ask.
 */
export async function runInit(request: InitRequest, terminal: Terminal): Promise<ExitStatus> {
  const { options, config, given, yes, dryRun } = request;
  if (!(yes || dryRun || terminal.interactive)) {
    throw new WrongUse(
      'there is nobody who could be asked',
      'see with --dry-run what would be written, then say --yes',
    );
  }
  const file = readSettingsFile(config);
  const existing = settingsIn(file);
  const found = await lookAround(options, (text) => terminal.progress(`${text}…`));
  terminal.progress('');
  for (const note of found.notes) terminal.note(note);
  const settings = await chosen();
  if (settings === undefined) return brokenOff(terminal);
  check(settings, found);
  await lookAtRegions(settings);
  if (terminal.stop.aborted) return brokenOff(terminal);
  terminal.note(shown(config, existing, settings));
  const changed = existing === null || JSON.stringify(existing) !== JSON.stringify(settings);
  if (changed && !dryRun) {
    if (!yes && !(await agreedTo(terminal, `Write this to ${config}?`))) return brokenOff(terminal);
    writeSettingsFile(file, textWithSettings(file, settings));
  }
  const written = changed && !dryRun;
  report(settings);
  return 0;

  async function chosen(): Promise<RawSettings | undefined> {
    const other = otherOrganization({ existing, found, given });
    if (other !== undefined) {
      throw new WrongUse(
        `${config} is for organization ${visibleText(other.file)}, and these credentials are of ${other.own}`,
        `use credentials of that organization, name another file with --config, or begin anew for this one with --organization-id ${other.own}`,
      );
    }
    const start = settingsFrom({ existing, found, given });
    if (yes || dryRun) return start;
    try {
      return settingsFrom({ existing, found, given: await answers({ start, found, given }, await prompts(terminal)) });
    } catch (error) {
      if (isBrokenOff(error)) return undefined;
      throw error;
    }
  }

  async function lookAtRegions({ hubAccountId, regions }: RawSettings): Promise<void> {
    const { account } = found;
    if (account === null || account !== hubAccountId) return;
    const off = await regionsOff(options, regions as readonly string[], (text) => terminal.progress(`${text}…`));
    terminal.progress('');
    if (off.length === 0) return;
    terminal.note(`off in ${account}, or not there: ${off.join(', ')}; partsweep doctor says how to turn them on`);
  }

  function report(settings: RawSettings): void {
    if (options.json === true) {
      const { account, organization, administrators, trustedAccess, notes } = found;
      const document = {
        file: config,
        written,
        settings,
        before: existing,
        found: { account, organization, administrators, trustedAccess },
        notes,
      };
      terminal.out(`${JSON.stringify(document, undefined, 2)}\n`);
      return;
    }
    if (dryRun) terminal.out(`${JSON.stringify(settings, undefined, 2)}\n`);
    else terminal.out(written ? `${config} is written\n` : `${config} says so already, and was left as it is\n`);
    for (const line of advice(settings, found)) terminal.note(line);
    terminal.note(`next: ${dryRun ? 'partsweep init' : 'partsweep doctor'}`);
  }
}

function settingsIn({ path, settings }: SettingsFile): RawSettings | null {
  if (settings === undefined || settings === null) return null;
  if (typeof settings === 'object' && !Array.isArray(settings)) return settings as RawSettings;
  throw new WrongUse(`the settings in ${path} are no object, and were left alone`, 'remove context.partsweep there');
}

function check(settings: RawSettings, { notes }: Found): void {
  const parsed = parseSettings(settings);
  if (parsed.ok) return;
  const missing = parsed.problems.some(({ value }) => value === undefined);
  throw new WrongUse(
    `nothing was written. ${visibleText(parsed.message.trimEnd(), true)}`,
    missing && notes.length > 0
      ? 'say what could not be found out: partsweep init --help names the options'
      : 'put it right in the file, or by an option: partsweep init --help names them',
  );
}

async function agreedTo(terminal: Terminal, message: string): Promise<boolean> {
  try {
    return await agreed(terminal, message);
  } catch (error) {
    if (isBrokenOff(error)) return false;
    throw error;
  }
}

function brokenOff({ note }: Terminal): ExitStatus {
  note('nothing was written');
  return 130;
}
