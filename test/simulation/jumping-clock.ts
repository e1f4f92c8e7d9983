import type { Clock } from '../../core/ports';

/** A clock that jumps from one awaited moment to the next. Whole milliseconds. */
export class JumpingClock implements Clock {
  #now = Date.parse('2026-01-01T00:00:00Z');
  readonly #waiting = new Map<number, (() => void)[]>();
  /** A binary heap of the moments that are awaited, the earliest first. */
  readonly #moments: number[] = [];

  now(): number {
    return this.#now;
  }

  sleep = (milliseconds: number): Promise<void> => {
    const at = this.#now + Math.max(0, Math.ceil(milliseconds));
    return new Promise((resolve) => {
      const others = this.#waiting.get(at);
      if (others === undefined) {
        this.#waiting.set(at, [resolve]);
        this.#push(at);
      } else {
        others.push(resolve);
      }
    });
  };

  /** Runs until nobody waits for any moment. */
  async run(): Promise<void> {
    for (;;) {
      // everything that can go on without the clock does so first
      await new Promise((resolve) => setImmediate(resolve));
      const at = this.#pop();
      if (at === undefined) return;
      this.#now = at;
      const resolves = this.#waiting.get(at) ?? [];
      this.#waiting.delete(at);
      for (const resolve of resolves) resolve();
    }
  }

  #push(moment: number): void {
    const heap = this.#moments;
    heap.push(moment);
    let index = heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#at(parent) <= this.#at(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  #pop(): number | undefined {
    const heap = this.#moments;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      let least = index;
      if (left < heap.length && this.#at(left) < this.#at(least)) least = left;
      if (right < heap.length && this.#at(right) < this.#at(least)) least = right;
      if (least === index) return first;
      this.#swap(least, index);
      index = least;
    }
  }

  #at(index: number): number {
    return this.#moments[index] ?? Number.POSITIVE_INFINITY;
  }

  #swap(one: number, other: number): void {
    const kept = this.#at(one);
    this.#moments[one] = this.#at(other);
    this.#moments[other] = kept;
  }
}
