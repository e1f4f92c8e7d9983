import { Aws } from 'aws-cdk-lib';
import { type IManagedPolicy, ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** The boundary of a role as props of `iam.Role`: a bare name means the policy of that name in the role's own account. */
export function permissionsBoundary(
  scope: Construct,
  nameOrArn: string | undefined,
): { readonly permissionsBoundary?: IManagedPolicy } {
  if (nameOrArn === undefined) return {};
  const arn = nameOrArn.startsWith('arn:')
    ? nameOrArn
    : `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:policy/${nameOrArn}`;
  return { permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(scope, 'PermissionsBoundary', arn) };
}
