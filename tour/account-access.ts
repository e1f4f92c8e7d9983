import type { Cloud } from '../sandbox/cloud';
import type { Landscape } from './landscape';

/** What Organizations makes in every account that it creates. Source: "Accessing member accounts", AWS Organizations User Guide. */
const ROLE = 'OrganizationAccountAccessRole';

/** Lets the administrators of the management account into every other account, as they are in AWS. */
export async function giveAccess(cloud: Cloud, landscape: Landscape, region: string): Promise<void> {
  const { managementAccountId, hub, logArchive, workloads } = landscape;
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: `arn:aws:iam::${managementAccountId}:root` },
  };
  const Properties = {
    RoleName: ROLE,
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  };
  for (const { id } of [hub, logArchive, ...workloads]) {
    await cloud.stacks.deployStack({
      account: id,
      region,
      stackName: 'organization-access',
      template: { Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } },
      capabilities: ['CAPABILITY_NAMED_IAM'],
    });
  }
}
