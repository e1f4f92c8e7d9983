import type { Clock } from '../core/ports';
import { reason } from '../core/reasons';
import { parseReportMessage } from '../core/report-message';
import { type Deadline, lateAfter } from '../core/sweep/deadline';
import { type ReportInventory, sourceOfInventory } from '../report/inventory-source';
import { OutOfTime, type ReportFiles, writeReport } from '../report/write-report';
import { inWords, ReturnedMessages, type ReturnServices } from './returned-messages';
import type { BatchResponse } from './settle-batch';
import { contentOf, type SettleRecord } from './settle-record';

export interface ReportBatchServices extends ReturnServices {
  readonly clock: Clock;
  readonly inventory: ReportInventory;
  /** Where the files go that tell of this run. */
  readonly filesOf: (run: string) => ReportFiles;
  /** What was looked at, in one line. */
  readonly scope: string;
}

/** What is left of an invocation when the rows must be through, in milliseconds: for the page, the last parts, or giving up cleanly. */
const RESERVE_MS = 90_000;

/** Writes the report for each message. What cannot be written is tried again, later each time, and goes to the dead letters after `maxTries`. */
export class ReportBatch {
  readonly #services: ReportBatchServices;
  readonly #returned: ReturnedMessages;

  constructor(services: ReportBatchServices) {
    this.#services = services;
    this.#returned = new ReturnedMessages(services);
  }

  handle(records: readonly SettleRecord[], deadline: Deadline): Promise<BatchResponse> {
    return this.#returned.handleEach(records, (record) => this.#one(record, deadline));
  }

  async #one(record: SettleRecord, deadline: Deadline): Promise<void> {
    const message = parseReportMessage(contentOf(record.body));
    if (message === undefined) return this.#returned.deadLetter(record, reason('not-our-message'));
    try {
      await this.#write(message.run, deadline);
    } catch (error) {
      // another try takes as long, and ends as this one
      if (error instanceof OutOfTime) {
        return this.#returned.deadLetter(record, reason('report-too-long', `${error.rows} rows were written`));
      }
      if (!this.#returned.isLastTry(record)) throw error;
      await this.#returned.deadLetter(record, reason('report-not-written', inWords(error)));
    }
  }

  async #write(run: string, deadline: Deadline): Promise<void> {
    const { inventory, filesOf, scope, clock, journal } = this.#services;
    const startedAt = clock.now();
    const source = await sourceOfInventory(inventory, { scope, now: startedAt });
    const { rows } = await writeReport(source, filesOf(run), lateAfter(deadline, RESERVE_MS));
    this.#returned.count('reports-written');
    journal.log('info', 'report written', { run, rows, milliseconds: clock.now() - startedAt });
  }
}
