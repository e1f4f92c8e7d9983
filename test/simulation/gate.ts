/**
 * What the gate plays: `node --import tsx test/simulation/gate.ts RESULTS`. So many worlds, in which no promise may break and every cell of
 * the faults has to be hit, and every planted fault, which has to be caught. Prints what each came to, and writes `{"passed","failed"}`
 * to the file `RESULTS`.
 */
import { writeFileSync } from 'node:fs';
import { CELLS } from './fault-catalogue';
import { PROMISES } from './promises';
import { catchPlantedFaults, missedCells, simulateWorlds } from './world-suite';

const SEEDS = 2_000;

const counts = { passed: 0, failed: 0 };

function tell(isKept: boolean, what: string): void {
  counts[isKept ? 'passed' : 'failed'] += 1;
  process.stdout.write(`${isKept ? 'ok' : 'FAILED'}: ${what}\n`);
}

async function gate(results: string | undefined): Promise<void> {
  const started = process.hrtime.bigint();
  const report = await simulateWorlds(1, SEEDS);
  const { seeds, buckets, writes, broken, failures, hits, excused, fates } = report;
  for (const { text } of failures) process.stdout.write(`${text}\n\n`);
  for (const promise of PROMISES)
    tell(broken[promise] === undefined, `${promise} in ${seeds} worlds, ${buckets} buckets`);
  const missed = missedCells(report);
  const faults = Object.values(hits).reduce((sum, count) => sum + count, 0);
  const cells = `${CELLS.length - missed.length} of ${CELLS.length} cells of fault and call were hit by ${faults} faults`;
  tell(missed.length === 0, `${cells}${missed.length === 0 ? '' : `, not ${missed.join(', ')}`}`);
  tell(
    seeds === SEEDS && writes > SEEDS,
    `the product was at work: ${writes} writes, excused ${JSON.stringify(excused)}`,
  );
  const { told = 0, repaired = 0 } = fates;
  tell(told > 0 && repaired > 0, `of foreign writes that ours replaced: ${JSON.stringify(fates)}`);
  await catchPlantedFaults(({ fault, seed, why }) => {
    const line = seed === undefined ? why : `caught by seed ${seed} of ${fault.within}`;
    tell(seed !== undefined, `a product that ${fault.name}: ${line}`);
  });
  process.stdout.write(`${(process.hrtime.bigint() - started) / 1_000_000_000n} seconds\n`);
  if (results !== undefined) writeFileSync(results, JSON.stringify(counts));
  if (counts.failed > 0) process.exitCode = 1;
}

gate(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
