import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { forwarderStackSet, names } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import {
  bucketEventPattern,
  type EventPattern,
  organizationEventPattern,
  stackCompletionPattern,
} from '../bucket-event-pattern';
import type { CentralBus } from './central-bus';
import type { HubQueues } from './hub-queues';

interface BusRuleProps {
  readonly name: string;
  readonly description: string;
  readonly bus: CentralBus;
  readonly pattern: EventPattern;
  readonly targetId: string;
  readonly queue: Queue;
  readonly undelivered: Queue;
}

/** A rule on the central bus that puts events into a queue. */
class BusRule extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: BusRuleProps) {
    super(scope, id);
    const rule = new CfnRule(this, 'Resource', {
      name: props.name,
      description: props.description,
      eventBusName: props.bus.busName,
      state: 'ENABLED',
      eventPattern: props.pattern,
      targets: [
        {
          id: props.targetId,
          arn: props.queue.queueArn,
          // a flood of one account's events does not hold up the others': the queue is fair by group
          sqsParameters: { messageGroupId: '$.account' },
          deadLetterConfig: { arn: props.undelivered.queueArn },
          retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        },
      ],
    });
    this.arn = rule.attrArn;
  }
}

/**
 * The rules on the central bus: bucket events into the settle queue and, in an organization, new stacks of our stack sets and changes of
 * the organization into the sweep queue. Each queue takes messages of EventBridge from its own rules only.
 */
export function busRules(settings: Settings, bus: CentralBus, queues: HubQueues): void {
  const { settle, sweep, undelivered } = queues;
  const name = names(settings.qualifier);
  const settleRule = new BusRule(settle, 'Rule', {
    name: name.settleRule,
    description: 'Puts bucket events into the settle queue',
    bus,
    pattern: bucketEventPattern(),
    targetId: 'SettleQueue',
    queue: settle.queue,
    undelivered,
  });
  const toSweep = { bus, targetId: 'SweepQueue', queue: sweep.queue, undelivered };
  const sweepRules =
    settings.scope === 'account'
      ? []
      : [
          new BusRule(sweep, 'StackRule', {
            ...toSweep,
            name: name.stackRule,
            description: 'Puts new stacks of the stack sets into the sweep queue: accounts that just joined',
            // one Region's stack is enough of a hint
            pattern: stackCompletionPattern([forwarderStackSet(settings.qualifier, settings.homeRegion)]),
          }),
          new BusRule(sweep, 'OrganizationRule', {
            ...toSweep,
            name: name.organizationRule,
            description: 'Puts moves and tags of accounts and OUs into the sweep queue',
            pattern: organizationEventPattern(),
          }),
        ];
  acceptFrom(settle.queue, [settleRule]);
  acceptFrom(sweep.queue, sweepRules);
  acceptFrom(undelivered, [settleRule, ...sweepRules]);
}

function acceptFrom(queue: Queue, rules: readonly BusRule[]): void {
  const [first, ...others] = rules.map(({ arn }) => arn);
  if (first === undefined) return;
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: 'FromItsRuleOnly',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': others.length === 0 ? first : [first, ...others] } },
    }),
  );
}
