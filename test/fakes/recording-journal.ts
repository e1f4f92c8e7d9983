import type { Outcome } from '../../core/outcome';
import type { Journal, LogLevel } from '../../core/ports';

/** Keeps everything that was said. */
export class RecordingJournal implements Journal {
  readonly outcomes: Outcome[] = [];
  readonly lines: { readonly level: LogLevel; readonly message: string }[] = [];
  readonly counts: Readonly<Record<string, number>>[] = [];

  outcome(outcome: Outcome): void {
    this.outcomes.push(outcome);
  }

  log(level: LogLevel, message: string): void {
    this.lines.push({ level, message });
  }

  count(counts: Readonly<Record<string, number>>): void {
    this.counts.push({ ...counts });
  }
}
