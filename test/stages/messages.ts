import { setTimeout as sleepFor } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { EventBridgeOutcomeEvents } from '../../adapters/outcome-events';
import { SqsDeadLetters, SqsSettleQueue } from '../../adapters/sqs';
import type { OutcomeEventsSetup } from '../contracts/outcome-events';
import type { DeadLettersSetup, SettleQueueSetup } from '../contracts/queues';
import { RecordingJournal } from '../fakes/recording-journal';
import type { AwsStage } from './aws-stage';

const SOURCE = 'sweeper';

/** Queues and buses of the hub. */
export class StageMessages {
  readonly sqs: SQSClient;
  readonly #stage: AwsStage;
  #queues = 0;

  constructor(stage: AwsStage) {
    this.#stage = stage;
    const { endpoint, home, hub } = stage;
    this.sqs = new SQSClient({ endpoint, region: home, credentials: stage.administrator(hub) });
  }

  async newQueue(): Promise<string> {
    this.#queues += 1;
    const { QueueUrl } = await this.sqs.send(new CreateQueueCommand({ QueueName: `contract-${this.#queues}` }));
    return QueueUrl ?? '';
  }

  /** What is in the queue now. */
  async receive(QueueUrl: string): Promise<readonly Message[]> {
    const received: Message[] = [];
    for (;;) {
      const { Messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
      );
      if (Messages.length === 0) return received;
      received.push(...Messages);
    }
  }

  async settleQueue(): Promise<SettleQueueSetup> {
    const url = await this.newQueue();
    return {
      queue: new SqsSettleQueue(this.sqs, url),
      received: async () => (await this.receive(url)).map(({ Body }) => Body ?? ''),
    };
  }

  async deadLetters(): Promise<DeadLettersSetup> {
    const url = await this.newQueue();
    return {
      deadLetters: new SqsDeadLetters(this.sqs, url),
      received: async () =>
        (await this.receive(url)).map(({ Body, MessageAttributes }) => ({
          body: Body ?? '',
          reasonCode: MessageAttributes?.['reasonCode']?.StringValue ?? '',
          reasonText: MessageAttributes?.['reasonText']?.StringValue ?? '',
        })),
    };
  }

  /** `source`: of the events that are put; those of another one than the bus's rule do not come to its queue. */
  async outcomeEvents(source = SOURCE): Promise<OutcomeEventsSetup & { readonly journal: RecordingJournal }> {
    const { endpoint, home, hub } = this.#stage;
    const { bus, queueUrl } = await this.#stage.newBus(SOURCE);
    const credentials = this.#stage.administrator(hub);
    const events = new EventBridgeClient({ endpoint, region: home, credentials, maxAttempts: 1 });
    const journal = new RecordingJournal();
    return {
      journal,
      events: new EventBridgeOutcomeEvents({ events, bus, source, journal }),
      received: () => this.#details(queueUrl),
    };
  }

  /** Details of the events that come to the queue, until nothing more does. */
  async #details(url: string): Promise<readonly unknown[]> {
    const details: unknown[] = [];
    for (let empty = 0; empty < 3; ) {
      const messages = await this.receive(url);
      for (const { Body = '' } of messages) details.push((JSON.parse(Body) as { detail: unknown }).detail);
      empty = messages.length === 0 ? empty + 1 : 0;
      if (empty > 0) await sleepFor(20);
    }
    return details;
  }
}
