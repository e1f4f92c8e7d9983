import type { DeadLetters, Journal } from '../core/ports';
import { type Reason, remedy } from '../core/reasons';
import { LONGEST_DELAY_SECONDS } from '../core/settle';
import type { BatchResponse } from './settle-batch';
import type { SettleRecord } from './settle-record';

export interface ReturnServices {
  readonly journal: Journal;
  readonly deadLetters: DeadLetters;
  /** Lets a message be seen again after so many seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
  /** Pause after the first failed try in seconds; doubles each time. */
  readonly retrySeconds: number;
  /** Tries after which a message is given up. */
  readonly maxTries: number;
}

/** The messages of one batch that are not done: seen again later, or given up with their reason. */
export class ReturnedMessages {
  readonly #services: ReturnServices;
  readonly #failures: { itemIdentifier: string }[] = [];
  readonly #counts: Record<string, number> = {};

  constructor(services: ReturnServices) {
    this.#services = services;
  }

  /** Handles messages one after the other, and gives what Lambda is to give back. One on which `handle` throws is seen again, later each time. */
  async handleEach<Message extends SettleRecord>(
    messages: readonly Message[],
    handle: (message: Message) => Promise<void>,
  ): Promise<BatchResponse> {
    for (const message of messages) {
      try {
        await handle(message);
      } catch (error) {
        await this.tryAgain(message, inWords(error));
      }
    }
    this.#services.journal.count(this.#counts);
    return { batchItemFailures: this.#failures };
  }

  /** Whether a message was tried as often as it may be. */
  isLastTry({ tries }: SettleRecord): boolean {
    return tries >= this.#services.maxTries;
  }

  /** Seen again after so many seconds, or later each time where none are given. */
  async tryAgain(record: SettleRecord, why: string, seconds?: number): Promise<void> {
    const { retrySeconds, postpone, journal } = this.#services;
    const pause = seconds ?? Math.min(retrySeconds * 2 ** (record.tries - 1), LONGEST_DELAY_SECONDS);
    const { messageId, receiptHandle } = record;
    this.count('tried-again');
    journal.log(seconds === undefined ? 'warn' : 'info', `tried again in ${pause} s: ${why}`, { messageId });
    this.#failures.push({ itemIdentifier: messageId });
    try {
      await postpone(receiptHandle, pause);
    } catch (error) {
      // it is seen again all the same, after the queue's own visibility timeout
      journal.log('warn', `a message could not be postponed: ${inWords(error)}`, { messageId });
    }
  }

  /** Into the dead letters; throws when they did not take it. */
  async deadLetter({ messageId, body }: SettleRecord, why: Reason): Promise<void> {
    const { deadLetters, journal } = this.#services;
    await deadLetters.send(body, why);
    this.count('dead-letters');
    journal.log('error', `given up: ${why.text}`, { messageId, reason: why, remedy: remedy(why.code) });
  }

  count(name: string): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
  }
}

export function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
