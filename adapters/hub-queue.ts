import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { jsonAnswersOnly } from './whole-answers';

/** Messages of a queue, approximately. */
export interface QueueDepth {
  /** To be received now. */
  readonly waiting: number;
  /** Sent with a delay that is not over. */
  readonly delayed: number;
  /** Received, and neither deleted nor given back. */
  readonly inFlight: number;
}

/** A queue of the hub, by its name. Every method throws what the SDK throws. */
export class HubQueue {
  readonly name: string;
  readonly #sqs: SQSClient;
  #url: Promise<string> | undefined;

  constructor(sqs: SQSClient, name: string) {
    this.#sqs = sqs;
    this.name = name;
  }

  url(): Promise<string> {
    this.#url ??= this.#fetchUrl();
    return this.#url;
  }

  async depth(): Promise<QueueDepth> {
    const command = new GetQueueAttributesCommand({
      QueueUrl: await this.url(),
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
      ],
    });
    const { Attributes = {} } = await this.#sqs.send(jsonAnswersOnly(command));
    return {
      waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
      delayed: Number(Attributes['ApproximateNumberOfMessagesDelayed'] ?? 0),
      inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
    };
  }

  async #fetchUrl(): Promise<string> {
    const { QueueUrl } = await this.#sqs.send(new GetQueueUrlCommand({ QueueName: this.name }));
    if (QueueUrl === undefined) throw new Error(`SQS gave no URL for the queue ${this.name}`);
    return QueueUrl;
  }
}
