import {
  AWSOrganizationsNotInUseException,
  DescribeOrganizationCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';

export interface OrganizationDescription {
  readonly id: string;
  readonly managementAccountId: string;
  /** `ALL` or `CONSOLIDATED_BILLING`. */
  readonly featureSet: string;
}

/**
 * The organization that the caller's account belongs to; null where it belongs to none. Any member may ask. Throws what else the SDK throws.
 * Source: DescribeOrganization, AWS Organizations API Reference.
 */
export async function organizationDescription(
  organizations: OrganizationsClient,
): Promise<OrganizationDescription | null> {
  try {
    const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
    const { Id, MasterAccountId, FeatureSet } = Organization ?? {};
    if (Id === undefined || MasterAccountId === undefined) {
      throw new Error('Organizations gave an organization without its IDs');
    }
    return { id: Id, managementAccountId: MasterAccountId, featureSet: FeatureSet ?? 'ALL' };
  } catch (error) {
    if (error instanceof AWSOrganizationsNotInUseException) return null;
    throw error;
  }
}
