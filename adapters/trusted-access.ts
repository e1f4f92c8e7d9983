import {
  type CallAs,
  type CloudFormationClient,
  DescribeOrganizationsAccessCommand,
} from '@aws-sdk/client-cloudformation';

/**
 * Whether StackSets may act in the organization: `ENABLED`, `DISABLED` or `DISABLED_PERMANENTLY`. The management account asks as `SELF`, a
 * delegated administrator as `DELEGATED_ADMIN`. Throws what the SDK throws. Source: DescribeOrganizationsAccess, CloudFormation API Reference.
 */
export async function stackSetsAccess(cloudFormation: CloudFormationClient, callAs: CallAs): Promise<string> {
  const { Status } = await cloudFormation.send(new DescribeOrganizationsAccessCommand({ CallAs: callAs }));
  if (Status === undefined) throw new Error('CloudFormation did not say whether it has access to the organization');
  return Status;
}
