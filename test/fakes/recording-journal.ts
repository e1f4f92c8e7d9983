import type { Outcome } from '../../core/outcome';
import type { Journal, LogLevel } from '../../core/ports';

/** Keeps everything that was said. */
export class RecordingJournal implements Journal {
  readonly outcomes: Outcome[] = [];
  readonly lines: { readonly level: LogLevel; readonly message: string }[] = [];
  /** What stood beside the line of the same index. */
  readonly details: Readonly<Record<string, unknown>>[] = [];
  readonly counts: Readonly<Record<string, number>>[] = [];

  outcome(outcome: Outcome): void {
    this.outcomes.push(outcome);
  }

  log(level: LogLevel, message: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.lines.push({ level, message });
    this.details.push(details);
  }

  count(counts: Readonly<Record<string, number>>): void {
    this.counts.push({ ...counts });
  }
}
