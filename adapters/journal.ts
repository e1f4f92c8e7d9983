import type { Outcome } from '../core/outcome';
import type { Clock, Journal, LogLevel } from '../core/ports';

export interface LineJournalProps {
  /** Takes one line, its end included. */
  readonly write: (line: string) => void;
  readonly clock: Clock;
  /** CloudWatch namespace of the counts. */
  readonly namespace: string;
}

/**
 * One JSON object a line: an outcome as it is, a log line with `level` and `message`, and counts in the embedded metric
 * format. Source: "Embedded metric format specification", Amazon CloudWatch User Guide.
 */
export class LineJournal implements Journal {
  readonly #props: LineJournalProps;

  constructor(props: LineJournalProps) {
    this.#props = props;
  }

  outcome(outcome: Outcome): void {
    this.#line(outcome);
  }

  log(level: LogLevel, message: string, details: Readonly<Record<string, unknown>> = {}): void {
    this.#line({ level, message, timestamp: new Date(this.#props.clock.now()).toISOString(), ...details });
  }

  count(counts: Readonly<Record<string, number>>): void {
    const names = Object.keys(counts);
    if (names.length === 0) return;
    const Metrics = names.map((Name) => ({ Name, Unit: 'Count' }));
    this.#line({
      _aws: {
        Timestamp: this.#props.clock.now(),
        CloudWatchMetrics: [{ Namespace: this.#props.namespace, Dimensions: [[]], Metrics }],
      },
      ...counts,
    });
  }

  #line(value: object): void {
    this.#props.write(`${JSON.stringify(value)}\n`);
  }
}
