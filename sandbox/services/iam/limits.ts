import { AwsError } from '../../aws-error';

// Source: "IAM and AWS STS quotas", IAM User Guide (default quotas; white space does not count in policies).
const TRUST_POLICY_CHARACTERS = 2048;
const MANAGED_POLICY_CHARACTERS = 6144;
const INLINE_POLICY_CHARACTERS = 10_240;
export const MANAGED_POLICIES_PER_ROLE = 10;

/** Throws AwsError ValidationError unless the name has 1 to `maximum` characters of IAM's alphabet. */
export function checkName(kind: 'roleName' | 'policyName', name: string, maximum: number): void {
  if (name.length > maximum || !/^[\w+=,.@-]+$/.test(name)) {
    throw new AwsError(
      'ValidationError',
      `The specified value for ${kind} is invalid: "${name}". It must have 1 to ${maximum} characters of A-Z, a-z, 0-9 and _+=,.@-`,
    );
  }
}

export function checkPath(path: string): void {
  if (path.length > 512 || !/^(\/|\/[!-~]+\/)$/.test(path)) {
    throw new AwsError(
      'ValidationError',
      'The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.',
    );
  }
}

export function checkDescription(description: string | undefined): void {
  if (description !== undefined && description.length > 1000) {
    throw new AwsError('ValidationError', 'Value at "description" must have length less than or equal to 1000');
  }
}

function charactersOf(document: unknown): number {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  return text.replace(/\s/g, '').length;
}

export function checkTrustPolicySize(document: unknown): void {
  if (charactersOf(document) > TRUST_POLICY_CHARACTERS) {
    throw limitExceeded(`Cannot exceed quota for ACLSizePerRole: ${TRUST_POLICY_CHARACTERS}`);
  }
}

export function checkManagedPolicySize(document: unknown): void {
  if (charactersOf(document) > MANAGED_POLICY_CHARACTERS) {
    throw limitExceeded(`Cannot exceed quota for PolicySize: ${MANAGED_POLICY_CHARACTERS}`);
  }
}

/** All inline policies of one role together. */
export function checkInlinePolicySize(roleName: string, documents: readonly unknown[]): void {
  const sum = documents.reduce<number>((total, document) => total + charactersOf(document), 0);
  if (sum > INLINE_POLICY_CHARACTERS) {
    throw limitExceeded(`Maximum policy size of ${INLINE_POLICY_CHARACTERS} bytes exceeded for role ${roleName}`);
  }
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceeded', message, 409);
}
