import { Duration } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { names } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import { acknowledge } from '../acknowledge';
import { bucketEventPattern } from '../bucket-event-pattern';
import type { CentralBus } from './central-bus';

/** Receives beyond maxTries before SQS itself gives up: the function's own verdict, with its reason, comes first. */
const SPARE_RECEIVES = 5;

/**
 * The queue in which buckets settle, the rule that fills it, and a dead-letter queue for each of its two hops:
 * from the bus into the queue, and from the queue into the function.
 */
export class SettleQueue extends Construct {
  readonly queue: Queue;
  /** Messages that the function gave up, with the reason, or that it crashed on. */
  readonly deadLetters: Queue;
  /** Events that EventBridge could not deliver. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, settings: Settings, bus: CentralBus, functionTimeout: Duration) {
    super(scope, id);
    const name = names(settings.qualifier);
    const secure = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };
    // SQS counts age from the first queue on: dead letters need longer than the queue that they come from
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...secure,
      queueName: name.settleDeadLetterQueue,
      retentionPeriod: Duration.days(14),
    });
    this.undelivered = new Queue(this, 'Undelivered', {
      ...secure,
      queueName: name.undeliveredQueue,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      ...secure,
      queueName: name.settleQueue,
      deliveryDelay: Duration.seconds(settings.settleSeconds),
      retentionPeriod: Duration.days(4),
      // six times the function's timeout, as "Using Lambda with Amazon SQS" asks for
      visibilityTimeout: Duration.seconds(functionTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: settings.maxTries + SPARE_RECEIVES },
    });
    acknowledge(this.undelivered, {
      'AwsSolutions-SQS3': "it is itself a dead-letter queue: of the rule's target, where cdk-nag does not look",
    });

    const rule = new CfnRule(this, 'Rule', {
      name: name.settleRule,
      description: 'Puts bucket events into the settle queue',
      eventBusName: bus.busName,
      state: 'ENABLED',
      eventPattern: bucketEventPattern(),
      targets: [
        {
          id: 'SettleQueue',
          arn: this.queue.queueArn,
          deadLetterConfig: { arn: this.undelivered.queueArn },
          retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        },
      ],
    });
    for (const queue of [this.queue, this.undelivered]) {
      queue.addToResourcePolicy(
        new PolicyStatement({
          sid: 'FromItsRuleOnly',
          effect: Effect.ALLOW,
          principals: [new ServicePrincipal('events.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [queue.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
        }),
      );
    }
  }
}
