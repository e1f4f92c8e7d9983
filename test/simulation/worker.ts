/**
 * Plays worlds in a process of its own: `node worker.cjs --from S --seeds N [--step K] [--only PARTS] [--first] [--trace]`. Every K-th
 * seed from S on. Prints one line of JSON at the end (`WorkerReport`). `--first`: ends with the first seed that breaks a promise.
 */
import { parseArgs } from 'node:util';
import { chosenParts, failureReport } from './failure-report';
import { addUp, type WorkerReport } from './worker-report';
import { planOf, playWorld } from './world-run';

/** Failures that are told in full. */
const MOST_FAILURES = 3;

async function work(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ from: { type: 'string', default: '1' }, seeds: { type: 'string', default: '1' } },
      ...{ step: { type: 'string', default: '1' }, only: { type: 'string' } },
      ...{ first: { type: 'boolean', default: false }, trace: { type: 'boolean', default: false } },
    },
  });
  const [from, seeds, step] = [Number(values.from), Number(values.seeds), Number(values.step)];
  let report: WorkerReport = { seeds: 0, buckets: 0, writes: 0, hits: {}, excused: {}, broken: {}, failures: [] };
  for (let seed = from; seed < from + seeds; seed += step) {
    const plan = chosenParts(planOf(seed), values.only);
    const result = await playWorld(plan);
    const [broken] = result.broken;
    report = addUp(report, {
      ...{ seeds: 1, buckets: result.buckets, writes: result.writes, excused: result.excused, failures: [] },
      hits: Object.fromEntries(result.hits.map((cell) => [cell, 1])),
      broken: broken === undefined ? {} : { [broken.promise]: 1 },
    });
    if (values.trace) process.stderr.write(`${result.trace()}\n`);
    if (broken === undefined) continue;
    if (values.first) {
      report = { ...report, failures: [{ seed, text: `${broken.promise}: ${broken.about} ${broken.what}` }] };
      break;
    }
    if (report.failures.length < MOST_FAILURES) {
      report = { ...report, failures: [...report.failures, { seed, text: await failureReport(plan) }] };
    }
  }
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

work().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
