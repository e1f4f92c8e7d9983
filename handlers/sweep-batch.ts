import { reason } from '../core/reasons';
import type { Delivery } from '../core/sweep/begin-run';
import type { Deadline } from '../core/sweep/deadline';
import type { SweepMessage } from '../core/sweep/messages';
import { parseSweepMessage } from '../core/sweep/messages';
import { failSweep, startSweep } from '../core/sweep/start-sweep';
import type { SweepAnswer, SweepServices, Swept } from '../core/sweep/sweep-services';
import { inWords, ReturnedMessages, type ReturnServices } from './returned-messages';
import type { BatchResponse } from './settle-batch';
import { interpretSweepRecord, type SweepRecord } from './sweep-record';

export interface SweepBatchServices extends SweepServices, ReturnServices {
  /** Stack sets whose new stacks ask for a survey of their account. */
  readonly stackSetNames: readonly string[];
}

/** What somebody gets who calls the function directly. */
export type DirectAnswer = SweepAnswer | { readonly error: { readonly code: string; readonly text: string } };

/**
 * Handles messages of the sweep queue one after the other. One that cannot be handled is seen again, later each time, and goes to the
 * dead letters after `maxTries`; a listing of accounts that ends so has failed, and its run ends.
 */
export class SweepBatch {
  readonly #services: SweepBatchServices;
  readonly #returned: ReturnedMessages;

  constructor(services: SweepBatchServices) {
    this.#services = services;
    this.#returned = new ReturnedMessages(services);
  }

  handle(records: readonly SweepRecord[], deadline: Deadline): Promise<BatchResponse> {
    return this.#returned.handleEach(records, (record) => this.#one(record, deadline));
  }

  async #one(record: SweepRecord, deadline: Deadline): Promise<void> {
    const interpreted = interpretSweepRecord(record.body, this.#services.stackSetNames);
    if (interpreted.kind === 'stranger') return this.#returned.deadLetter(record, interpreted.reason);
    if (interpreted.kind === 'ignore') {
      this.#returned.count('ignored');
      return this.#services.journal.log('info', `ignored: ${interpreted.reason.text}`, { messageId: record.messageId });
    }
    const { message } = interpreted;
    const { messageId: id, sentAt, tries } = record;
    const swept = await this.#sweep(message, { id, sentAt, isAgain: tries > 1 }, deadline);
    if (swept.kind === 'done') return this.#returned.count(`sweep-${message.kind}`);
    if (swept.kind === 'busy') {
      return this.#returned.tryAgain(record, 'another invocation is at this step', swept.seconds);
    }
    if (!this.#returned.isLastTry(record)) return this.#returned.tryAgain(record, swept.reason.text);
    const deadLetter = () => this.#returned.deadLetter(record, swept.reason);
    const failing = await failSweep(this.#services, message, swept.reason, deadLetter);
    if (failing.kind === 'busy') {
      await this.#returned.tryAgain(record, 'another invocation is at this step', failing.seconds);
    }
  }

  async #sweep(message: SweepMessage, delivery: Delivery, deadline: Deadline): Promise<Swept> {
    try {
      return await startSweep(this.#services, message, delivery, deadline);
    } catch (error) {
      return { kind: 'retry', reason: reason('unexpected-error', inWords(error)) };
    }
  }
}

/** Answers a direct call, whose payload is a message. Throws when the inventory or a queue does not answer. */
export async function answerDirectly(
  services: SweepBatchServices,
  payload: unknown,
  delivery: Delivery,
  deadline: Deadline,
): Promise<DirectAnswer> {
  const message = parseSweepMessage(payload);
  if (message === undefined) {
    const { code, text } = reason('not-our-message', 'see docs/operations.md for those that the function takes');
    return { error: { code, text } };
  }
  const swept = await startSweep(services, message, delivery, deadline);
  if (swept.kind === 'done') return swept.answer;
  const { code, text } = swept.kind === 'retry' ? swept.reason : reason('being-written', 'somebody is at this step');
  return { error: { code, text } };
}
