import type { AccountId, BucketName } from '../../core/identifiers';
import type { Clock, LifecycleRead } from '../../core/ports';
import type { WritePurpose } from '../../core/write-log';
import type { FaultInjector } from './fault-injector';
import { type FunctionName, type Invocation, never } from './invocation';
import type { Around, PortCall } from './port-calls';
import type { ProductSettings } from './product-settings';
import type { SqsEvent } from './queued-message';
import type { Random } from './random';
import type { VirtualClock } from './virtual-clock';
import type { WorldPlan } from './world-plan';
import { WriterSight } from './writer-sight';

/** Clocks of functions go ahead or behind by so much at most, in milliseconds. */
export const SKEW_MS = 400;
/** How long a step of a sweep may take before it has to end, in milliseconds: a few calls, so that visits have several. */
const STEP_MS = [80, 1_500] as const;

/** One for all: where it was made tells nothing. */
const DEATH = new Error('the function died');

/** The clock of whoever makes a call just now. */
export class SkewedClock implements Clock {
  readonly #clock: Clock;
  #skew = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now() + this.#skew;
  }

  /** What `act` does at once is done by a clock that goes ahead by so many milliseconds. */
  during<T>(skew: number, act: () => T): T {
    this.#skew = skew;
    try {
      return act();
    } finally {
      this.#skew = 0;
    }
  }
}

/** Where a function runs. */
export interface InvocationWorld {
  readonly clock: VirtualClock;
  readonly settings: ProductSettings;
  readonly plan: Pick<WorldPlan, 'functionMs'>;
  readonly faults: FaultInjector;
  readonly watch: {
    onInvocation(invocation: WorldInvocation, event: SqsEvent): void;
    onCall(invocation: WorldInvocation, call: PortCall): number;
    onAnswer(invocation: WorldInvocation, call: PortCall, answer: unknown): void;
  };
}

export interface WorldInvocationProps {
  readonly world: InvocationWorld;
  readonly name: FunctionName;
  readonly event: SqsEvent;
  readonly pace: Around;
  readonly skewed: SkewedClock;
  readonly random: Random;
}

/** One run of a function in a world: faults about its calls, a clock that is a little off, an end to its time. */
export class WorldInvocation implements Invocation {
  readonly function: FunctionName;
  readonly startedAt: number;
  readonly clock: Clock;
  readonly deadline;
  readonly died: Promise<never>;
  readonly sight = new WriterSight();
  /** Of the version that runs. */
  readonly settings: ProductSettings;
  /** Why accounts were excluded when their profile was read; undefined where they were not. */
  readonly known = new Map<AccountId, string | undefined>();
  /** What it is about to write buckets for. */
  readonly purposes = new Map<BucketName, WritePurpose>();
  /** What it was shown of lifecycles since it wrote them last. */
  readonly shown = new Map<BucketName, LifecycleRead>();
  #isDead = false;
  readonly #die: (reason: Error) => void;
  readonly #props: WorldInvocationProps;
  readonly #skew: number;

  constructor(props: WorldInvocationProps) {
    const { world, name, random, event } = props;
    this.#props = props;
    const { clock } = world;
    this.function = name;
    this.settings = world.settings;
    this.startedAt = clock.now();
    this.#skew = random.whole(-SKEW_MS, SKEW_MS);
    this.clock = { now: () => clock.now() + this.#skew };
    // a step ends when half of its time is over
    const end = clock.now() + 2 * random.whole(...STEP_MS);
    this.deadline = { remaining: () => Math.max(0, end - clock.now()) };
    let die: (reason: Error) => void = () => undefined;
    this.died = new Promise<never>((_, reject) => {
      die = reject;
    });
    this.#die = die;
    clock.after(world.plan.functionMs[name], () => this.die());
    world.watch.onInvocation(this, event);
  }

  /** The function stops: none of its calls returns any more. */
  die(): void {
    this.#isDead = true;
    this.#die(DEATH);
  }

  readonly around: Around = async <T>(call: PortCall, act: () => Promise<T>): Promise<T> => {
    if (this.#isDead) return never();
    const { world, skewed, pace } = this.#props;
    const observed = async (): Promise<T> => {
      if (this.#isDead) return never();
      const longer = world.watch.onCall(this, call);
      if (longer > 0) {
        await world.clock.sleep(longer);
        if (this.#isDead) return never();
      }
      return skewed.during(this.#skew, act);
    };
    const answer = await pace(call, () => world.faults.around(this, call, observed));
    if (this.#isDead) return never();
    world.watch.onAnswer(this, call, answer);
    return answer;
  };
}
