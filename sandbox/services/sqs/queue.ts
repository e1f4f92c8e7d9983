import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error';
import type { Clock } from '../../clock';
import { Fairness } from './fairness';
import { type MessageAttributes, md5, md5OfAttributes } from './message-content';
import type { QueueSettings } from './queue-settings';
import { invalidParameter } from './sqs-errors';

/** A message as the queue keeps it; times are in milliseconds since 1970. */
export interface StoredMessage {
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: MessageAttributes;
  readonly md5OfAttributes: string | undefined;
  readonly senderId: string;
  readonly sentAt: number;
  readonly deadLetterSourceArn?: string;
  /** Whose message it is: none is a group of its own. */
  readonly group?: string;
  /** Before this moment it is delayed or, once received, in flight. */
  availableAt: number;
  receivedAt: number;
  firstReceivedAt: number | undefined;
  receiveCount: number;
  receiptHandle: string | undefined;
}

const LONGEST_VISIBILITY_SECONDS = 43_200;

/** One standard queue: what it holds and when each message can be received. Knows nothing of permissions or the wire. */
export class Queue {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly tags: Readonly<Record<string, string>>;
  settings: QueueSettings;
  readonly #clock: Clock;
  readonly #deadLetter: (message: StoredMessage, queue: Queue) => boolean;
  readonly #waiting = new Set<() => void>();
  readonly #fairness = new Fairness();
  #messages: StoredMessage[] = [];

  /** `deadLetter` takes a message that was received too often, or answers false if it has no place for it. */
  constructor(options: {
    arn: string;
    account: string;
    region: string;
    name: string;
    tags: Readonly<Record<string, string>>;
    settings: QueueSettings;
    clock: Clock;
    deadLetter: (message: StoredMessage, queue: Queue) => boolean;
  }) {
    this.arn = options.arn;
    this.account = options.account;
    this.region = options.region;
    this.name = options.name;
    this.tags = options.tags;
    this.settings = options.settings;
    this.#clock = options.clock;
    this.#deadLetter = options.deadLetter;
    this.createdAt = options.clock.now();
  }

  send(message: {
    body: string;
    attributes: MessageAttributes;
    delaySeconds?: number;
    group?: string;
    senderId: string;
  }): StoredMessage {
    const now = this.#now();
    const stored: StoredMessage = {
      messageId: randomUUID(),
      body: message.body,
      md5OfBody: md5(message.body),
      attributes: message.attributes,
      md5OfAttributes: md5OfAttributes(message.attributes),
      senderId: message.senderId,
      sentAt: now,
      availableAt: now + (message.delaySeconds ?? this.settings.delaySeconds) * 1000,
      receivedAt: 0,
      firstReceivedAt: undefined,
      receiveCount: 0,
      receiptHandle: undefined,
      ...(message.group === undefined ? {} : { group: message.group }),
    };
    this.#messages.push(stored);
    this.#changed();
    return stored;
  }

  /** Takes in a message from a queue whose dead-letter queue this is: same ID and time of sending, receive count from zero. */
  takeDeadLetter(message: StoredMessage, sourceArn: string): void {
    this.#messages.push({
      ...message,
      deadLetterSourceArn: sourceArn,
      availableAt: this.#now(),
      receivedAt: 0,
      firstReceivedAt: undefined,
      receiveCount: 0,
      receiptHandle: undefined,
    });
    this.#changed();
  }

  /** Waits up to `waitSeconds` for a first message; `signal` ends the waiting early, with nothing received. */
  async receive(options: {
    max: number;
    waitSeconds: number;
    visibilitySeconds?: number;
    signal?: AbortSignal;
  }): Promise<readonly StoredMessage[]> {
    const deadline = this.#now() + options.waitSeconds * 1000;
    for (;;) {
      if (options.signal?.aborted === true) return [];
      const taken = this.#take(options.max, options.visibilitySeconds ?? this.settings.visibilityTimeout);
      const now = this.#now();
      if (taken.length > 0 || now >= deadline || this.#clock.stopped) return taken;
      const next = Math.min(deadline, ...this.#messages.map((message) => message.availableAt));
      await this.#wait(Math.max(1, next - now), options.signal);
    }
  }

  /** Deletes by the newest receipt handle; an older one does nothing, as in AWS. Throws AwsError ReceiptHandleIsInvalid. */
  delete(receiptHandle: string): void {
    this.#checkHandle(receiptHandle);
    const now = this.#now();
    const deleted = this.#messages.find((message) => message.receiptHandle === receiptHandle);
    if (deleted === undefined) return;
    this.#messages.splice(this.#messages.indexOf(deleted), 1);
    this.#fairness.handled(deleted.group, now - deleted.receivedAt, now);
  }

  /** Throws AwsError MessageNotInflight, InvalidParameterValue (stale handle, beyond twelve hours) or ReceiptHandleIsInvalid. */
  changeVisibility(receiptHandle: string, seconds: number): void {
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > LONGEST_VISIBILITY_SECONDS) {
      throw invalidParameter('VisibilityTimeout', seconds, 'VisibilityTimeout must be an integer between 0 and 43200');
    }
    this.#checkHandle(receiptHandle);
    const now = this.#now();
    const message = this.#messages.find((candidate) => candidate.receiptHandle === receiptHandle);
    if (message === undefined) {
      const reason = 'Message does not exist or is not available for visibility timeout change.';
      throw invalidParameter('ReceiptHandle', receiptHandle, reason);
    }
    if (message.availableAt <= now) {
      throw new AwsError('MessageNotInflight', 'The specified message is not in flight.');
    }
    if ((now - message.receivedAt) / 1000 + seconds > LONGEST_VISIBILITY_SECONDS) {
      const reason = 'Total VisibilityTimeout for the message is beyond the limit [43200 seconds]';
      throw invalidParameter('VisibilityTimeout', seconds, reason);
    }
    message.availableAt = now + seconds * 1000;
    this.#changed();
  }

  purge(): void {
    this.#messages = [];
  }

  /** Every message, oldest first, with where it stands. */
  contents(): readonly { readonly message: StoredMessage; readonly state: 'visible' | 'delayed' | 'in-flight' }[] {
    this.#expire();
    const now = this.#now();
    return this.#messages.map((message) => ({
      message,
      state: message.availableAt <= now ? 'visible' : message.receiveCount === 0 ? 'delayed' : 'in-flight',
    }));
  }

  #take(max: number, visibilitySeconds: number): readonly StoredMessage[] {
    this.#expire();
    const now = this.#now();
    const taken: StoredMessage[] = [];
    for (const message of this.#inFairOrder(now)) {
      if (taken.length === max) break;
      const limit = this.settings.redrivePolicy?.maxReceiveCount;
      if (limit !== undefined && message.receiveCount >= limit && this.#deadLetter(message, this)) {
        this.#messages.splice(this.#messages.indexOf(message), 1);
        continue;
      }
      message.receiveCount += 1;
      message.receivedAt = now;
      message.firstReceivedAt ??= now;
      message.availableAt = now + visibilitySeconds * 1000;
      message.receiptHandle = this.#handle(message.messageId);
      taken.push({ ...message });
    }
    return taken;
  }

  /** Those that can be received: of quiet groups first, then of those that take up the consumers, each oldest first. */
  #inFairOrder(now: number): readonly StoredMessage[] {
    const available = this.#messages.filter(({ availableAt }) => availableAt <= now);
    if (new Set(available.map(({ group }) => group)).size < 2) return available;
    const inFlight = this.#messages.filter(({ availableAt, receiveCount }) => availableAt > now && receiveCount > 0);
    const noisy = this.#fairness.noisy(
      inFlight.map(({ group }) => group),
      now,
    );
    return [
      ...available.filter(({ group }) => !noisy.has(group)),
      ...available.filter(({ group }) => noisy.has(group)),
    ];
  }

  #expire(): void {
    const oldest = this.#now() - this.settings.messageRetentionPeriod * 1000;
    this.#messages = this.#messages.filter((message) => message.sentAt > oldest);
  }

  #handle(messageId: string): string {
    return Buffer.from(`${this.arn} ${messageId} ${randomUUID()}`).toString('base64');
  }

  #checkHandle(handle: string): void {
    const [arn, messageId, nonce] = Buffer.from(handle, 'base64').toString('utf8').split(' ');
    if (arn === this.arn && messageId !== undefined && nonce !== undefined) return;
    throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
  }

  #now(): number {
    return this.#clock.now().getTime();
  }

  #changed(): void {
    for (const wake of [...this.#waiting]) wake();
  }

  #wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        cancel();
        resolve();
      };
      const cancel = this.#clock.after(milliseconds, wake);
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake);
    });
  }
}
