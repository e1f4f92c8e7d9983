import type { AccountId } from '../../core/identifiers';
import { ROLES_STACK_SET } from './organization';

/** An event of AWS Organizations, as EventBridge delivers it. Source: "Logging AWS Organizations API calls with AWS CloudTrail". */
export function organizationEvent(
  eventName: 'MoveAccount' | 'TagResource',
  parameters: Readonly<Record<string, unknown>>,
  at: number,
) {
  return envelope('aws.organizations', 'AWS API Call via CloudTrail', '888888888888', at, {
    ...{ eventSource: 'organizations.amazonaws.com', eventName, awsRegion: 'us-east-1' },
    eventTime: new Date(at).toISOString(),
    requestParameters: parameters,
  });
}

/** A stack of the roles' stack set that is complete. Source: "CloudFormation event details", AWS CloudFormation User Guide. */
export function stackEvent(account: AccountId, at: number) {
  const stack = `StackSet-${ROLES_STACK_SET}-0b6f2d7e-0000-4000-8000-000000000000`;
  return envelope('aws.cloudformation', 'CloudFormation Stack Status Change', account, at, {
    'stack-id': `arn:aws:cloudformation:eu-west-1:${account}:stack/${stack}/1`,
    'status-details': { status: 'CREATE_COMPLETE' },
  });
}

function envelope(source: string, detailType: string, account: string, at: number, detail: unknown) {
  const time = new Date(at).toISOString();
  return { version: '0', id: `organization-${at}`, 'detail-type': detailType, source, account, time, detail };
}
