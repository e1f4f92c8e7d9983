import { type Command, Option } from 'commander';
import type { Registry } from '../command-options';
import { type HubOptions, hubOptions } from '../hub/hub-options';
import type { DeadLetterQueueName } from '../operate/dead-letters';

interface RedriveOptions extends HubOptions {
  readonly all?: true;
  readonly reason?: string;
  readonly queue?: DeadLetterQueueName;
  readonly yes?: true;
}

const QUEUES: readonly DeadLetterQueueName[] = ['settle', 'sweep', 'account', 'report', 'undelivered'];

export function registerRedrive(registry: Registry): void {
  const command = registry.command('redrive', 'list the dead letters with their reasons, and send them back', [
    'partsweep redrive',
    'partsweep redrive --reason role-not-assumable --yes',
  ]);
  hubOptions(command)
    .option('--all', 'send back all of them')
    .option('--reason <code>', 'send back those that were given up for this reason, as the list names it')
    .addOption(new Option('--queue <name>', 'send back those of one queue').choices(QUEUES))
    .option('--yes', 'do it; otherwise it is only shown what would be sent back')
    .action((options: RedriveOptions, self: Command) => {
      const { all = false, reason = null, queue = null, yes = false } = options;
      const choose = all || reason !== null || queue !== null;
      if (yes && !choose) return self.error('error: --yes goes with --all, --reason <code> or --queue <name>');
      return registry.run(options, async (terminal) => {
        const { operation } = await import('../operate/operation.ts');
        const { runRedrive } = await import('../operate/redrive.ts');
        return runRedrive(await operation(options, terminal), { queue, reason, choose, yes });
      });
    });
}
