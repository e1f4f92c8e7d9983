import type { Clock } from '../../core/ports';

/** A clock that stands still until it is moved. Begins at 2026-01-01T00:00:00Z. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-01-01T00:00:00Z');

  now(): number {
    return this.#now;
  }

  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }
}
