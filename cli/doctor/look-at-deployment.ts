import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { StackSetFleet } from '../../adapters/fleet-status';
import { activeStackSets, stackState } from '../../adapters/stack-states';
import { stackSetNames } from '../../core/contract/names';
import type { Facts, WantedStack } from '../../core/doctor/facts';
import { type InstanceSums, NO_INSTANCES, withInstances } from '../../core/doctor/stack-instances';
import type { Settings } from '../../core/settings/settings';
import { looked, lookedIf, Unavailable } from './look';

/** Instances of one stack set that are counted, a hundred a call. */
const MOST_INSTANCES = 5_000;

/** The stacks and the stack sets. `missing`: why nothing of the hub's account can be looked at. */
export async function lookAtDeployment(
  settings: Settings,
  config: { readonly profile?: string },
  missing: string | null,
  progress: (text: string) => void,
): Promise<Pick<Facts, 'stacks' | 'stackSets'>> {
  const stacks: WantedStack[] = [];
  for (const { name, region } of wantedStacks(settings)) {
    progress(`looking at the stack ${name}`);
    const cloudFormation = new CloudFormationClient({ ...config, region });
    const look = await lookedIf(missing, 'cloudformation:DescribeStacks', () => stackState(cloudFormation, name));
    stacks.push({ name, region, look });
  }
  if (settings.scope === 'account') return { stacks, stackSets: [] };

  const { qualifier, regions, homeRegion, callAs } = settings;
  const cloudFormation = new CloudFormationClient({ ...config, region: homeRegion });
  const fleetStack = stacks.find(({ name }) => name === `${qualifier}-fleet`)?.look;
  const notYet = missing ?? (fleetStack?.kind === 'seen' && fleetStack.value === null ? 'needs the deployment' : null);
  const active = await lookedIf(notYet, 'cloudformation:ListStackSets', () => activeStackSets(cloudFormation, callAs));
  const names = stackSetNames(qualifier, regions);
  const fleet = new StackSetFleet({ cloudFormation, stackSets: names, callAs });
  const stackSets: Facts['stackSets'][number][] = [];
  for (const name of names) {
    progress(`looking at the stack set ${name}`);
    const look =
      active.kind !== 'seen'
        ? active
        : active.value.has(name)
          ? await looked('cloudformation:ListStackInstances', () => instancesOf(fleet, name))
          : ({ kind: 'seen', value: null } as const);
    stackSets.push({ name, look });
  }
  return { stacks, stackSets };
}

/** Stacks in the hub's account, its own first. */
function wantedStacks(settings: Settings): readonly { readonly name: string; readonly region: string }[] {
  const { qualifier, homeRegion, regions, hubAccountId } = settings;
  const hub = { name: `${qualifier}-hub`, region: homeRegion };
  const own = [
    { name: `${qualifier}-roles`, region: homeRegion },
    ...regions.map((region) => ({ name: `${qualifier}-forwarder-${region}`, region })),
  ];
  if (settings.scope === 'account') return [hub, ...own];
  const covered = settings.deployToManagementAccount && hubAccountId === settings.managementAccountId;
  return [hub, { name: `${qualifier}-fleet`, region: homeRegion }, ...(covered ? own : [])];
}

async function instancesOf(fleet: StackSetFleet, name: string): Promise<InstanceSums> {
  let sums = NO_INSTANCES;
  let counted = 0;
  let from: string | null = null;
  do {
    const page = await fleet.instances(name, from);
    if (page.kind === 'unavailable') throw new Unavailable(page.message);
    sums = withInstances(sums, page.instances);
    counted += page.instances.length;
    from = page.next;
  } while (from !== null && counted < MOST_INSTANCES);
  return { ...sums, whole: from === null };
}
