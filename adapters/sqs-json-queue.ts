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

interface Entry {
  readonly MessageBody: string;
  readonly MessageGroupId?: string;
}

/**
 * A queue of messages that are JSON. Those that are about an account are in its message group, so that many of one account do not hold up
 * those of the others. Source: "Amazon SQS fair queues", Amazon SQS Developer Guide.
 */
export class SqsJsonQueue<Message extends object> {
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
        ...groupOf(message),
      }),
    );
  }

  /** Tries all; throws when any was not taken. */
  async sendAll(messages: readonly Message[], delaySeconds: number): Promise<void> {
    const entries = messages.map((message) => ({ MessageBody: JSON.stringify(message), ...groupOf(message) }));
    const refusals: string[] = [];
    for (const batch of batchesOf(entries, LIMITS, ({ MessageBody }) => Buffer.byteLength(MessageBody))) {
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
  async #sendBatch(entries: readonly Entry[], delaySeconds: number): Promise<readonly string[]> {
    try {
      const { Failed = [], Successful = [] } = await this.#sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: this.#queueUrl,
          Entries: entries.map((entry, index) => ({ Id: String(index), ...entry, DelaySeconds: delaySeconds })),
        }),
      );
      const refusals = Failed.map(({ Code, Message }) => `${Code}: ${Message ?? ''}`);
      // of what the answer does not name nobody knows whether it was taken
      const unnamed = Math.max(0, entries.length - Failed.length - Successful.length);
      return [...refusals, ...Array<string>(unnamed).fill('the answer does not name it')];
    } catch (error) {
      const { code, message } = awsFailure(error);
      return entries.map(() => `${code}: ${message}`);
    }
  }
}

function groupOf(message: object): { readonly MessageGroupId?: string } {
  return 'account' in message && typeof message.account === 'string' ? { MessageGroupId: message.account } : {};
}
