/**
 * Plays worlds in a process of its own: `node worker.cjs --from S --seeds N [--step K] [--only PARTS] [--aim CELLS] [--first] [--trace]`. Every K-th
 * seed from S on. Prints one line of JSON at the end (`WorkerReport`). `--first`: ends with the first seed that breaks a promise. `--aim`: what
 * happens in every world, names of cells of faults and kinds of actions, between commas.
 */
import { parseArgs } from 'node:util';
import { chosenParts, failureReport } from './failure-report';
import { addUp, type WorkerReport } from './worker-report';
import { aimAt } from './world-plan';
import { planOf, playWorld } from './world-run';

/** Failures that are told in full. */
const MOST_FAILURES = 3;

async function work(): Promise<void> {
  const { values } = parseArgs({
    options: {
      ...{ from: { type: 'string', default: '1' }, seeds: { type: 'string', default: '1' } },
      ...{ step: { type: 'string', default: '1' }, only: { type: 'string' }, aim: { type: 'string' } },
      ...{ first: { type: 'boolean', default: false }, trace: { type: 'boolean', default: false } },
    },
  });
  const [from, seeds, step] = [Number(values.from), Number(values.seeds), Number(values.step)];
  const aim = values.aim === undefined ? undefined : aimAt(values.aim.split(','));
  let report: WorkerReport = {
    seeds: 0,
    buckets: 0,
    writes: 0,
    hits: {},
    excused: {},
    fates: {},
    broken: {},
    failures: [],
  };
  for (let seed = from; seed < from + seeds; seed += step) {
    const plan = chosenParts(planOf(seed, aim), values.only);
    const result = await playWorld(plan);
    const [broken] = result.broken;
    report = addUp(report, {
      ...{
        seeds: 1,
        buckets: result.buckets,
        writes: result.writes,
        excused: result.excused,
        fates: result.fates,
        failures: [],
      },
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
