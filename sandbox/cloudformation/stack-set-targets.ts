import type { DirectoryAccount } from '../organization/directory';
import type { Organization } from '../organization/organization';
import type { StackInstancesGroup } from './stack-set-schema';
import { TemplateError } from './template-value';

/**
 * Active accounts that a group names: those in its OUs and all below, narrowed or widened by its account filter. Never the
 * management account. Throws TemplateError for an OU or a filter that AWS would refuse.
 * Source: DeploymentTargets, CloudFormation API Reference.
 */
export function targetAccounts(group: StackInstancesGroup, organization: Organization): readonly DirectoryAccount[] {
  const { OrganizationalUnitIds, Accounts, AccountFilterType = 'NONE' } = group.DeploymentTargets;
  if (OrganizationalUnitIds === undefined) {
    throw new TemplateError('a service-managed stack set needs OrganizationalUnitIds in DeploymentTargets');
  }
  if ((Accounts === undefined) !== (AccountFilterType === 'NONE')) {
    throw new TemplateError('Accounts need an AccountFilterType other than NONE, and the other way round');
  }
  const listed = new Set(Accounts);
  const inUnits = new Map<string, DirectoryAccount>();
  for (const id of OrganizationalUnitIds) {
    if (organization.level(id) === undefined) throw new TemplateError(`there is no organizational unit ${id}`);
    for (const account of organization.accountsUnder(id)) inUnits.set(account.id, account);
  }
  const chosen = organization.accounts().filter((account) => {
    if (account.state !== 'ACTIVE' || account.id === organization.managementAccountId) return false;
    const isInside = inUnits.has(account.id);
    if (AccountFilterType === 'INTERSECTION') return isInside && listed.has(account.id);
    if (AccountFilterType === 'DIFFERENCE') return isInside && !listed.has(account.id);
    if (AccountFilterType === 'UNION') return isInside || listed.has(account.id);
    return isInside;
  });
  if (AccountFilterType === 'UNION') {
    for (const id of listed) {
      if (organization.account(id) === undefined)
        throw new TemplateError(`the account ${id} is not in the organization`);
    }
  }
  return chosen;
}

/** Suspended accounts below the group's OUs that its filter does not leave out. They get no stack. */
export function suspendedAccounts(group: StackInstancesGroup, organization: Organization): readonly DirectoryAccount[] {
  const { Accounts = [], AccountFilterType = 'NONE' } = group.DeploymentTargets;
  return organization.accounts().filter((account) => {
    if (account.state !== 'SUSPENDED' || account.id === organization.managementAccountId) return false;
    const isInside = organizationalUnitOf(account.id, group, organization) !== undefined;
    if (AccountFilterType === 'INTERSECTION') return isInside && Accounts.includes(account.id);
    if (AccountFilterType === 'DIFFERENCE') return isInside && !Accounts.includes(account.id);
    if (AccountFilterType === 'UNION') return isInside || Accounts.includes(account.id);
    return isInside;
  });
}

/** The nearest of the group's OUs or roots that the account is in; undefined if it is in none. */
export function organizationalUnitOf(
  account: string,
  { DeploymentTargets }: StackInstancesGroup,
  organization: Organization,
): string | undefined {
  const units = DeploymentTargets.OrganizationalUnitIds ?? [];
  return organization.account(account)?.parents.findLast((parent) => units.includes(parent));
}

/** Regions in which auto-deployment wants an account with these parents, with the parameters of the group. Filters do not count. */
export function automaticRegions(
  groups: readonly StackInstancesGroup[],
  parents: readonly string[] | undefined,
): ReadonlyMap<string, StackInstancesGroup> {
  const regions = new Map<string, StackInstancesGroup>();
  for (const group of groups) {
    const isTarget = group.DeploymentTargets.OrganizationalUnitIds?.some((id) => parents?.includes(id)) ?? false;
    if (isTarget) for (const region of group.Regions) regions.set(region, group);
  }
  return regions;
}
