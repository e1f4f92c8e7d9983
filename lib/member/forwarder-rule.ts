import { Aws } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { names, roleArn } from '../../core/contract/names';
import { foreignBucketEventPattern, stackCompletionPattern } from '../bucket-event-pattern';
import { forwardingRule } from './forwarding-rule';

interface ForwarderRuleProps {
  readonly qualifier: string;
  /** IAM path of the roles, `/` or `/…/`. */
  readonly path: string;
  readonly centralBusArn: string;
  /** Stack set whose new stacks are told of as well: that of the home Region's forwarders. @default none */
  readonly stackSetName?: string | undefined;
}

/** The rules of one account and Region that forward bucket events and, where asked, that the account has joined. */
export class ForwarderRule extends Construct {
  constructor(scope: Construct, id: string, props: ForwarderRuleProps) {
    super(scope, id);
    const { centralBusArn, path, stackSetName } = props;
    const name = names(props.qualifier);
    const own = (roleName: string): string => roleArn(Aws.PARTITION, Aws.ACCOUNT_ID, path, roleName);
    const target = { centralBusArn, roleArn: own(name.forwarderRole) };
    forwardingRule(this, 'Rule', {
      ...target,
      name: name.forwarderRule,
      description: 'Forwards changes of buckets to the central bus of partsweep',
      pattern: foreignBucketEventPattern(own(name.memberRole)),
    });
    if (stackSetName === undefined) return;
    forwardingRule(this, 'StackRule', {
      ...target,
      name: name.stackForwarderRule,
      description: 'Tells the central bus of partsweep that this account has joined',
      pattern: stackCompletionPattern([stackSetName]),
    });
  }
}
