import { AwsError, NotModelledError } from '../../aws-error';
import { callerAccount } from '../../identity/caller';
import type { RoleSessions } from '../../identity/role-sessions';
import type { Authorizer } from '../../policy/authorizer';
import type { Call } from '../../wire/message';
import { invalid } from './request-members';

const CLOUDFORMATION = 'cloudformation.amazonaws.com';

/**
 * Checks the role that CloudFormation is to use for a stack: that the caller may pass it and that it trusts CloudFormation. What it then does
 * is not authorized call by call, so that a role that may not do everything is not modelled. Throws AwsError.
 */
export function checkServiceRole(
  roleArn: string | null,
  call: Call,
  { authorizer, roleSessions }: { readonly authorizer: Authorizer; readonly roleSessions: RoleSessions },
): void {
  if (roleArn === null) return;
  const { caller, region } = call;
  const account = callerAccount(caller);
  authorizer.authorize({
    caller,
    action: 'iam:PassRole',
    resource: roleArn,
    resourceAccount: account,
    region,
    context: { 'iam:PassedToService': CLOUDFORMATION },
  });
  try {
    const { caller: role } = roleSessions.assume({
      caller: { kind: 'service', principal: CLOUDFORMATION, sourceAccount: account },
      roleArn,
      sessionName: 'AWSCloudFormation',
      region,
    });
    const wanted = { caller: role, action: 'iam:CreateRole', resource: '*', resourceAccount: account, region };
    if (!authorizer.decide(wanted).allowed) {
      throw new NotModelledError(`a service role of CloudFormation that may not do everything (${roleArn})`);
    }
  } catch (error) {
    if (error instanceof AwsError) throw invalid(`Role ${roleArn} is invalid or cannot be assumed`);
    throw error;
  }
}
