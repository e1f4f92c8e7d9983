import type { Outcome } from '../../core/outcome';
import type { Journal, LogLevel } from '../../core/ports';
import type { ToldLoss } from './lost-updates';
import type { Trace } from './trace';

/** Puts outcomes and lines into the trace, and keeps what was an error. */
export class TracingJournal implements Journal {
  readonly errors: string[] = [];
  readonly outcomes: Outcome[] = [];
  /** Lines that say that a write was lost. */
  readonly lost: ToldLoss[] = [];
  readonly #trace: Trace;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  outcome(outcome: Outcome): void {
    const { bucket, verdict, reason } = outcome;
    this.outcomes.push(outcome);
    this.#trace.note(bucket, `${verdict}: ${reason.code}`);
  }

  log(level: LogLevel, message: string, details: Readonly<Record<string, unknown>> = {}): void {
    const { bucket, account } = details;
    this.#trace.note(String(bucket ?? account ?? 'product'), `${level}: ${message}`);
    if (message.startsWith('a write was lost')) this.lost.push({ bucket, eventId: details['eventId'] });
    if (level === 'error') this.errors.push(message);
  }

  count(): void {}
}
