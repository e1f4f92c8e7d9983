import { stackState } from '../../adapters/stack-states';
import type { Settings } from '../../core/settings/settings';
import { visibleText } from '../../report/visible-text';
import { count } from '../operate/words';
import type { Paint } from '../paint';
import type { PlannedStack } from './assembly';
import type { DeploymentClients } from './clients';
import { accountsOf, type StackSetSums, stackSetSums } from './stack-set-sums';

export interface SeenStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** Null: there is no such stack. */
  readonly status: string | null;
  readonly statusReason: string | null;
}

/** How a deployment stands: which accounts and Regions have their roles and forwarders, and which failed and why. */
export interface DeploymentResult {
  readonly stacks: readonly SeenStack[];
  /** A set that cannot be asked for is null. */
  readonly stackSets: readonly (StackSetSums | null)[];
}

/** Throws what the SDK throws. */
export async function seenDeployment(
  settings: Settings,
  stacks: readonly PlannedStack[],
  clients: DeploymentClients,
): Promise<DeploymentResult> {
  const seen: SeenStack[] = [];
  for (const { name, account, region } of stacks) {
    const state = await stackState(clients.cloudFormation(region), name);
    seen.push({ name, account, region, status: state?.status ?? null, statusReason: state?.statusReason ?? null });
  }
  const fleet = seen.some(({ name, status }) => name === `${settings.qualifier}-fleet` && status !== null)
    ? clients.fleet(settings)
    : undefined;
  return { stacks: seen, stackSets: fleet === undefined ? [] : await stackSetSums(fleet) };
}

/** Whether everything is there. */
export function isWhole({ stacks, stackSets }: DeploymentResult): boolean {
  return stacks.every(isDone) && stackSets.every((sums) => sums !== null && sums.failed === 0 && sums.underWay === 0);
}

function isDone({ status }: SeenStack): boolean {
  return /^(CREATE|UPDATE|IMPORT)_COMPLETE$/.test(status ?? '');
}

export function resultLines({ stacks, stackSets }: DeploymentResult, paint: Paint): readonly string[] {
  const width = Math.max(0, ...stacks.map(({ name }) => name.length));
  return [
    paint.strong('stacks'),
    ...stacks.map((stack) => {
      const { name, account, region, status, statusReason } = stack;
      const shown = (isDone(stack) ? paint.good : paint.bad)(status ?? 'not there');
      const why = statusReason === null ? '' : `: ${visibleText(statusReason)}`;
      return `  ${name.padEnd(width)}  ${account}  ${region}  ${shown}${why}`;
    }),
    ...(stackSets.length === 0 ? [] : [paint.strong('accounts and Regions')]),
    ...stackSets.flatMap((sums) => (sums === null ? ['  a stack set cannot be asked for'] : setLines(sums, paint))),
  ];
}

function setLines(sums: StackSetSums, paint: Paint): readonly string[] {
  const { name, current, underWay, suspended, failed, first, whole } = sums;
  const all = count(accountsOf(sums), 'account');
  const parts = [
    `${current.toLocaleString('en')} of ${all}${whole ? '' : ' and more'} done`,
    ...(underWay === 0 ? [] : [`${underWay} under way`]),
    ...(suspended === 0 ? [] : [`${suspended} suspended and passed over`]),
    ...(failed === 0 ? [] : [paint.bad(`${failed} failed`)]),
  ];
  return [
    `  ${name}: ${parts.join(', ')}`,
    ...first.map(
      ({ account, region, statusReason }) =>
        `    ${account}, ${region}: ${visibleText(statusReason ?? 'no reason given')}`,
    ),
    ...(failed > first.length ? [`    and ${failed - first.length} more`] : []),
  ];
}
