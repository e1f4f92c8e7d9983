import type { AccountId } from '../../core/identifiers';
import { withAws } from '../aws';
import type { Hub } from '../hub/hub';

/**
 * What a person types to confirm what touches one account, or everything (null): the account's ID; the organization's, or that of the hub's
 * account where there is no organization.
 */
export async function confirmationId(
  hub: Hub,
  only: AccountId | null,
): Promise<{ readonly kind: string; readonly word: string }> {
  if (only !== null) return { kind: 'the ID of that account', word: only };
  const { organizationId, account } = hub.deployment;
  // settings that name no organization are those of one account
  const organization = organizationId ?? (account === null ? await askOrganizations(hub) : null);
  return organization === null
    ? { kind: 'the ID of the account', word: hub.account }
    : { kind: 'the ID of the organization', word: organization };
}

async function askOrganizations({ config }: Hub): Promise<string | null> {
  const { OrganizationsClient } = await import('@aws-sdk/client-organizations');
  const { ownOrganizationId } = await import('../../adapters/own-organization.ts');
  return withAws('asking for the ID of the organization', 'organizations:DescribeOrganization', () =>
    ownOrganizationId(new OrganizationsClient(config)),
  );
}
