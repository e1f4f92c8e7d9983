import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { account, bucketName, region } from '../fakes/identifiers';
import { activeProfile, InMemoryProfiles } from '../fakes/in-memory-accounts';
import { InMemoryFleet } from '../fakes/in-memory-fleet';
import { InMemoryRoster } from '../fakes/in-memory-roster';
import { InMemorySurveys } from '../fakes/in-memory-survey';
import { callerOf } from './callers';
import { FUNCTION_MS, type FunctionName, type Invocation, never } from './invocation';
import type { Around } from './port-calls';
import { Product } from './product';
import type { Surroundings } from './product-ports';
import { DEFAULT_SETTINGS } from './product-settings';
import { Random } from './random';
import { SimulatedEvents } from './simulated-events';
import { SimulatedS3 } from './simulated-s3';
import { Trace } from './trace';
import { VirtualClock } from './virtual-clock';

/** At which call to the outside a function dies, and whether that call is made. */
export interface Death {
  readonly call: number;
  readonly time: 'before' | 'after';
}

export const ONE = account('111111111111');
export const TWO = account('222222222222');
export const HERE = region('eu-west-1');
const DEATH = new Error('the function died');
const CALL_MS = 20;
const MONTH_MS = 30 * 24 * 3_600_000;
const EVENT_MS = 30_000;

/** The product and two accounts on one virtual clock. Nothing goes wrong but one function, which dies at one call, and only while that is asked for. */
export class CrashWorld {
  readonly clock = new VirtualClock({ random: new Random(1) });
  readonly s3: SimulatedS3;
  readonly product: Product;
  /** Names of the calls that were made while they were counted. */
  readonly calls: string[] = [];
  /** How much longer the next call of this name takes, in milliseconds, and what happens when it begins. */
  readonly holdUps = new Map<string, { readonly milliseconds: number; readonly meanwhile: () => void }>();
  #death: Death | undefined;
  #isCounting = false;

  constructor() {
    const { clock } = this;
    const trace = new Trace(clock);
    const random = new Random(2);
    const events = new SimulatedEvents({
      ...{ clock, random: random.fork(), chances: { late: 0, lost: 0, doubled: 0 } },
      forwards: ({ detail }) => JSON.stringify(detail['userIdentity']).includes('AWSReservedSSO'),
      deliver: (event) => clock.after(EVENT_MS, () => this.product.settleQueue.send(JSON.stringify(event), 0)),
    });
    this.s3 = new SimulatedS3({ clock, events, trace });
    const settings = { ...DEFAULT_SETTINGS, rules: { ...DEFAULT_SETTINGS.rules, settleSeconds: 60 } };
    this.product = new Product({
      ...{ clock, trace, random: random.fork(), duplicates: 0, pageSize: 3 },
      ...{ surroundings: surroundingsOf(this.s3), settings: () => settings },
      invoke: (name) => this.#invoke(name),
    });
  }

  /** A bucket that has been there for a month. */
  bucket(name: string, owner: typeof ONE, lifecycle: LifecycleConfiguration | undefined) {
    const place = { account: owner, region: HERE, bucket: bucketName(name) };
    this.s3.found(place, { lifecycle, tags: new Map() }, this.clock.now() - MONTH_MS);
    return place;
  }

  /** Somebody at the console writes a lifecycle. */
  async put(place: ReturnType<CrashWorld['bucket']>, lifecycle: LifecycleConfiguration): Promise<void> {
    await this.s3.putLifecycle(place, lifecycle, callerOf('console', place.account));
  }

  lifecycleOf({ bucket }: ReturnType<CrashWorld['bucket']>): LifecycleConfiguration | undefined {
    return this.s3.memory.buckets.get(bucket)?.lifecycle;
  }

  /** From now on calls are counted, and the function dies that makes the one that is named. */
  count(death: Death | undefined): void {
    this.#isCounting = true;
    this.#death = death;
  }

  /** Until nothing is on its way any more; from then on nobody dies. */
  async settle(): Promise<void> {
    await this.clock.run();
    this.#isCounting = false;
  }

  /** A sweep of everything, and what follows from it. Gives how often S3 and rows of buckets were written. */
  async sweep(): Promise<readonly unknown[]> {
    const writes = () => [this.s3.writes, this.product.inventory.buckets.itemWrites()['bucket'] ?? 0];
    const before = writes();
    this.product.startSweep();
    await this.clock.run();
    return writes().map((count, index) => count - (before[index] ?? 0));
  }

  #invoke(name: FunctionName): Invocation {
    const { clock } = this;
    let isDead = false;
    let die: (reason: Error) => void = () => undefined;
    const died = new Promise<never>((_, reject) => {
      die = reject;
    });
    const kill = (): Promise<never> => {
      isDead = true;
      die(DEATH);
      return never();
    };
    const around: Around = async (call, act) => {
      if (isDead) return never();
      const title = `${name} ${call.port}.${call.operation}`;
      const mine = this.#isCounting ? this.calls.push(title) - 1 : undefined;
      const isLast = mine !== undefined && mine === this.#death?.call;
      await clock.sleep(CALL_MS);
      if (isLast && this.#death?.time === 'before') return kill();
      const holdUp = this.holdUps.get(title);
      this.holdUps.delete(title);
      if (holdUp !== undefined) {
        holdUp.meanwhile();
        await clock.sleep(holdUp.milliseconds);
      }
      if (isDead) return never();
      const answer = await act();
      return isLast ? kill() : answer;
    };
    const end = clock.now() + FUNCTION_MS[name];
    return { function: name, clock, around, died, deadline: { remaining: () => Math.max(0, end - clock.now()) } };
  }
}

function surroundingsOf(s3: SimulatedS3): Surroundings {
  const profiles = new InMemoryProfiles();
  for (const id of [ONE, TWO]) profiles.profiles.set(id, activeProfile());
  const surveys = new InMemorySurveys(s3.memory, 2);
  return {
    ...{ profiles, fleet: new InMemoryFleet() },
    roster: new InMemoryRoster({
      id: 'r-root',
      accounts: [ONE, TWO].map((id) => ({ account: id, name: null, state: 'ACTIVE' })),
    }),
    openWriter: async (_account, buckets, mode) => ({ kind: 'open', store: s3.store(buckets, mode) }),
    openSurvey: (id) => surveys.open(id),
  };
}
