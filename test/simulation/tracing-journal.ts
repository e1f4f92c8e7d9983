import type { Outcome } from '../../core/outcome';
import type { Journal, LogLevel } from '../../core/ports';
import type { Trace } from './trace';

/** Puts outcomes and lines into the trace, and keeps what was an error. */
export class TracingJournal implements Journal {
  readonly errors: string[] = [];
  readonly #trace: Trace;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  outcome({ bucket, verdict, reason }: Outcome): void {
    this.#trace.note(bucket, `${verdict}: ${reason.code}`);
  }

  log(level: LogLevel, message: string, details: Readonly<Record<string, unknown>> = {}): void {
    const { bucket, account } = details;
    this.#trace.note(String(bucket ?? account ?? 'product'), `${level}: ${message}`);
    if (level === 'error') this.errors.push(message);
  }

  count(): void {}
}
