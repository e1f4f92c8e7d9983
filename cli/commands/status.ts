import type { Registry } from '../command-options';
import { type HubOptions, hubOptions } from '../hub/hub-options';

export function registerStatus(registry: Registry): void {
  const command = registry.command('status', 'show on one screen what is covered, and what needs a person', [
    'partsweep status',
    'partsweep status --json --qualifier partsweep',
  ]);
  hubOptions(command)
    .option('--all', 'name everything that needs a person, not the first ten of each kind')
    .action((options: HubOptions & { all?: true }) =>
      registry.run(options, async (terminal) => {
        const { operation } = await import('../operate/operation.ts');
        const { runStatus } = await import('../operate/run-status.ts');
        return runStatus(await operation(options, terminal), { all: options.all === true });
      }),
    );
}
