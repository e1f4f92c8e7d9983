import type { Outcome, Verdict } from '../../core/outcome';
import type { OutcomeEvents } from '../../core/ports';

/** Keeps every change that was told. */
export class RecordingOutcomeEvents implements OutcomeEvents {
  readonly changes: { readonly outcome: Outcome; readonly was: Verdict | null }[] = [];

  async publish(changes: readonly { readonly outcome: Outcome; readonly was: Verdict | null }[]): Promise<void> {
    this.changes.push(...changes);
  }
}
