import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/**
 * Receives beyond maxTries before SQS itself gives up: the function's own verdict, with its reason, comes first, and a message that only
 * waits for another invocation is received as often as that takes.
 */
const SPARE_RECEIVES = 50;

export const SECURE_QUEUE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } satisfies QueueProps;

interface WorkQueueProps {
  readonly queueName: string;
  readonly deadLetterQueueName: string;
  /** Timeout of the function that works it off. */
  readonly functionTimeout: Duration;
  /** Tries of that function before it gives a message up. */
  readonly maxTries: number;
  /** Delay of messages that name none. @default none */
  readonly deliveryDelay?: Duration;
}

/** A queue that one function works off, with the queue of what it gave up. */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  /** Messages that the function gave up, with the reason, or that it crashed on. */
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    // SQS counts age from the first queue on: dead letters need longer than the queue that they come from
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...SECURE_QUEUE,
      queueName: props.deadLetterQueueName,
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      ...SECURE_QUEUE,
      queueName: props.queueName,
      ...(props.deliveryDelay === undefined ? {} : { deliveryDelay: props.deliveryDelay }),
      retentionPeriod: Duration.days(4),
      // six times the function's timeout, as "Using Lambda with Amazon SQS" asks for
      visibilityTimeout: Duration.seconds(props.functionTimeout.toSeconds() * 6),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: props.maxTries + SPARE_RECEIVES },
    });
  }
}
