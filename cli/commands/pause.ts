import { type Command, InvalidArgumentError } from 'commander';
import type { Registry } from '../command-options';
import { type HubOptions, hubOptions, type ScopeOptions, scopeOf, scopeOptions } from '../hub/hub-options';

/** As much as the hub keeps. */
const LONGEST_WHY = 256;

export function registerPause(registry: Registry): void {
  const command = registry.command('pause', 'stop all writing within a minute, everywhere or in some accounts', [
    'partsweep pause --why "looking into bucket orders"',
    'partsweep pause --account 111111111111 --why "a migration is under way"',
  ]);
  hubOptions(scopeOptions(command, 'pause'))
    .option('--why <text>', 'why, for those who find it paused', whyText)
    .action((options: HubOptions & ScopeOptions & { why?: string }, self: Command) => {
      const { why } = options;
      if (why === undefined) return self.error('error: --why <text> is missing');
      return registry.run(options, async (terminal) => {
        const { operation } = await import('../operate/operation.ts');
        const { runPause } = await import('../operate/pause.ts');
        return runPause(await operation(options, terminal), { scope: scopeOf(options), why });
      });
    });
}

function whyText(text: string): string {
  if (text.trim() === '' || text.length > LONGEST_WHY) {
    throw new InvalidArgumentError(`It must be a text of at most ${LONGEST_WHY} characters.`);
  }
  return text;
}
