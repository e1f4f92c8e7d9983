import type { StackSetFleet } from '../../adapters/fleet-status';
import { type InstanceSums, NO_INSTANCES, withInstances } from '../../core/doctor/stack-instances';

/** Instances of one stack set that are counted, a hundred a call. */
const MOST_INSTANCES = 50_000;

export interface StackSetSums extends InstanceSums {
  readonly name: string;
}

/** How the instances of each stack set stand; null where that cannot be asked. A set that is not there has none. */
export async function stackSetSums(fleet: StackSetFleet): Promise<readonly (StackSetSums | null)[]> {
  const sums: (StackSetSums | null)[] = [];
  for (const name of fleet.stackSets) sums.push(await sumsOf(fleet, name));
  return sums;
}

async function sumsOf(fleet: StackSetFleet, name: string): Promise<StackSetSums | null> {
  let sums = NO_INSTANCES;
  let counted = 0;
  let from: string | null = null;
  do {
    const page = await fleet.instances(name, from);
    if (page.kind === 'unavailable')
      return page.message.startsWith('StackSetNotFound') ? { name, ...NO_INSTANCES } : null;
    sums = withInstances(sums, page.instances);
    counted += page.instances.length;
    from = page.next;
  } while (from !== null && counted < MOST_INSTANCES);
  return { name, ...sums, whole: from === null };
}

/** Accounts that the set is to serve: those that are suspended are not. */
export function accountsOf({ current, underWay, failed }: InstanceSums): number {
  return current + underWay + failed;
}
