import type { Clock } from '../../core/ports';
import type { Random } from './random';
import { TaskHeap } from './task-heap';

export interface VirtualClockOptions {
  /** Decides among tasks of one time. */
  readonly random: Random;
  /** Milliseconds since 1970. @default 2026-01-01T00:00:00Z */
  readonly start?: number;
  /** Tasks after which a world counts as one that never comes to rest. @default 5,000,000 */
  readonly mostTasks?: number;
}

/**
 * A clock that jumps from one timed task to the next. What a task sets going is awaited before the next task runs, as far as it waits for
 * promises alone: nothing in a simulation may wait for timers, threads or input of the machine. Tasks of one time run in an order that
 * the seed decides.
 */
export class VirtualClock implements Clock {
  readonly #tasks = new TaskHeap();
  readonly #random: Random;
  readonly #mostTasks: number;
  #now: number;
  #order = 0;
  #done = 0;

  constructor({ random, start = Date.parse('2026-01-01T00:00:00Z'), mostTasks = 5_000_000 }: VirtualClockOptions) {
    this.#random = random;
    this.#now = start;
    this.#mostTasks = mostTasks;
  }

  now(): number {
    return this.#now;
  }

  /** Tasks that ran. */
  get done(): number {
    return this.#done;
  }

  /** Tasks that are still to run. */
  get waiting(): number {
    return this.#tasks.size;
  }

  /** Runs `task` at milliseconds since 1970. Throws RangeError when that is over. */
  at(time: number, task: () => void): void {
    if (!(time >= this.#now)) throw new RangeError(`the time ${time} is over, it is ${this.#now}`);
    this.#order += 1;
    this.#tasks.push({ at: Math.round(time), tie: this.#random.next(), order: this.#order, run: task });
  }

  /** Runs `task` after so many milliseconds. */
  after(milliseconds: number, task: () => void): void {
    this.at(this.#now + milliseconds, task);
  }

  /** Resolves after so many milliseconds of this clock. */
  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  sleepUntil(time: number): Promise<void> {
    return new Promise((resolve) => this.at(time, resolve));
  }

  /** Runs every task up to and with the time `end`, which it then is; without one, until nothing is left to do. */
  async run(end = Number.POSITIVE_INFINITY): Promise<void> {
    await settled();
    for (let next = this.#tasks.first; next !== undefined && next.at <= end; next = this.#tasks.first) {
      this.#tasks.pop();
      this.#now = next.at;
      this.#done += 1;
      if (this.#done > this.#mostTasks) throw new Error(`the world does not come to rest: ${this.#done} tasks`);
      next.run();
      await settled();
    }
    if (Number.isFinite(end)) this.#now = Math.max(this.#now, end);
  }
}

/**
 * Resolves once no promise is left that can go on. From within a promise's own turn Node comes to its ticks only after all of those, which
 * costs far less than a turn of the event loop. Source: "process.nextTick()", Node.js documentation.
 */
async function settled(): Promise<void> {
  await undefined;
  await new Promise<void>((resolve) => process.nextTick(resolve));
}
