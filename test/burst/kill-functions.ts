import type { Cloud } from '../../sandbox/cloud';
import { Random } from '../simulation/random';

export interface KillingOptions {
  readonly seed: number;
  /** How many processes are killed. */
  readonly kills: number;
  /** Calls to AWS by the function, on average, from one kill to the next. */
  readonly callsApart: number;
}

/** Longest time from the call that a kill is counted by to the kill, in milliseconds. */
const LONGEST_DELAY_MS = 20;

/**
 * Kills processes of a function with SIGKILL at moments that a seed chooses: behind one of its calls to AWS, when it was done and is not yet
 * answered, or some milliseconds later. Kills none but processes that the local AWS started.
 */
export class FunctionKiller {
  readonly #cloud: Cloud;
  readonly #functionArn: string;
  readonly #random: Random;
  readonly #options: KillingOptions;
  readonly #end: () => void;
  #callsLeft: number;
  #begun = 0;
  #killed = 0;

  /** `isCall`: whether the ARN of who makes a call is the function's. */
  constructor(cloud: Cloud, functionArn: string, isCall: (caller: string) => boolean, options: KillingOptions) {
    this.#cloud = cloud;
    this.#functionArn = functionArn;
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#callsLeft = this.#gap();
    this.#end = cloud.trace.listen((entry) => {
      if (entry.kind === 'call' && isCall(entry.caller)) this.#count();
    });
  }

  /** Processes that are gone. */
  get killed(): number {
    return this.#killed;
  }

  stop(): void {
    this.#end();
  }

  #gap(): number {
    return this.#random.whole(1, 2 * this.#options.callsApart - 1);
  }

  #count(): void {
    this.#callsLeft -= 1;
    if (this.#callsLeft > 0 || this.#begun === this.#options.kills) return;
    this.#begun += 1;
    this.#callsLeft = this.#gap();
    const [atOnce, delay, which] = [
      this.#random.chance(0.5),
      this.#random.whole(1, LONGEST_DELAY_MS),
      this.#random.next(),
    ];
    if (atOnce) this.#kill(which);
    else setTimeout(() => this.#kill(which), delay).unref();
  }

  #kill(which: number): void {
    const processes = this.#cloud.lambda.functions.get(this.#functionArn).processes();
    const process = processes[Math.floor(which * processes.length)];
    if (process === undefined) {
      // it has just ended by itself: another call is for that
      this.#begun -= 1;
      return;
    }
    this.#killed += 1;
    void process.kill();
  }
}
