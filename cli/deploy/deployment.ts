import { STSClient } from '@aws-sdk/client-sts';
import { callerOf } from '../../adapters/caller';
import type { AccountId } from '../../core/identifiers';
import type { Settings } from '../../core/settings/settings';
import { withAws } from '../aws';
import type { CommonOptions } from '../command-options';
import { commandWords } from '../command-words';
import { checkConfirmable } from '../operate/typed-confirmation';
import type { Terminal } from '../terminal';
import { WrongUse } from '../wrong-use';
import { type Assembly, type PlannedStack, synthesize } from './assembly';
import { Cdk } from './cdk';
import { type Checkout, checkout } from './checkout';
import { DeploymentClients } from './clients';
import { readSettings } from './read-settings';

/** What seenDeployment needs. */
export const READS = 'cloudformation:DescribeStacks and cloudformation:ListStackInstances';

export interface DeploymentOptions extends CommonOptions {
  readonly config: string;
  readonly confirm?: string;
  readonly dryRun?: true;
}

/** A deployment that is about to be made or to go, as the settings and the credentials have it. */
export interface NamedDeployment {
  readonly settings: Settings;
  readonly clients: DeploymentClients;
  readonly checkout: Checkout;
  /** That of the credentials. */
  readonly account: AccountId;
  /** Whether the hub is in the account of the credentials. */
  readonly isHub: boolean;
  /** What is typed to confirm, and what was given. */
  readonly confirmation: { readonly kind: string; readonly word: string; readonly given: string | undefined };
}

/** The same with its templates. */
export interface OpenDeployment extends NamedDeployment {
  readonly cdk: Cdk;
  readonly assembly: Assembly;
  /** Stacks in the account of the credentials, each after those that it depends on. */
  readonly stacks: readonly PlannedStack[];
  /** Stacks for which other credentials are needed. */
  readonly elsewhere: readonly PlannedStack[];
}

/**
 * Reads the settings and asks who is calling. Throws WrongUse, also when there is nobody who could confirm: all that is quick comes before
 * the templates are made.
 */
export async function nameDeployment(options: DeploymentOptions, terminal: Terminal): Promise<NamedDeployment> {
  const settings = readSettings(options.config);
  const { hubAccountId } = settings;
  const [kind, word] =
    settings.scope === 'organization'
      ? ['the ID of the organization', settings.organizationId]
      : ['the ID of the account', hubAccountId];
  const confirmation = { kind, word, given: options.confirm };
  if (options.dryRun !== true) checkConfirmable(terminal, confirmation);
  const found = checkout();
  const clients = new DeploymentClients(options);
  terminal.progress('asking who you are…');
  const { account } = await withAws('asking who you are', 'sts:GetCallerIdentity', () =>
    callerOf(new STSClient(clients.in(settings.homeRegion))),
  );
  const management = settings.scope === 'organization' ? settings.managementAccountId : hubAccountId;
  if (account !== hubAccountId && account !== management) throw wrongAccount(account, hubAccountId, options.config);
  return { settings, clients, checkout: found, account, isHub: account === hubAccountId, confirmation };
}

/**
 * Makes the templates and does something with them, which are gone after that. `isChecked`: CloudFormation's own schemas look at them first, which takes
 * as long again as to make them. Null after Ctrl-C. Throws WrongUse.
 */
export async function withTemplates<Result>(
  named: NamedDeployment,
  { options, terminal, isChecked }: { options: DeploymentOptions; terminal: Terminal; isChecked: boolean },
  work: (deployment: OpenDeployment) => Promise<Result>,
): Promise<Result | null> {
  const { settings, account } = named;
  terminal.progress('making the templates…');
  const assembly = await synthesize(named.checkout, { settings, isChecked, stop: terminal.stop });
  try {
    if (terminal.stop.aborted) return null;
    const stacks = assembly.stacks.filter((stack) => stack.account === account);
    if (stacks.length === 0) throw wrongAccount(account, settings.hubAccountId, options.config);
    const cdk = new Cdk(named.checkout, assembly, options, terminal.stop);
    const elsewhere = assembly.stacks.filter((stack) => stack.account !== account);
    return await work({ ...named, cdk, assembly, stacks, elsewhere });
  } finally {
    assembly.remove();
  }
}

function wrongAccount(account: string, hub: string, config: string): WrongUse {
  return new WrongUse(
    `these are credentials of account ${account}, and the hub is in ${hub} (${config})`,
    `use credentials of account ${hub}, with --profile or in the environment`,
  );
}

/** A command line of this tool with the options that lead to the same deployment, whose Regions stand in the settings. */
export function commandLine({ config, profile }: DeploymentOptions, command: string): string {
  return commandWords(command, { config, ...(profile === undefined ? {} : { profile }) });
}

/** One line for each account that has stacks of this deployment and was not reached. */
export function elsewhereLines(elsewhere: readonly PlannedStack[], command: string): readonly string[] {
  const accounts = [...new Set(elsewhere.map(({ account }) => account))];
  return accounts.map((account) => {
    const names = elsewhere.filter((stack) => stack.account === account).map(({ name }) => name);
    return `not touched: ${names.join(', ')} in account ${account}. Run ${command} again with its credentials`;
  });
}
