import { Clock } from '../../../sandbox/clock';

interface Timer {
  readonly at: number;
  readonly action: () => void;
}

/** Time that passes only when it is told to. Begins at 2026-01-01T00:00:00Z. */
export class StillClock extends Clock {
  readonly #timers = new Set<Timer>();
  #now = Date.parse('2026-01-01T00:00:00Z');

  override now(): Date {
    return new Date(this.#now);
  }

  override after(milliseconds: number, action: () => void): () => void {
    // A timer of Node that is told to wait longer does not wait at all.
    if (milliseconds > 2_147_483_647) throw new Error(`a timer cannot wait ${milliseconds} milliseconds`);
    const timer = { at: this.#now + milliseconds, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get waiting(): number {
    return this.#timers.size;
  }

  /** Runs what falls due, in its order, and lets promises go on after each. */
  async advance(minutes: number): Promise<void> {
    const end = this.#now + minutes * 60_000;
    for (;;) {
      const [next] = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
      await new Promise(setImmediate);
    }
    this.#now = end;
  }
}
