import { parseArgs } from 'node:util';
import { settlingRuns } from './settling-runs';

/**
 * Plays worlds, one for each seed, and prints what became of them as a line of JSON; on the first one that breaks a promise it says which, how
 * to see that again and what happened, and ends with 1. A process of its own, for the test runner's context makes it three times slower:
 *
 *     npm run simulate:settling -- --seeds 400 [--from 1] [--buckets 20] [--reversals]
 */
async function simulate(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '400' },
      from: { type: 'string', default: '1' },
      buckets: { type: 'string', default: '20' },
      reversals: { type: 'boolean', default: false },
    },
  });
  const from = whole('from', values.from);
  const seeds = Array.from({ length: whole('seeds', values.seeds) }, (_, index) => from + index);
  const runs = await settlingRuns(seeds, { buckets: whole('buckets', values.buckets), reversals: values.reversals });
  process.stdout.write(`${JSON.stringify(runs)}\n`);
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new RangeError(`--${name} is a whole number, 1 or more, not ${text}`);
  return Number(text);
}

simulate().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
