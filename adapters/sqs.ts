import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetters, SettleQueue } from '../core/ports';
import type { Reason } from '../core/reasons';
import type { SettleMessage } from '../core/settle';

/** Longest visibility of a message in seconds, and longest text kept with a dead letter. */
const LONGEST_VISIBILITY = 12 * 3600;
const LONGEST_REASON = 1_000;

export class SqsSettleQueue implements SettleQueue {
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;

  constructor(sqs: SQSClient, queueUrl: string) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
  }

  async send(message: SettleMessage, delaySeconds: number): Promise<void> {
    await this.#sqs.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody: JSON.stringify(message),
        DelaySeconds: delaySeconds,
      }),
    );
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
}

export class SqsDeadLetters implements DeadLetters {
  readonly #sqs: SQSClient;
  readonly #queueUrl: string;

  constructor(sqs: SQSClient, queueUrl: string) {
    this.#sqs = sqs;
    this.#queueUrl = queueUrl;
  }

  async send(body: string, { code, text }: Reason): Promise<void> {
    await this.#sqs.send(
      new SendMessageCommand({
        QueueUrl: this.#queueUrl,
        MessageBody: body,
        MessageAttributes: {
          reasonCode: { DataType: 'String', StringValue: code },
          reasonText: { DataType: 'String', StringValue: allowed(text) },
        },
      }),
    );
  }
}

/** SQS takes only characters that XML allows. Source: SendMessage, Amazon SQS API Reference. */
function allowed(text: string): string {
  const characters = [...text].slice(0, LONGEST_REASON);
  return characters
    .map((character) => (/[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(character) ? character : '?'))
    .join('');
}
