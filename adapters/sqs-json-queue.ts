import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { awsFailure } from './aws-errors';
import { batchesOf } from './batches';

/** Longest visibility of a message in seconds. */
const LONGEST_VISIBILITY = 12 * 3600;
/** What one call takes. Source: SendMessageBatch, Amazon SQS API Reference. */
const LIMITS = { most: 10, bytes: 256 * 1024 };

/** A queue of messages that are JSON. */
export class SqsJsonQueue<Message> {
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;

  constructor(sqs: SQSClient, queueUrl: string) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
  }

  /** `delaySeconds`: whole seconds, 0 to 900. Throws when the message was not taken. */
  async send(message: Message, delaySeconds: number): Promise<void> {
    await this.#sqs.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody: JSON.stringify(message),
        DelaySeconds: delaySeconds,
      }),
    );
  }

  /** Tries all; throws when any was not taken. */
  async sendAll(messages: readonly Message[], delaySeconds: number): Promise<void> {
    const bodies = messages.map((message) => JSON.stringify(message));
    const refusals: string[] = [];
    for (const batch of batchesOf(bodies, LIMITS, Buffer.byteLength)) {
      refusals.push(...(await this.#sendBatch(batch, delaySeconds)));
    }
    const [first] = refusals;
    if (first !== undefined)
      throw new Error(`${refusals.length} of ${messages.length} messages were not taken: ${first}`);
  }

  /** The message is seen again after `seconds`, counted from now. */
  async postpone(receiptHandle: string, seconds: number): Promise<void> {
    await this.#sqs.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.#queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.min(seconds, LONGEST_VISIBILITY),
      }),
    );
  }

  /** Why messages were not taken, one text for each. */
  async #sendBatch(bodies: readonly string[], delaySeconds: number): Promise<readonly string[]> {
    try {
      const { Failed = [] } = await this.#sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: this.#queueUrl,
          Entries: bodies.map((MessageBody, index) => ({
            Id: String(index),
            MessageBody,
            DelaySeconds: delaySeconds,
          })),
        }),
      );
      return Failed.map(({ Code, Message }) => `${Code}: ${Message ?? ''}`);
    } catch (error) {
      const { code, message } = awsFailure(error);
      return bodies.map(() => `${code}: ${message}`);
    }
  }
}
