import { type MessageCopy, type SqsEvent, sqsEvent } from './queued-message';
import type { Random } from './random';
import type { VirtualClock } from './virtual-clock';

export interface SimulatedQueueOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  /** Delay of messages that name none. @default 0 */
  readonly delaySeconds?: number;
  readonly visibilitySeconds: number;
  /** A message that is received more often goes to the dead letters. */
  readonly maxReceiveCount: number;
  /** Messages of one invocation, at most 10. */
  readonly batchSize: number;
  /** Invocations at a time. */
  readonly concurrency: number;
  /** Until Lambda has fetched a message that can be seen, in milliseconds. @default from 5 to 400 */
  readonly fetchMs?: readonly [number, number];
  /** How often a message is delivered once more than it should be. @default 0 */
  readonly duplicates?: number;
  /** How often that happens at most: each of two messages may send another one. @default without end */
  readonly mostDuplicates?: number;
}

/** The function behind a queue, with partial batch responses. One that throws gives every message of its batch back. */
export type QueueFunction = (event: SqsEvent) => Promise<{
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}>;

const FETCH_MS = [5, 400] as const;
/** Until a message that was already delivered turns up again, in milliseconds. */
const AGAIN_MS = [1, 120_000] as const;
/** How often a fetch gets fewer messages than there are. */
const PARTIAL_FETCHES = 0.2;

/**
 * A standard queue of SQS with a Lambda function behind it: delays, visibility timeout, at least once, in no order, batches, partial batch
 * responses, redrive into a list of dead letters. Messages do not expire. Sources: Amazon SQS Developer Guide; "Using Lambda with Amazon
 * SQS", AWS Lambda Developer Guide.
 */
export class SimulatedQueue {
  /** What is billed of the queue's own calls and of its function: a receive for each batch, a delete for each message that is done. */
  readonly billed = { requests: 0, invocations: 0, milliseconds: 0 };
  /** Bodies of messages that were received too often. */
  readonly deadLetters: string[] = [];
  readonly #options: SimulatedQueueOptions;
  readonly #ready: MessageCopy[] = [];
  readonly #inFlight = new Map<string, MessageCopy>();
  #function: QueueFunction | undefined;
  #invocations = 0;
  #fetching = false;
  #delayed = 0;
  #ids = 0;
  #duplicates = 0;

  constructor(options: SimulatedQueueOptions) {
    const { batchSize, concurrency } = options;
    if (!(batchSize >= 1 && batchSize <= 10)) throw new RangeError(`a batch has 1 to 10 messages, not ${batchSize}`);
    if (!(concurrency >= 1)) throw new RangeError(`a function runs at least once at a time, not ${concurrency} times`);
    this.#options = options;
  }

  /** Messages that are not done with. */
  get size(): number {
    return this.#ready.length + this.#inFlight.size + this.#delayed;
  }

  /** From now on messages go to this function. */
  connect(handle: QueueFunction): void {
    this.#function = handle;
    this.#fetch();
  }

  /** Throws RangeError for a delay that SQS refuses. */
  send(body: string, delaySeconds = this.#options.delaySeconds ?? 0): void {
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > 900) {
      throw new RangeError(`SQS takes delays of 0 to 900 whole seconds, not ${delaySeconds}`);
    }
    const id = `message-${this.#id()}`;
    this.#delay({ id, body, sentAt: this.#options.clock.now(), receives: 0 }, delaySeconds * 1000);
  }

  /** ChangeMessageVisibility. Throws when no message in flight has that receipt handle, or for a time that SQS refuses. */
  changeVisibility(receiptHandle: string, seconds: number): void {
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > 43_200) {
      throw new RangeError(`SQS takes 0 to 43,200 whole seconds, not ${seconds}`);
    }
    const copy = this.#inFlight.get(receiptHandle);
    if (copy === undefined) throw new Error('MessageNotInflight: the message is not in flight');
    this.#hide(receiptHandle, copy, seconds);
  }

  #id(): number {
    this.#ids += 1;
    return this.#ids;
  }

  #delay(copy: MessageCopy, milliseconds: number): void {
    this.#delayed += 1;
    this.#options.clock.after(milliseconds, () => {
      this.#delayed -= 1;
      this.#show(copy);
    });
  }

  #show(copy: MessageCopy): void {
    this.#ready.push(copy);
    this.#fetch();
  }

  /** A fetch a little later, unless there is one already or nothing to fetch it for. */
  #fetch(): void {
    const { clock, random, concurrency, fetchMs = FETCH_MS } = this.#options;
    if (this.#fetching || this.#function === undefined || this.#ready.length === 0) return;
    if (this.#invocations >= concurrency) return;
    this.#fetching = true;
    clock.after(random.whole(...fetchMs), () => {
      this.#fetching = false;
      const received = this.#receive();
      if (received.size > 0) void this.#invoke(received);
      this.#fetch();
    });
  }

  #receive(): ReadonlyMap<string, MessageCopy> {
    const { random, batchSize, maxReceiveCount, visibilitySeconds } = this.#options;
    const { duplicates = 0, mostDuplicates = Number.POSITIVE_INFINITY } = this.#options;
    const most = random.chance(PARTIAL_FETCHES) ? random.whole(1, batchSize) : batchSize;
    const received = new Map<string, MessageCopy>();
    while (received.size < most && this.#ready.length > 0) {
      const [taken] = this.#ready.splice(random.whole(0, this.#ready.length - 1), 1);
      if (taken === undefined) break;
      const copy = { ...taken, receives: taken.receives + 1 };
      if (copy.receives > maxReceiveCount) {
        this.deadLetters.push(copy.body);
        continue;
      }
      const handle = `receipt-${this.#id()}`;
      received.set(handle, copy);
      this.#hide(handle, copy, visibilitySeconds);
      if (random.chance(duplicates) && this.#duplicates < mostDuplicates) {
        this.#duplicates += 1;
        this.#delay(copy, random.whole(...AGAIN_MS));
      }
    }
    return received;
  }

  /** In flight until then, unless it is deleted or hidden anew before. */
  #hide(handle: string, copy: MessageCopy, seconds: number): void {
    const hidden = { ...copy };
    this.#inFlight.set(handle, hidden);
    this.#options.clock.after(seconds * 1000, () => {
      if (this.#inFlight.get(handle) !== hidden) return;
      this.#inFlight.delete(handle);
      this.#show(hidden);
    });
  }

  async #invoke(received: ReadonlyMap<string, MessageCopy>): Promise<void> {
    const { billed } = this;
    const { clock } = this.#options;
    const began = clock.now();
    billed.requests += 1;
    billed.invocations += 1;
    this.#invocations += 1;
    try {
      const response = await this.#function?.(sqsEvent(received));
      const failed = new Set(response?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const [handle, { id }] of received) {
        if (failed.has(id)) continue;
        billed.requests += 1;
        this.#inFlight.delete(handle);
      }
    } catch {
      // seen again after the visibility timeout
    } finally {
      billed.milliseconds += clock.now() - began;
      this.#invocations -= 1;
      this.#fetch();
    }
  }
}
