import pLimit from 'p-limit';
import type { Outcome } from '../core/outcome';
import type { DeadLetters } from '../core/ports';
import { type Reason, reason, remedy } from '../core/reasons';
import { type AccountServices, type Limit, reconcileAccount } from '../core/reconcile-account';
import type { Reconciled } from '../core/reconcile-services';
import { LONGEST_DELAY_SECONDS } from '../core/settle';
import type { Sight } from '../core/sight';
import { OutcomeKeeper, type OutcomeKeeperServices } from './outcome-keeper';
import { interpretRecord, type SettleRecord } from './settle-record';
import { type Work, workByAccount } from './settle-work';

/** Accounts handled at a time, and buckets at a time over all of them. */
const ACCOUNTS_AT_A_TIME = 5;
const BUCKETS_AT_A_TIME = 10;

export interface BatchServices extends AccountServices, OutcomeKeeperServices {
  readonly deadLetters: DeadLetters;
  /** Lets a message be seen again after so many seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
}

/** Lambda's partial batch response: the messages that are to be seen again. */
export interface BatchResponse {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/**
 * Handles one batch of the settle queue. Messages about one bucket are handled once, by the most telling one, those that take our rule out
 * before the others; where that one could not be handled, the others go back as well and speak for themselves. A message
 * that cannot be handled goes back to the queue, later each time, and to the dead-letter queue with its reason after
 * `rules.maxTries`. Outcomes go into the inventory; those that it does not take are worked out again.
 */
export class SettleBatch {
  readonly #services: BatchServices;
  readonly #keeper: OutcomeKeeper;
  readonly #failures: { itemIdentifier: string }[] = [];
  readonly #counts: Record<string, number> = {};

  constructor(services: BatchServices) {
    this.#services = services;
    this.#keeper = new OutcomeKeeper(services);
  }

  async handle(records: readonly SettleRecord[]): Promise<BatchResponse> {
    const accounts = pLimit(ACCOUNTS_AT_A_TIME);
    const buckets = pLimit(BUCKETS_AT_A_TIME);
    const messages = await this.#sort(records);
    const groups = [...workByAccount(messages)].map(([account, group]) =>
      accounts(async () => {
        const sights = group.map(({ sight }) => sight);
        const results = await reconcileAccount(this.#services, account, sights, (task) => buckets(task));
        await this.#closeAll(group, results, (task) => buckets(task));
      }),
    );
    await Promise.all(groups);
    await this.#keeper.publish();
    this.#services.journal.count(this.#counts);
    return { batchItemFailures: this.#failures };
  }

  /** The messages that are about buckets; what becomes of the others is seen to. */
  async #sort(records: readonly SettleRecord[]): Promise<readonly { record: SettleRecord; sight: Sight }[]> {
    const messages: { record: SettleRecord; sight: Sight }[] = [];
    for (const record of records) {
      const interpreted = interpretRecord(record.body, this.#services.clock.now());
      if (interpreted.kind === 'bucket') {
        messages.push({ record, sight: interpreted.sight });
      } else if (interpreted.kind === 'ignore') {
        this.#count('ignored');
        const { reason: why, details } = interpreted;
        this.#services.journal.log('info', `ignored: ${why.text}`, { reason: why, ...details });
      } else {
        await this.#giveUp(record, interpreted.reason);
      }
    }
    return messages;
  }

  /** Those about one bucket one after the other, in their order. */
  async #closeAll(group: readonly Work[], results: readonly (Reconciled | undefined)[], limit: Limit): Promise<void> {
    const closed = new Map<string, Promise<void>>();
    const closings = group.map((work, index) => {
      const { bucket } = work.sight.place;
      const before = closed.get(bucket) ?? Promise.resolve();
      const closing = before.then(() => limit(() => this.#close(work, results[index])));
      closed.set(bucket, closing);
      return closing;
    });
    await Promise.all(closings);
  }

  /** A message without a result is not acknowledged: nothing is dropped in silence. */
  async #close({ record, others }: Work, result: Reconciled | undefined): Promise<void> {
    const { journal, rules } = this.#services;
    if (result?.kind === 'outcome') {
      journal.outcome(result.outcome);
      if (await this.#keep(result.outcome)) return this.#count(result.outcome.verdict);
      return this.#tryAgain(record, reason('inventory-unavailable'), result.outcome);
    }
    // the others may know what this one does not, and that is kept nowhere yet
    await this.#giveBack(others, rules.retrySeconds);
    if (result === undefined) return this.#giveBack([record], rules.retrySeconds);
    const { outcome } = result;
    if (result.kind === 'retry' && record.tries < rules.maxTries) {
      return this.#tryAgain(record, outcome.reason, outcome);
    }
    if (!(await this.#giveUp(record, outcome.reason))) return;
    if (result.kind === 'retry') await result.givenUp?.();
    this.#count(outcome.verdict);
    journal.outcome(outcome);
    // the message is gone: what the inventory does not take now, the next look tells it
    await this.#keep(outcome);
  }

  /** Whether the inventory took the outcome. */
  async #keep(outcome: Outcome): Promise<boolean> {
    try {
      await this.#keeper.keep(outcome);
      return true;
    } catch (error) {
      const { account, region, bucket } = outcome;
      const details = { account, region, bucket };
      this.#services.journal.log('error', `the inventory did not take an outcome: ${inWords(error)}`, details);
      return false;
    }
  }

  async #tryAgain(record: SettleRecord, why: Reason, { account, region, bucket }: Outcome): Promise<void> {
    const { journal, rules } = this.#services;
    if (record.tries >= rules.maxTries) {
      await this.#giveUp(record, why);
      return;
    }
    const seconds = Math.min(rules.retrySeconds * 2 ** (record.tries - 1), LONGEST_DELAY_SECONDS);
    this.#count('tried-again');
    journal.log('warn', `tried again in ${seconds} s: ${why.text}`, { account, region, bucket, reason: why });
    await this.#giveBack([record], seconds);
  }

  /** Whether the dead-letter queue took it; if not, the message stays in its queue. */
  async #giveUp(record: SettleRecord, why: Reason): Promise<boolean> {
    const { deadLetters, journal, rules } = this.#services;
    const details = { messageId: record.messageId, reason: why, remedy: remedy(why.code) };
    try {
      await deadLetters.send(record.body, why);
    } catch (error) {
      journal.log('error', `the dead-letter queue did not take a message: ${inWords(error)}`, details);
      await this.#giveBack([record], rules.retrySeconds);
      return false;
    }
    this.#count('dead-letters');
    journal.log('error', `given up: ${why.text}`, details);
    return true;
  }

  async #giveBack(records: readonly SettleRecord[], seconds: number): Promise<void> {
    for (const { messageId, receiptHandle } of records) {
      this.#failures.push({ itemIdentifier: messageId });
      try {
        await this.#services.postpone(receiptHandle, seconds);
      } catch (error) {
        // it is seen again all the same, after the queue's own visibility timeout
        this.#services.journal.log('warn', `a message could not be postponed: ${inWords(error)}`, { messageId });
      }
    }
  }

  #count(name: string): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
  }
}

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
