import pLimit from 'p-limit';
import type { OperationPreferences } from './stack-set-schema';

export interface OperationTarget {
  readonly account: string;
  readonly region: string;
}

/**
 * Runs one operation on instances, Region by Region or in all at once, and answers whether it succeeded: in no Region did more
 * accounts fail than tolerated. A Region that is beyond its tolerance stops, and no further Region begins.
 * Source: StackSetOperationPreferences, CloudFormation API Reference.
 */
export async function runOperation(
  targets: readonly OperationTarget[],
  preferences: OperationPreferences,
  run: (target: OperationTarget) => Promise<boolean>,
): Promise<boolean> {
  const regions = orderRegions([...new Set(targets.map((target) => target.region))], preferences.RegionOrder ?? []);
  let succeeded = true;
  const runRegion = async (region: string): Promise<void> => {
    if (!succeeded) return;
    const inRegion = targets.filter((target) => target.region === region);
    const tolerated = toleratedFailures(inRegion.length, preferences);
    const limit = pLimit(concurrency(inRegion.length, tolerated, preferences));
    let failures = 0;
    await Promise.all(
      inRegion.map((target) =>
        limit(async () => {
          if (failures > tolerated) return;
          if (!(await run(target))) failures += 1;
        }),
      ),
    );
    if (failures > tolerated) succeeded = false;
  };
  if (preferences.RegionConcurrencyType === 'PARALLEL') await Promise.all(regions.map(runRegion));
  else for (const region of regions) await runRegion(region);
  return succeeded;
}

function orderRegions(regions: readonly string[], order: readonly string[]): readonly string[] {
  const rank = (region: string) => (order.includes(region) ? order.indexOf(region) : order.length);
  return [...regions].sort((a, b) => rank(a) - rank(b));
}

function toleratedFailures(accounts: number, preferences: OperationPreferences): number {
  const percentage = preferences.FailureTolerancePercentage;
  if (percentage !== undefined) return Math.floor((accounts * percentage) / 100);
  return preferences.FailureToleranceCount ?? 0;
}

function concurrency(accounts: number, tolerated: number, preferences: OperationPreferences): number {
  const percentage = preferences.MaxConcurrentPercentage;
  const wanted =
    percentage === undefined
      ? (preferences.MaxConcurrentCount ?? 1)
      : Math.max(1, Math.floor((accounts * percentage) / 100));
  return preferences.ConcurrencyMode === 'SOFT_FAILURE_TOLERANCE' ? wanted : Math.min(wanted, tolerated + 1);
}
