import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PauseScope } from '../../core/brake';
import { type AccountId, parseAccountId, parseRegion, type Region } from '../../core/identifiers';
import { parseUnitId } from '../../core/organization-events';
import type { CommonOptions } from '../command-options';

const SETTINGS_FILE = 'cdk.json';

/** Options of every command that talks to the hub. */
export interface HubOptions extends CommonOptions {
  /** File with the settings, under `context.partsweep`. */
  readonly config: string;
  /** Name of a deployment, which is looked for in the account and Region of the credentials; no settings are read then. */
  readonly qualifier?: string;
}

export interface ScopeOptions {
  readonly account?: AccountId;
  readonly ou?: string;
}

export function hubOptions(command: Command): Command {
  return command
    .option('--config <file>', 'file with the settings, which say where the hub is', SETTINGS_FILE)
    .addOption(
      new Option(
        '--qualifier <name>',
        'name of the deployment: it is looked for in the account and Region of the credentials',
      ).conflicts('config'),
    );
}

/** `--account` and `--ou`, of which one may be given. */
export function scopeOptions(command: Command, what: string): Command {
  return command
    .option('--account <id>', `${what} one account alone`, accountId)
    .addOption(
      new Option('--ou <id>', `${what} all accounts below one organizational unit`)
        .argParser(unitId)
        .conflicts('account'),
    );
}

export function scopeOf({ account, ou }: ScopeOptions): PauseScope {
  if (account !== undefined) return { kind: 'account', id: account };
  return ou === undefined ? { kind: 'all' } : { kind: 'unit', id: ou };
}

export function accountId(text: string): AccountId {
  const account = parseAccountId(text);
  if (account === undefined) throw new InvalidArgumentError('It must be the ID of an account: twelve digits.');
  return account;
}

export function regionCode(text: string): Region {
  const region = parseRegion(text);
  if (region === undefined) throw new InvalidArgumentError('It must be the code of a Region, such as eu-central-1.');
  return region;
}

function unitId(text: string): string {
  const unit = parseUnitId(text);
  if (unit === undefined) {
    throw new InvalidArgumentError('It must be the ID of an organizational unit, such as ou-abcd-12345678.');
  }
  return unit;
}
