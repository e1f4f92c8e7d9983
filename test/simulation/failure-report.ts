import { onlyParts, partsOf, shrink } from './shrink';
import type { WorldPlan } from './world-plan';
import { playWorld } from './world-run';

const MOST_LINES = 200;

/** What a seed broke, a line that plays it again, and the trace of the smallest world that breaks the same promise. */
export async function failureReport(plan: WorldPlan): Promise<string> {
  const whole = await playWorld(plan);
  const [first] = whole.broken;
  if (first === undefined) return `seed ${plan.seed} breaks no promise`;
  const { only, result } = await shrink(plan, first);
  const words = result.broken.map(({ promise, about, what }) => `  ${promise}: ${about} ${what}`);
  const replay = `npm run simulate -- --from ${plan.seed} --seeds 1 --only ${only.join(',')}`;
  const lines = result.trace().split('\n');
  const left = lines.length - MOST_LINES;
  const trace = left > 0 ? [...lines.slice(-MOST_LINES), `(and ${left} lines before)`] : lines;
  const size = `${only.length} of ${partsOf(plan).length} parts`;
  return [`seed ${plan.seed} breaks a promise, with ${size}:`, ...words, `replay: ${replay}`, ...trace].join('\n');
}

/** The parts of a plan that `--only` names. Throws RangeError for one that the plan does not have. */
export function chosenParts(plan: WorldPlan, only: string | undefined): WorldPlan {
  if (only === undefined) return plan;
  const names = only.split(',');
  const unknown = names.find((name) => !partsOf(plan).includes(name));
  if (unknown !== undefined) throw new RangeError(`the world of seed ${plan.seed} has no part ${unknown}`);
  return onlyParts(plan, new Set(names));
}
