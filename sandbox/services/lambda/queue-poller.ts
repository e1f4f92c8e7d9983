import { parseArn } from '../../arn';
import type { Clock } from '../../clock';
import type { Queues, ReceivedMessage } from '../sqs/queues';
import { failedItems } from './batch-response';
import type { LambdaFunction } from './lambda-function';

/** A mapping from a queue onto a function, as AWS::Lambda::EventSourceMapping defines it. */
export interface MappingConfiguration {
  readonly queueArn: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportBatchItemFailures: boolean;
  /** 2 to 1,000; without it the function's concurrency is the limit. */
  readonly maximumConcurrency: number | undefined;
}

const WAIT_SECONDS = 20;
const RECEIVE_MAX = 10;
const PAUSE_AFTER_ERROR = 1000;

/** Receives batches with the rights of the function's role, invokes the function, deletes what it has handled. */
export class QueuePoller {
  readonly #queues: Queues;
  readonly #clock: Clock;
  #lambda: LambdaFunction;
  #mapping: MappingConfiguration;
  readonly #ended = new AbortController();
  #inFlight = 0;
  #wake: () => void = () => {};

  constructor(options: { lambda: LambdaFunction; mapping: MappingConfiguration; queues: Queues; clock: Clock }) {
    this.#lambda = options.lambda;
    this.#mapping = options.mapping;
    this.#queues = options.queues;
    this.#clock = options.clock;
  }

  /** A function with a reserved concurrency of 0 is never invoked: its queue is not polled until it has another. */
  get #limit(): number {
    return Math.min(this.#mapping.maximumConcurrency ?? Number.POSITIVE_INFINITY, this.#lambda.concurrency);
  }

  start(): void {
    void this.#poll();
  }

  /** What is received from now on is handled as these say; of what is in flight nothing changes. */
  become(lambda: LambdaFunction, mapping: MappingConfiguration): void {
    this.#lambda = lambda;
    this.#mapping = mapping;
    this.#wake();
  }

  /** What is in flight is not deleted any more; it comes back when its visibility time-out ends. */
  stop(): void {
    this.#ended.abort();
    this.#wake();
  }

  async #poll(): Promise<void> {
    while (!this.#stopped) {
      if (this.#inFlight >= this.#limit) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      try {
        const batch = await this.#receiveBatch();
        if (batch.length > 0 && !this.#stopped) this.#handle(batch);
      } catch {
        // Refused (recorded where it was refused) or the queue is gone: AWS keeps trying, and so do we.
        if (!this.#stopped) await this.#clock.sleep(PAUSE_AFTER_ERROR);
      }
    }
  }

  get #stopped(): boolean {
    return this.#ended.signal.aborted || this.#clock.stopped;
  }

  async #receiveBatch(): Promise<readonly ReceivedMessage[]> {
    const { batchSize, batchingWindowSeconds } = this.#mapping;
    const batch = [...(await this.#receive(batchSize, WAIT_SECONDS))];
    const end = this.#clock.now().getTime() + batchingWindowSeconds * 1000;
    while (batch.length > 0 && batch.length < batchSize && !this.#stopped) {
      const left = Math.floor((end - this.#clock.now().getTime()) / 1000);
      if (left < 1) break;
      batch.push(...(await this.#receive(batchSize - batch.length, left)));
    }
    return batch;
  }

  #receive(max: number, waitSeconds: number): Promise<readonly ReceivedMessage[]> {
    return this.#queues.receive(this.#lambda.role.session().caller, this.#mapping.queueArn, {
      max: Math.min(max, RECEIVE_MAX),
      waitSeconds: Math.min(waitSeconds, WAIT_SECONDS),
      signal: this.#ended.signal,
    });
  }

  #handle(batch: readonly ReceivedMessage[]): void {
    this.#inFlight += 1;
    void this.#invoke(batch)
      .catch(() => {
        // The invocation's record tells what failed; the messages come back when their visibility time-out ends.
      })
      .finally(() => {
        this.#inFlight -= 1;
        this.#wake();
      });
  }

  async #invoke(batch: readonly ReceivedMessage[]): Promise<void> {
    const region = parseArn(this.#mapping.queueArn)?.region ?? '';
    const event = { Records: batch.map((message) => recordOf(message, this.#mapping.queueArn, region)) };
    const result = await this.#lambda.run(JSON.stringify(event), 'wait');
    if (!result.ok || this.#stopped) return;
    const ids = batch.map((message) => message.messageId);
    const failed = this.#mapping.reportBatchItemFailures ? failedItems(result.payload, ids) : new Set<string>();
    if (failed === 'all') return;
    const { caller } = this.#lambda.role.session();
    for (const message of batch) {
      if (!failed.has(message.messageId)) this.#delete(caller, message.receiptHandle);
    }
  }

  #delete(caller: Parameters<Queues['delete']>[0], receiptHandle: string): void {
    try {
      this.#queues.delete(caller, this.#mapping.queueArn, receiptHandle);
    } catch {
      // The message comes back, as in AWS; a denial is in the trace.
    }
  }
}

/** Source: "Using Lambda with Amazon SQS", example event. */
function recordOf(message: ReceivedMessage, queueArn: string, awsRegion: string): Readonly<Record<string, unknown>> {
  const messageAttributes = Object.fromEntries(
    Object.entries(message.messageAttributes).map(([name, { dataType, stringValue }]) => [
      name,
      { stringValue, stringListValues: [], binaryListValues: [], dataType },
    ]),
  );
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes,
    md5OfBody: message.md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion,
  };
}
