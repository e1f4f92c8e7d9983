import type { ManualClock } from '../../fakes/manual-clock';

/** One message of a queue, as SQS keeps it. Times are milliseconds since 1970. */
export interface LocalMessage {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  visibleAt: number;
  tries: number;
}

/** A queue that keeps messages until they are deleted, on a clock that is moved by hand. */
export class LocalQueue<Message> {
  readonly messages: LocalMessage[] = [];
  /** Everything that was ever sent. */
  readonly sent: Message[] = [];
  readonly #name: string;
  readonly #clock: ManualClock;

  constructor(name: string, clock: ManualClock) {
    this.#name = name;
    this.#clock = clock;
  }

  async send(message: Message, delaySeconds: number): Promise<void> {
    if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > 900) {
      throw new RangeError(`SQS takes delays of 0 to 900 whole seconds, not ${delaySeconds}`);
    }
    const sentAt = this.#clock.now();
    this.sent.push(message);
    const id = `${this.#name}-${this.sent.length}`;
    const visibleAt = sentAt + delaySeconds * 1000;
    this.messages.push({ id, body: JSON.stringify(message), sentAt, visibleAt, tries: 0 });
  }

  async sendAll(messages: readonly Message[], delaySeconds: number): Promise<void> {
    for (const message of messages) await this.send(message, delaySeconds);
  }

  /** The first message that can be received; the clock may have to be moved for it. */
  first(): LocalMessage | undefined {
    return this.messages.reduce<LocalMessage | undefined>(
      (first, one) => (first === undefined || one.visibleAt < first.visibleAt ? one : first),
      undefined,
    );
  }

  postpone = async (receiptHandle: string, seconds: number): Promise<void> => {
    const message = this.messages.find(({ id }) => id === receiptHandle);
    if (message !== undefined) message.visibleAt = this.#clock.now() + seconds * 1000;
  };

  delete(id: string): void {
    const index = this.messages.findIndex((message) => message.id === id);
    if (index >= 0) this.messages.splice(index, 1);
  }
}
