import type { Caller } from '../../identity/caller';

type Person = Exclude<Caller, { kind: 'service' }>;

/**
 * `userIdentity` of a record as the account `recipient` gets it: an account that is not the caller's own learns no more than the
 * account and the unique ID. Source: "CloudTrail userIdentity element", CloudTrail User Guide.
 */
export function userIdentity(caller: Person, recipient: string): Readonly<Record<string, unknown>> {
  if (caller.accountId !== recipient) {
    return { type: 'AWSAccount', principalId: caller.userId, accountId: caller.accountId };
  }
  const known = {
    principalId: caller.userId,
    arn: caller.arn,
    accountId: caller.accountId,
    accessKeyId: caller.accessKeyId,
  };
  switch (caller.kind) {
    case 'root':
      return { type: 'Root', ...known };
    case 'user':
      return { type: 'IAMUser', ...known, userName: caller.userName };
    case 'assumed-role':
      return {
        type: 'AssumedRole',
        ...known,
        sessionContext: {
          sessionIssuer: {
            type: 'Role',
            principalId: caller.userId.split(':')[0],
            arn: caller.roleArn,
            accountId: caller.accountId,
            userName: caller.roleName,
          },
          attributes: { creationDate: toSecond(caller.issuedAt), mfaAuthenticated: 'false' },
        },
      };
  }
}

/** ISO 8601 to the second, as CloudTrail writes times. */
export function toSecond(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
