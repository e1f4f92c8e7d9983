import { Option } from 'commander';
import type { Registry } from '../command-options';
import type { DestroyOptions } from '../deploy/run-destroy';

export function registerDestroy(registry: Registry): void {
  registry
    .command(
      'destroy',
      'take the deployment away: ask what becomes of the rules, let the CDK do it, see what is left',
      ['partsweep destroy --dry-run', 'partsweep destroy', 'partsweep destroy --rules undo --confirm o-exampleorgid'],
    )
    .option('--config <file>', 'file with the settings, under context.partsweep', 'cdk.json')
    .addOption(
      new Option('--rules <what>', 'what becomes of the rules in the buckets, without being asked').choices([
        'keep',
        'undo',
      ]),
    )
    .option('--dry-run', 'show what is there, and do nothing')
    .option('--confirm <id>', 'confirm without being asked: the ID of the organization, or of the one account')
    .action((options: DestroyOptions) =>
      registry.run(options, async (terminal) => {
        const { runDestroy } = await import('../deploy/run-destroy.ts');
        return runDestroy(options, terminal);
      }),
    );
}
