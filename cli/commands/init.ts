import { InvalidArgumentError, Option } from 'commander';
import { parseRegion } from '../../core/identifiers';
import { type CommonOptions, days, type Registry } from '../command-options';
import { accountId, regionCode } from '../hub/hub-options';
import type { Given } from '../init/found';

interface InitOptions extends CommonOptions {
  readonly config: string;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly scope?: 'organization' | 'account';
  readonly organizationId?: string;
  readonly managementAccount?: string;
  readonly hubAccount?: string;
  readonly targets?: readonly string[];
  readonly homeRegion?: string;
  readonly regions?: readonly string[];
  readonly mode?: 'apply' | 'audit';
  readonly days?: number;
}

export function registerInit(registry: Registry): void {
  registry
    .command('init', 'ask for the settings, having looked at the organization first, and write them to cdk.json', [
      'partsweep init',
      'partsweep init --yes --targets ou-abcd-12345678 --home-region eu-central-1 --regions eu-central-1,us-east-1',
    ])
    .option('--config <file>', 'file with the settings, under context.partsweep; all else in it stays', 'cdk.json')
    .option('--yes', 'ask nothing: what the options do not say is as it was, or as it was found')
    .option('--dry-run', 'ask nothing and write nothing: show what --yes would write')
    .addOption(new Option('--scope <scope>', 'what is covered').choices(['organization', 'account']))
    .option('--organization-id <id>', 'ID of the organization')
    .option('--management-account <id>', 'ID of the management account', accountId)
    .option('--hub-account <id>', 'account of the hub (default: that of the credentials)', accountId)
    .option('--targets <ids>', 'root or organizational units to cover, separated by commas (default: the root)', list)
    .option('--home-region <region>', 'Region of the hub (default: --region, or that of the configuration)', regionCode)
    .option('--regions <regions>', 'Regions whose bucket events are forwarded, separated by commas', regions)
    .addOption(
      new Option('--mode <mode>', 'audit writes no rules (default at first: audit)').choices(['audit', 'apply']),
    )
    .option('--days <number>', 'days after which an incomplete upload is aborted', days)
    .action((options: InitOptions) =>
      registry.run(options, async (terminal) => {
        const { runInit } = await import('../init/run-init.ts');
        const { config, yes = false, dryRun = false } = options;
        return runInit({ options, config, given: given(options), yes, dryRun }, terminal);
      }),
    );
}

function given(options: InitOptions): Given {
  const { scope, organizationId, managementAccount, hubAccount, targets, homeRegion, regions: some, mode } = options;
  const all = {
    scope,
    organizationId,
    managementAccountId: managementAccount,
    hubAccountId: hubAccount,
    targets,
    homeRegion,
    regions: some,
    mode,
    days: options.days,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Given;
}

function list(text: string): readonly string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.some((part) => part === '')) throw new InvalidArgumentError('It must be a list, separated by commas.');
  return parts;
}

function regions(text: string): readonly string[] {
  const parts = list(text);
  const wrong = parts.find((part) => parseRegion(part) === undefined);
  if (wrong !== undefined) throw new InvalidArgumentError(`${JSON.stringify(wrong)} is no code of a Region.`);
  return parts;
}
