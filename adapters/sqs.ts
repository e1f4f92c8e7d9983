import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeadLetters, SettleQueue } from '../core/ports';
import type { Reason } from '../core/reasons';
import type { ReportMessage, ReportQueue } from '../core/report-message';
import type { SettleMessage, TakeOutMessage } from '../core/settle';
import type { AccountMessage, AccountQueue, SweepMessage, SweepQueue } from '../core/sweep/messages';
import { SqsJsonQueue } from './sqs-json-queue';

/** Longest text kept with a dead letter. */
const LONGEST_REASON = 1_000;

export class SqsSettleQueue extends SqsJsonQueue<SettleMessage | TakeOutMessage> implements SettleQueue {}
export class SqsSweepQueue extends SqsJsonQueue<SweepMessage> implements SweepQueue {}
export class SqsAccountQueue extends SqsJsonQueue<AccountMessage> implements AccountQueue {}
export class SqsReportQueue extends SqsJsonQueue<ReportMessage> implements ReportQueue {}

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
