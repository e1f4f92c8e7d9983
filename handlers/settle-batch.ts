import pLimit from 'p-limit';
import type { AccountId } from '../core/identifiers';
import type { DeadLetters } from '../core/ports';
import { type Reason, remedy } from '../core/reasons';
import type { Reconciled } from '../core/reconcile';
import { type AccountServices, reconcileAccount } from '../core/reconcile-account';
import { LONGEST_DELAY_SECONDS } from '../core/settle';
import { mostTelling, type Sight } from '../core/sight';
import { interpretRecord, type SettleRecord } from './settle-record';

/** Accounts handled at a time, and buckets at a time over all of them. */
const ACCOUNTS_AT_A_TIME = 5;
const BUCKETS_AT_A_TIME = 10;

export interface BatchServices extends AccountServices {
  readonly deadLetters: DeadLetters;
  /** Lets a message be seen again after so many seconds. */
  readonly postpone: (receiptHandle: string, seconds: number) => Promise<void>;
}

/** Lambda's partial batch response: the messages that are to be seen again. */
export interface BatchResponse {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

interface Work {
  readonly record: SettleRecord;
  readonly sight: Sight;
  /** The batch's other messages about the bucket, for which this one speaks. */
  readonly others: readonly SettleRecord[];
}

/**
 * Handles one batch of the settle queue. Messages about one bucket are handled once, by the most telling one; where that
 * one is given up, the others go back and speak for themselves. A message that cannot be handled goes
 * back to the queue, later each time, and to the dead-letter queue with its reason after `rules.maxTries`.
 */
export class SettleBatch {
  readonly #services: BatchServices;
  readonly #failures: { itemIdentifier: string }[] = [];
  readonly #counts: Record<string, number> = {};

  constructor(services: BatchServices) {
    this.#services = services;
  }

  async handle(records: readonly SettleRecord[]): Promise<BatchResponse> {
    const accounts = pLimit(ACCOUNTS_AT_A_TIME);
    const buckets = pLimit(BUCKETS_AT_A_TIME);
    const work = await this.#sort(records);
    const groups = [...byAccount(work)].map(([account, group]) =>
      accounts(async () => {
        const sights = group.map(({ sight }) => sight);
        const results = await reconcileAccount(this.#services, account, sights, (task) => buckets(task));
        for (const [index, { record, others }] of group.entries()) {
          const result = results[index];
          // a message without a result is not acknowledged: nothing is dropped in silence
          if (result === undefined) await this.#giveBack(record, this.#services.rules.retrySeconds);
          else await this.#close(record, others, result);
        }
      }),
    );
    await Promise.all(groups);
    this.#services.journal.count(this.#counts);
    return { batchItemFailures: this.#failures };
  }

  /** The messages that are about buckets; what becomes of the others is seen to. */
  async #sort(records: readonly SettleRecord[]): Promise<readonly Work[]> {
    const work: Work[] = [];
    for (const record of records) {
      const interpreted = interpretRecord(record.body, this.#services.clock.now());
      if (interpreted.kind === 'bucket') {
        work.push({ record, sight: interpreted.sight, others: [] });
      } else if (interpreted.kind === 'ignore') {
        const { reason, details } = interpreted;
        this.#count('ignored');
        this.#services.journal.log('info', `ignored: ${reason.text}`, { reason, ...details });
      } else {
        await this.#giveUp(record, interpreted.reason);
      }
    }
    return work;
  }

  async #close(record: SettleRecord, others: readonly SettleRecord[], result: Reconciled): Promise<void> {
    const { outcome } = result;
    const { journal, rules } = this.#services;
    if (result.kind === 'outcome') {
      this.#count(outcome.verdict);
      journal.outcome(outcome);
    } else if (result.kind === 'give-up' || record.tries >= rules.maxTries) {
      if (await this.#giveUp(record, outcome.reason)) {
        this.#count(outcome.verdict);
        journal.outcome(outcome);
      }
      for (const other of others) await this.#giveBack(other, rules.retrySeconds);
    } else {
      const seconds = Math.min(rules.retrySeconds * 2 ** (record.tries - 1), LONGEST_DELAY_SECONDS);
      const { account, region, bucket, reason } = outcome;
      this.#count('tried-again');
      journal.log('warn', `tried again in ${seconds} s: ${reason.text}`, { account, region, bucket, reason });
      await this.#giveBack(record, seconds);
    }
  }

  /** Whether the dead-letter queue took it; if not, the message stays in its queue. */
  async #giveUp(record: SettleRecord, reason: Reason): Promise<boolean> {
    const { deadLetters, journal, rules } = this.#services;
    const details = { messageId: record.messageId, reason, remedy: remedy(reason.code) };
    try {
      await deadLetters.send(record.body, reason);
    } catch (error) {
      journal.log('error', `the dead-letter queue did not take a message: ${inWords(error)}`, details);
      await this.#giveBack(record, rules.retrySeconds);
      return false;
    }
    this.#count('dead-letters');
    journal.log('error', `given up: ${reason.text}`, details);
    return true;
  }

  async #giveBack(record: SettleRecord, seconds: number): Promise<void> {
    this.#failures.push({ itemIdentifier: record.messageId });
    try {
      await this.#services.postpone(record.receiptHandle, seconds);
    } catch (error) {
      // it is seen again all the same, after the queue's own visibility timeout
      this.#services.journal.log('warn', `a message could not be postponed: ${inWords(error)}`, {
        messageId: record.messageId,
      });
    }
  }

  #count(name: string): void {
    this.#counts[name] = (this.#counts[name] ?? 0) + 1;
  }
}

/** One message for each bucket, by account. */
function byAccount(work: readonly Work[]): ReadonlyMap<AccountId, readonly Work[]> {
  const buckets = new Map<string, Work>();
  for (const item of work) {
    const key = `${item.sight.place.account}/${item.sight.place.bucket}`;
    const known = buckets.get(key);
    if (known === undefined) {
      buckets.set(key, item);
      continue;
    }
    const speaker = mostTelling(known, item);
    const silent = speaker === known ? item : known;
    buckets.set(key, { ...speaker, others: [...known.others, silent.record] });
  }
  const accounts = new Map<AccountId, Work[]>();
  for (const item of buckets.values()) {
    const { account } = item.sight.place;
    accounts.set(account, [...(accounts.get(account) ?? []), item]);
  }
  return accounts;
}

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
