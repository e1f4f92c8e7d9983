/**
 * Plays worlds, one for each seed, and prints what became of them: `npm run simulate -- --seeds 2000 [--from 1] [--only PARTS] [--teeth]`. On a
 * seed that breaks a promise it prints which, a line that plays it again and the trace of the smallest world that does, and ends with 1.
 * `--only`: of one seed, the parts that such a line names. `--teeth`: plants faults in copies of the product as well; each has to be caught.
 */
import { parseArgs } from 'node:util';
import { CELLS } from './fault-catalogue';

import { catchPlantedFaults, missedCells, simulateWorlds } from './world-suite';

async function simulate(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ seeds: { type: 'string', default: '200' }, from: { type: 'string', default: '1' } },
      ...{ only: { type: 'string' }, teeth: { type: 'boolean', default: false } },
    },
  });
  const [from, seeds] = [whole('from', values.from), whole('seeds', values.seeds)];
  const started = process.hrtime.bigint();
  const report = await simulateWorlds(from, seeds, values.only);
  const { failures, hits, ...counts } = report;
  for (const { text } of failures) process.stdout.write(`${text}\n\n`);
  const missed = missedCells(report);
  const faults = Object.values(hits).reduce((sum, count) => sum + count, 0);
  const seconds = Number((process.hrtime.bigint() - started) / 1_000_000n) / 1_000;
  const cells = { all: CELLS.length, hit: CELLS.length - missed.length };
  process.stdout.write(`${JSON.stringify({ ...counts, faults, cells, seconds })}\n`);
  if (seeds >= CELLS.length && missed.length > 0) process.stdout.write(`never hit: ${missed.join(', ')}\n`);
  if (failures.length > 0) process.exitCode = 1;
  if (!values.teeth) return;
  await catchPlantedFaults(({ fault, seed, why }) => {
    const line = seed === undefined ? `NOT CAUGHT, ${why}` : `caught by seed ${seed}, ${why.split('\n')[0]}`;
    process.stdout.write(`${fault.name}: ${line}\n`);
    if (seed === undefined) process.exitCode = 1;
  });
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new RangeError(`--${name} is a whole number, 1 or more, not ${text}`);
  return Number(text);
}

simulate().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
