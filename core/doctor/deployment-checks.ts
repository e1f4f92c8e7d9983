import { type Check, checked, type Finding, fine, unknown, wrong } from './check';
import { visibleDetail } from './detail';
import type { Facts, SeenStack, WantedStack } from './facts';
import type { InstanceSums } from './stack-instances';

const DEPLOY = 'npx partsweep deploy';
/** Source: StackStatus, CloudFormation API Reference. */
const COMPLETE = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE']);

/** The stacks in the hub's account, and what the stack sets brought to the others. */
export function deploymentChecks({ settings, stacks, stackSets }: Facts): readonly Check[] {
  return [
    ...stacks.map((stack) =>
      checked(
        `stack:${stack.name}${stack.region === settings.homeRegion ? '' : `:${stack.region}`}`,
        `stack ${stack.name}`,
        stack.look,
        (seen) => stackFinding(stack, seen),
        `aws cloudformation describe-stacks --stack-name ${stack.name} --region ${stack.region}`,
      ),
    ),
    ...managementStacks(settings),
    ...stackSets.map(({ name, look }) =>
      checked(
        `stack-set:${name}`,
        `stack set ${name}`,
        look,
        (sums) =>
          sums === null ? wrong('there is no such stack set', DEPLOY) : instancesFinding(name, sums, settings),
        `aws cloudformation list-stack-instances --stack-set-name ${name}${callAsFlag(settings)} --region ${settings.homeRegion}`,
      ),
    ),
  ];
}

function stackFinding({ name, region }: WantedStack, seen: SeenStack | null): Finding {
  if (seen === null) return wrong('it is not deployed', DEPLOY);
  const { status, statusReason } = seen;
  const text = `${status} in ${region}`;
  if (COMPLETE.has(status)) return fine(text);
  if (status.endsWith('_IN_PROGRESS')) return unknown(`${text}: look again when that is over`);
  const why = statusReason === null ? [] : [visibleDetail(statusReason)];
  const events = `aws cloudformation describe-stack-events --stack-name ${name} --region ${region} --query "StackEvents[?contains(ResourceStatus,'FAILED')].[LogicalResourceId,ResourceStatusReason]" --output text`;
  return wrong(
    status === 'UPDATE_ROLLBACK_COMPLETE' ? `${text}: what runs is what was there before the last deployment` : text,
    `${events}, mend the cause, then ${DEPLOY}`,
    why,
  );
}

function instancesFinding(name: string, sums: InstanceSums, settings: Facts['settings']): Finding {
  const { current, underWay, suspended, failed, first, whole } = sums;
  const some = (number: number, word: string): string[] =>
    number === 0 ? [] : [`${number.toLocaleString('en')} ${word}`];
  const parts = [
    ...some(current, 'in place'),
    ...some(underWay, 'under way'),
    ...some(suspended, 'of suspended accounts'),
    ...some(failed, 'failed'),
  ];
  const text = `${parts.join(', ')}${whole ? '' : ', and more that were not counted'}`;
  if (failed > 0) {
    const regions = [...new Set(first.map(({ region }) => region))];
    const accounts = [...new Set(first.map(({ account }) => account))];
    const units = settings.scope === 'organization' ? settings.targets.join(',') : '';
    return wrong(
      text,
      `mend the cause, then aws cloudformation update-stack-instances --stack-set-name ${name}${callAsFlag(settings)} --region ${settings.homeRegion} --deployment-targets Accounts=${listed(accounts)},AccountFilterType=INTERSECTION,OrganizationalUnitIds=${listed(units.split(','))} --regions ${regions.join(' ')}`,
      first.map(
        ({ account, region, detailedStatus, statusReason }) =>
          `${account} ${region}: ${visibleDetail(statusReason ?? detailedStatus)}`,
      ),
    );
  }
  if (parts.length === 0) return unknown('it is in no account', 'see whether there are accounts under the targets');
  return underWay > 0 ? unknown(`${text}: look again when that is over`) : fine(text);
}

/** The command line's shorthand for one or several. */
function listed(items: readonly string[]): string {
  return items.length === 1 ? (items[0] ?? '') : `'[${items.join(',')}]'`;
}

/** Of stacks in the management account the hub sees nothing, unless it is there itself. */
function managementStacks(settings: Facts['settings']): readonly Check[] {
  if (settings.scope !== 'organization' || !settings.deployToManagementAccount) return [];
  if (settings.hubAccountId === settings.managementAccountId) return [];
  return [
    checked('management-stacks', 'stacks of the management account', { kind: 'seen', value: null }, () =>
      unknown(
        'not checked: they are in another account',
        `in the management account (${settings.managementAccountId}): aws cloudformation describe-stacks --stack-name ${settings.qualifier}-roles --region ${settings.homeRegion}`,
      ),
    ),
  ];
}

function callAsFlag(settings: Facts['settings']): string {
  return settings.scope === 'organization' && settings.callAs === 'DELEGATED_ADMIN' ? ' --call-as DELEGATED_ADMIN' : '';
}
