import { setTimeout as sleepFor } from 'node:timers/promises';
import type { Clock } from '../core/ports';

/** Waits so many milliseconds. */
export type Sleep = (milliseconds: number) => Promise<unknown>;

/** Lets at most so many through a second, evenly spaced, in the order in which they came. */
export class Pace {
  readonly #clock: Clock;
  readonly #sleep: Sleep;
  readonly #gap: number;
  #next = 0;

  constructor(perSecond: number, clock: Clock, sleep: Sleep = sleepFor) {
    this.#gap = 1000 / perSecond;
    this.#clock = clock;
    this.#sleep = sleep;
  }

  /** Returns when it is the caller's turn. */
  async turn(): Promise<void> {
    const now = this.#clock.now();
    const at = Math.max(now, this.#next);
    this.#next = at + this.#gap;
    if (at > now) await this.#sleep(at - now);
  }
}
