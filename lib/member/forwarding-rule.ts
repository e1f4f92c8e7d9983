import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { EventPattern } from '../bucket-event-pattern';

interface ForwardingRuleProps {
  readonly name: string;
  readonly description: string;
  readonly pattern: EventPattern;
  readonly centralBusArn: string;
  /** What EventBridge assumes to put events there. */
  readonly roleArn: string;
}

/**
 * A rule on the default bus of an account and Region that forwards to the central bus. It has no dead-letter queue:
 * EventBridge tries for 24 hours, and what is lost then is the sweep's to find.
 */
export function forwardingRule(scope: Construct, id: string, props: ForwardingRuleProps): CfnRule {
  return new CfnRule(scope, id, {
    name: props.name,
    description: props.description,
    state: 'ENABLED',
    eventPattern: props.pattern,
    targets: [{ id: 'CentralBus', arn: props.centralBusArn, roleArn: props.roleArn }],
  });
}
