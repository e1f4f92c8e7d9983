import {
  AWSOrganizationsNotInUseException,
  DescribeOrganizationCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { jsonAnswersOnly } from './whole-answers';

/** ID of the organization that the caller's account belongs to; null where it belongs to none. Throws what else the SDK throws. */
export async function ownOrganizationId(organizations: OrganizationsClient): Promise<string | null> {
  try {
    const { Organization } = await organizations.send(jsonAnswersOnly(new DescribeOrganizationCommand({})));
    return Organization?.Id ?? null;
  } catch (error) {
    if (error instanceof AWSOrganizationsNotInUseException) return null;
    throw error;
  }
}
