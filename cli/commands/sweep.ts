import { Option } from 'commander';
import type { Registry } from '../command-options';
import { type HubOptions, hubOptions, type ScopeOptions, scopeOf, scopeOptions } from '../hub/hub-options';

interface SweepOptions extends HubOptions, ScopeOptions {
  readonly run?: string;
  readonly watch?: true;
}

export function registerSweep(registry: Registry): void {
  const command = registry.command('sweep', 'let the hub look through every bucket now, of all accounts or of some', [
    'partsweep sweep --watch',
    'partsweep sweep --account 111111111111',
  ]);
  hubOptions(scopeOptions(command, 'look through'))
    .option('--watch', 'show how far it is until every account was looked through')
    .addOption(
      new Option('--run <id>', 'look at a run that has begun, instead of beginning one').conflicts(['account', 'ou']),
    )
    .action((options: SweepOptions) =>
      registry.run(options, async (terminal) => {
        const { operation } = await import('../operate/operation.ts');
        const { runSweep } = await import('../operate/sweep.ts');
        const { run = null, watch = false } = options;
        return runSweep(await operation(options, terminal), { scope: scopeOf(options), run, watch });
      }),
    );
}
