import { AwsError } from '../aws-error';
import { callerName } from '../identity/caller';
import type { PolicyKind } from '../trace';
import type { AuthorizationRequest, Decision } from './authorizer';

const EXPLICIT: Readonly<Record<PolicyKind, string>> = {
  'identity-based policy': 'an identity-based policy',
  'resource-based policy': 'a resource-based policy',
  'session policy': 'a session policy',
  'permissions boundary': 'a permissions boundary',
  'service control policy': 'a service control policy',
  'role trust policy': 'the role trust policy',
};

/**
 * The refusal in AWS's words. S3 quotes the ARN, and tells a caller from outside the organization of the resource nothing.
 * Source: "Troubleshoot access denied error messages", IAM User Guide, and "Troubleshoot access denied (403 Forbidden) errors in Amazon S3".
 */
export function accessDenied(
  request: AuthorizationRequest,
  denial: Extract<Decision, { allowed: false }>,
  sameOrganization: boolean,
): AwsError {
  const isS3 = /^s3(express)?:/.test(request.action);
  if (isS3 && !sameOrganization) return new AwsError('AccessDenied', 'Access Denied', 403);
  const resource = isS3 ? `"${request.resource}"` : request.resource;
  const name = callerName(request.caller);
  const what = `User: ${name} is not authorized to perform: ${request.action} on resource: ${resource}`;
  if (!sameOrganization) return new AwsError('AccessDenied', what, 403);
  const why = denial.explicit
    ? `with an explicit deny in ${EXPLICIT[denial.policyKind]}`
    : `because no ${denial.policyKind} allows the ${request.action} action`;
  return new AwsError('AccessDenied', `${what} ${why}`, 403);
}
