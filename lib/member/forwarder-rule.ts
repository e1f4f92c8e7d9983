import { Aws } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { names, roleArn } from '../../core/contract/names';
import { foreignBucketEventPattern } from '../bucket-event-pattern';

interface ForwarderRuleProps {
  readonly qualifier: string;
  /** IAM path of the roles, `/` or `/…/`. */
  readonly path: string;
  readonly centralBusArn: string;
}

/**
 * The rule on the default bus of one account and Region that forwards bucket events. It has no dead-letter queue:
 * EventBridge tries for 24 hours, and what is lost then is the sweep's to find.
 */
export class ForwarderRule extends Construct {
  constructor(scope: Construct, id: string, props: ForwarderRuleProps) {
    super(scope, id);
    const name = names(props.qualifier);
    new CfnRule(this, 'Rule', {
      name: name.forwarderRule,
      description: 'Forwards changes of buckets to the central bus of partsweep',
      state: 'ENABLED',
      eventPattern: foreignBucketEventPattern(roleArn(Aws.PARTITION, Aws.ACCOUNT_ID, props.path, name.memberRole)),
      targets: [
        {
          id: 'CentralBus',
          arn: props.centralBusArn,
          roleArn: roleArn(Aws.PARTITION, Aws.ACCOUNT_ID, props.path, name.forwarderRole),
        },
      ],
    });
  }
}
