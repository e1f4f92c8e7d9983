/** Random numbers from a seed: the same seed gives the same numbers. The generator is mulberry32, which is in the public domain. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 to less than 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  /** True that often: 0 is never, 1 always. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Throws RangeError when there is nothing to pick from. */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new RangeError('there is nothing to pick from');
    return list[this.whole(0, list.length - 1)] as T;
  }

  /** A generator of its own, so that what one part of a world draws does not move what the others draw. */
  fork(): Random {
    return new Random(Math.floor(this.next() * 2 ** 32));
  }
}
