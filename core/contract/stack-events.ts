/**
 * The EventBridge event of a stack that a stack set made: the account's forwarder is in place. Source: "CloudFormation event
 * details", AWS CloudFormation User Guide.
 */
export const STACK_EVENT_SOURCE = 'aws.cloudformation';
export const STACK_EVENT_DETAIL_TYPE = 'CloudFormation Stack Status Change';
export const STACK_CREATED = 'CREATE_COMPLETE';

/** How the name of every stack of a stack set begins; a UUID follows. */
export function stackNamePrefix(stackSetName: string): string {
  return `StackSet-${stackSetName}-`;
}
