import { Duration } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { names } from '../../core/contract/names';
import type { Settings } from '../../core/settings/settings';
import { acknowledge } from '../acknowledge';
import { SECURE_QUEUE, WorkQueue } from './work-queue';

/** A batch of ten buckets takes a few seconds; the rest is for S3 when it is slow. */
export const RECONCILE_TIMEOUT = Duration.seconds(60);
/** The longest that Lambda gives: what takes longer goes on by message. */
export const SWEEP_TIMEOUT = Duration.minutes(15);

/** The queues of the hub. */
export interface HubQueues {
  /** Where buckets settle before `reconcile-bucket` looks at them. */
  readonly settle: WorkQueue;
  /** What `start-sweep` is asked. */
  readonly sweep: WorkQueue;
  /** Accounts for `survey-account`. */
  readonly accounts: WorkQueue;
  /** What `write-report` is asked. */
  readonly reports: WorkQueue;
  /** What EventBridge and its Scheduler could not deliver. */
  readonly undelivered: Queue;
}

export function hubQueues(scope: Construct, settings: Settings): HubQueues {
  const name = names(settings.qualifier);
  const { maxTries } = settings;
  const settle = new WorkQueue(scope, 'Settle', {
    queueName: name.settleQueue,
    deadLetterQueueName: name.settleDeadLetterQueue,
    functionTimeout: RECONCILE_TIMEOUT,
    maxTries,
    deliveryDelay: Duration.seconds(settings.settleSeconds),
  });
  const undelivered = new Queue(settle, 'Undelivered', {
    ...SECURE_QUEUE,
    queueName: name.undeliveredQueue,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(undelivered, {
    'AwsSolutions-SQS3':
      'it is itself a dead-letter queue: of targets of rules and schedules, where cdk-nag does not look',
  });
  return {
    settle,
    undelivered,
    sweep: new WorkQueue(scope, 'Sweep', {
      queueName: name.sweepQueue,
      deadLetterQueueName: name.sweepDeadLetterQueue,
      functionTimeout: SWEEP_TIMEOUT,
      maxTries,
    }),
    reports: new WorkQueue(scope, 'Reports', {
      queueName: name.reportQueue,
      deadLetterQueueName: name.reportDeadLetterQueue,
      functionTimeout: SWEEP_TIMEOUT,
      maxTries,
    }),
    accounts: new WorkQueue(scope, 'Accounts', {
      queueName: name.accountQueue,
      deadLetterQueueName: name.accountDeadLetterQueue,
      functionTimeout: SWEEP_TIMEOUT,
      maxTries,
    }),
  };
}
