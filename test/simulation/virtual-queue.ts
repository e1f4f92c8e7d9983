import type { BatchResponse } from '../../handlers/settle-batch';
import type { JumpingClock } from './jumping-clock';

/** One message, as a function gets it. */
export interface VirtualRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly tries: number;
  readonly sentAt: number;
}

export interface VirtualQueueProps {
  readonly name: string;
  readonly clock: JumpingClock;
  /** Invocations at a time. */
  readonly concurrency: number;
  /** Milliseconds from a message to its handling, and what each call of the queue takes. */
  readonly startMs: number;
  readonly callMs: number;
}

type Handler = (record: VirtualRecord) => Promise<BatchResponse>;

/** A queue with a function behind it, one message a time; counts what is billed. */
export class VirtualQueue<Message> {
  readonly billed = { requests: 0, invocations: 0, milliseconds: 0 };
  readonly #props: VirtualQueueProps;
  readonly #ready: VirtualRecord[] = [];
  readonly #postponed = new Map<string, number>();
  #handler: Handler | undefined;
  #busy = 0;
  #ids = 0;
  #next = 0;

  constructor(props: VirtualQueueProps) {
    this.#props = props;
  }

  handleWith(handler: Handler): void {
    this.#handler = handler;
  }

  async send(message: Message, delaySeconds: number): Promise<void> {
    const { clock, callMs, name } = this.#props;
    this.billed.requests += 1;
    await clock.sleep(callMs);
    this.#ids += 1;
    const messageId = `${name}-${this.#ids}`;
    const record = {
      messageId,
      receiptHandle: messageId,
      body: JSON.stringify(message),
      tries: 0,
      sentAt: clock.now(),
    };
    void this.#appear(record, delaySeconds * 1000);
  }

  postpone = async (receiptHandle: string, seconds: number): Promise<void> => {
    this.billed.requests += 1;
    this.#postponed.set(receiptHandle, seconds);
    await this.#props.clock.sleep(this.#props.callMs);
  };

  async #appear(record: VirtualRecord, milliseconds: number): Promise<void> {
    if (milliseconds > 0) await this.#props.clock.sleep(milliseconds);
    this.#ready.push(record);
    this.#start();
  }

  #start(): void {
    while (this.#busy < this.#props.concurrency && this.#next < this.#ready.length) {
      const record = this.#ready[this.#next];
      this.#next += 1;
      if (record === undefined) return;
      this.#busy += 1;
      void this.#invoke({ ...record, tries: record.tries + 1 });
    }
    if (this.#next < 10_000) return;
    this.#ready.splice(0, this.#next);
    this.#next = 0;
  }

  async #invoke(record: VirtualRecord): Promise<void> {
    const { clock, startMs, name } = this.#props;
    if (this.#handler === undefined) throw new Error(`nobody handles ${name}`);
    // a receive, and a delete where it is done
    this.billed.requests += 2;
    this.billed.invocations += 1;
    const began = clock.now();
    await clock.sleep(startMs);
    const { batchItemFailures } = await this.#handler(record);
    this.billed.milliseconds += clock.now() - began;
    this.#busy -= 1;
    if (batchItemFailures.length > 0) {
      const seconds = this.#postponed.get(record.receiptHandle) ?? 900;
      void this.#appear(record, seconds * 1000);
    }
    this.#start();
  }
}
