import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { HubQueue } from './hub-queue';
import { jsonAnswersOnly } from './whole-answers';

/** Most that one call gives. Source: ReceiveMessage, Amazon SQS API Reference. */
const BATCH = 10;
/** Long polling asks every server of the queue, so that an empty answer means an empty queue. */
const WAIT_SECONDS = 1;

/** A message that was given up. */
export interface DeadLetter {
  readonly id: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Milliseconds since 1970; a message that SQS moved keeps the time of its first sending. */
  readonly sentAt: number;
  /** Null where SQS gave it up, because the function crashed on it each time. */
  readonly reason: { readonly code: string; readonly text: string } | null;
  /** ARN of the queue that EventBridge could not reach; null where it was not EventBridge that gave the message up. */
  readonly targetArn: string | null;
  /** Whether `body` is all of it. */
  readonly whole: boolean;
}

/** A queue of dead letters. Every method throws what the SDK throws. */
export class DeadLetterQueue {
  readonly queue: HubQueue;
  readonly #sqs: SQSClient;

  constructor(sqs: SQSClient, queue: HubQueue) {
    this.#sqs = sqs;
    this.queue = queue;
  }

  /** Some dead letters, 10 at most, which nobody else gets for `seconds`; none when there are no more. */
  async receive(seconds: number): Promise<readonly DeadLetter[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: await this.queue.url(),
      MaxNumberOfMessages: BATCH,
      VisibilityTimeout: seconds,
      WaitTimeSeconds: WAIT_SECONDS,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SentTimestamp'],
    });
    const { Messages = [] } = await this.#sqs.send(jsonAnswersOnly(command));
    return Messages.map(letterOf);
  }

  /** The others get it again at once. */
  async giveBack({ receiptHandle }: DeadLetter): Promise<void> {
    await this.#sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: await this.queue.url(),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: 0,
      }),
    );
  }

  /**
   * Sends a letter to `target`, then deletes it here: it is never in neither queue, and in both if this breaks off between. The target's
   * own delay holds, as for a message that comes anew.
   */
  async redrive({ body, receiptHandle }: DeadLetter, target: HubQueue): Promise<void> {
    await this.#sqs.send(new SendMessageCommand({ QueueUrl: await target.url(), MessageBody: body }));
    await this.#sqs.send(new DeleteMessageCommand({ QueueUrl: await this.queue.url(), ReceiptHandle: receiptHandle }));
  }
}

/**
 * Our functions say why in `reasonCode` and `reasonText`, EventBridge and its Scheduler in `ERROR_CODE` and `ERROR_MESSAGE`. Source: "Using
 * dead-letter queues to process undelivered events", Amazon EventBridge User Guide.
 */
function letterOf({ MessageId, ReceiptHandle, Body = '', Attributes, MessageAttributes = {} }: Message): DeadLetter {
  if (MessageId === undefined || ReceiptHandle === undefined) throw new Error('SQS gave a message without its handle');
  const text = (name: string): string | undefined => MessageAttributes[name]?.StringValue;
  const code = text('reasonCode') ?? text('ERROR_CODE');
  return {
    id: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    sentAt: Number(Attributes?.SentTimestamp ?? 0),
    reason: code === undefined ? null : { code, text: text('reasonText') ?? text('ERROR_MESSAGE') ?? '' },
    targetArn: text('TARGET_ARN') ?? null,
    whole: text('IS_PAYLOAD_TRUNCATED') !== 'true',
  };
}
