import { type Reason, reason } from '../core/reasons';
import type { Deadline } from '../core/sweep/deadline';
import { failAccount } from '../core/sweep/fail-account';
import type { AccountMessage } from '../core/sweep/messages';
import { parseAccountMessage } from '../core/sweep/messages';
import { surveyAccount } from '../core/sweep/survey-account';
import type { Surveying, SurveyServices } from '../core/sweep/survey-services';
import { inWords, ReturnedMessages, type ReturnServices } from './returned-messages';
import type { BatchResponse } from './settle-batch';
import { contentOf } from './settle-record';
import type { SweepRecord } from './sweep-record';

export interface AccountBatchServices extends SurveyServices, ReturnServices {}

/**
 * Handles messages of the account queue one after the other. One that cannot be handled is seen again, later each time; after `maxTries` its
 * account fails with the reason, which goes with the message to the dead letters.
 */
export class AccountBatch {
  readonly #services: AccountBatchServices;
  readonly #returned: ReturnedMessages;

  constructor(services: AccountBatchServices) {
    this.#services = services;
    this.#returned = new ReturnedMessages(services);
  }

  handle(records: readonly SweepRecord[], deadline: Deadline): Promise<BatchResponse> {
    return this.#returned.handleEach(records, (record) => this.#one(record, deadline));
  }

  async #one(record: SweepRecord, deadline: Deadline): Promise<void> {
    const message = parseAccountMessage(contentOf(record.body));
    if (message === undefined) return this.#returned.deadLetter(record, reason('not-our-message'));
    const surveying = await this.#survey(message, record.sentAt, deadline);
    switch (surveying.kind) {
      case 'done':
        return this.#returned.count('account-steps');
      case 'busy':
        return this.#returned.tryAgain(record, 'another invocation is at this step', surveying.seconds);
      case 'retry':
        if (!this.#returned.isLastTry(record)) return this.#returned.tryAgain(record, surveying.reason.text);
        return this.#fail(record, message, surveying.reason);
      case 'give-up':
        return this.#fail(record, message, surveying.reason);
    }
  }

  async #survey(message: AccountMessage, sentAt: number, deadline: Deadline): Promise<Surveying> {
    try {
      return await surveyAccount(this.#services, message, { sentAt }, deadline);
    } catch (error) {
      return { kind: 'retry', reason: reason('unexpected-error', inWords(error)) };
    }
  }

  async #fail(record: SweepRecord, message: AccountMessage, why: Reason): Promise<void> {
    const failing = await failAccount(this.#services, message, why, () => this.#returned.deadLetter(record, why));
    if (failing.kind === 'busy') {
      await this.#returned.tryAgain(record, 'another invocation is at this step', failing.seconds);
    }
  }
}
