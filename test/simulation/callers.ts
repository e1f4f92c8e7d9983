import { names, roleArn } from '../../core/contract/names';
import type { AccountId } from '../../core/identifiers';
import type { Caller } from './cloud-trail-event';
import { terraformOf } from './terraform-rules';
import type { Writer } from './world-actions';

/** Who writes in an account, as CloudTrail tells of it. */
export function callerOf(writer: Writer, account: AccountId): Caller {
  switch (writer) {
    case 'terraform':
      return terraformOf(account);
    case 'cloudformation':
      return {
        userIdentity: roleOf(account, 'deployer', 'AWSCloudFormation', { invokedBy: 'cloudformation.amazonaws.com' }),
        userAgent: 'cloudformation.amazonaws.com',
        sourceIPAddress: 'cloudformation.amazonaws.com',
      };
    case 'console':
      return {
        userIdentity: roleOf(account, 'AWSReservedSSO_Admin_0123456789abcdef', 'ada@example.com'),
        userAgent: 'S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.750',
        sourceIPAddress: '198.51.100.23',
      };
  }
}

/** Our own session in a member account, as CloudTrail tells of it. */
export function memberRole(account: AccountId): Caller {
  const { memberRole: userName, reconcileFunction } = names('partsweep');
  const sessionIssuer = { type: 'Role', arn: roleArn('aws', account, '/', userName), accountId: account, userName };
  return {
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE:${reconcileFunction}`,
      arn: `arn:aws:sts::${account}:assumed-role/${userName}/${reconcileFunction}`,
      accountId: account,
      sessionContext: { sessionIssuer },
    },
    userAgent: 'aws-sdk-js/3.1169.0',
    sourceIPAddress: '203.0.113.9',
  };
}

function roleOf(account: AccountId, role: string, session: string, more: Readonly<Record<string, string>> = {}) {
  const arn = `arn:aws:iam::${account}:role/${role}`;
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    sessionContext: { sessionIssuer: { type: 'Role', arn, accountId: account, userName: role } },
    ...more,
  };
}
