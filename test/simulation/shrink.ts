import type { Broken } from './promises';
import type { WorldPlan } from './world-plan';
import { playWorld, type WorldResult } from './world-run';

/** Names of all that can be left out of a plan: faults, actions, buckets, accounts. */
export function partsOf({ faults, actions, buckets, accounts }: WorldPlan): readonly string[] {
  return [...faults, ...actions, ...buckets, ...accounts].map(({ id }) => id);
}

/** The plan with these of its parts alone. A bucket goes with its account. */
export function onlyParts(plan: WorldPlan, only: ReadonlySet<string>): WorldPlan {
  const isIn = ({ id }: { readonly id: string }) => only.has(id);
  const accounts = plan.accounts.filter(isIn);
  const owners = new Set(accounts.map(({ account }) => account));
  return {
    ...plan,
    accounts,
    buckets: plan.buckets.filter((bucket) => isIn(bucket) && owners.has(bucket.account)),
    actions: plan.actions.filter(isIn),
    faults: plan.faults.filter(isIn),
  };
}

export interface Shrunk {
  readonly only: readonly string[];
  readonly result: WorldResult;
}

/** The fewest parts of a plan, one by one, that still break the promise that is broken first. */
export async function shrink(plan: WorldPlan, { promise }: Broken): Promise<Shrunk> {
  let only = partsOf(plan);
  let result = await playWorld(plan);
  for (let size = Math.ceil(only.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < only.length; ) {
      const fewer = [...only.slice(0, from), ...only.slice(from + size)];
      const tried = await playWorld(onlyParts(plan, new Set(fewer)));
      if (tried.broken.some((broken) => broken.promise === promise)) {
        only = fewer;
        result = tried;
      } else {
        from += size;
      }
    }
  }
  return { only, result };
}
