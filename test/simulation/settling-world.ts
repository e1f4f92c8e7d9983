import { names, roleArn } from '../../core/contract/names';
import { foreignBucketEventPattern } from '../../lib/bucket-event-pattern';
import { EventPattern } from '../../sandbox/services/events/pattern/event-pattern';
import { activeProfile, InMemoryProfiles } from '../fakes/in-memory-accounts';
import { InMemoryFleet } from '../fakes/in-memory-fleet';
import { InMemoryRoster } from '../fakes/in-memory-roster';
import { InMemorySurveys } from '../fakes/in-memory-survey';
import { takingTime } from './call-times';
import { undisturbed } from './invocation';
import { Product } from './product';
import type { Surroundings } from './product-ports';
import { DEFAULT_SETTINGS } from './product-settings';
import type { SqsEvent } from './queued-message';
import { Random } from './random';
import { ACCOUNTS, type SettlingPlan, settlingPlan } from './settling-plan';
import { SimulatedEvents } from './simulated-events';
import { SimulatedS3 } from './simulated-s3';
import { Terraform, type TerraformFailure } from './terraform';
import { Trace } from './trace';
import { VirtualClock } from './virtual-clock';

export interface SettlingWorldOptions {
  readonly seed: number;
  readonly buckets: number;
  /** What the product is told to wait. @default what it promises, 300 */
  readonly settleSeconds?: number;
  /** Whether a configuration may come back after it had been changed. @default it does not */
  readonly reversals?: boolean;
  /** Changes what the writer is given, to see that this is noticed. */
  readonly tamper?: (event: SqsEvent, world: SettlingWorld) => SqsEvent;
}

/** For how long a configuration has not changed when it is written, in seconds. */
export const SETTLE_SECONDS = 300;
/** Events that are late, lost, doubled; the rest comes on time. */
const CHANCES = { late: 0.15, lost: 0.15, doubled: 0.15 };
const DUPLICATES = 0.05;

/** The rules in the members' accounts, by account. */
const FORWARDED = new Map<string, EventPattern>(
  ACCOUNTS.map((account) => {
    const member = roleArn('aws', account, '/', names('partsweep').memberRole);
    return [account, EventPattern.parse(foreignBucketEventPattern(member))];
  }),
);

/** Terraform, events, sweeps and the product on one virtual clock, all of it decided by the seed. */
export class SettlingWorld {
  readonly clock: VirtualClock;
  readonly trace: Trace;
  readonly s3: SimulatedS3;
  readonly events: SimulatedEvents;
  readonly product: Product;
  readonly terraform: Terraform;
  readonly plan: SettlingPlan;
  readonly reversals: boolean;
  readonly failures: TerraformFailure[] = [];

  constructor({ seed, buckets, settleSeconds = SETTLE_SECONDS, reversals = false, tamper }: SettlingWorldOptions) {
    const random = new Random(seed);
    const clock = new VirtualClock({ random: random.fork() });
    const trace = new Trace(clock);
    this.clock = clock;
    this.reversals = reversals;
    this.trace = trace;
    this.events = new SimulatedEvents({
      ...{ clock, random: random.fork(), chances: CHANCES },
      forwards: (event) => FORWARDED.get(event.account)?.matches(event) === true,
      deliver: (event) => this.product.settleQueue.send(JSON.stringify(event)),
    });
    this.s3 = new SimulatedS3({ clock, trace, events: this.events });
    const settings = { ...DEFAULT_SETTINGS, rules: { ...DEFAULT_SETTINGS.rules, settleSeconds } };
    const around = takingTime(clock, random.fork());
    this.product = new Product({
      ...{
        clock,
        trace,
        random: random.fork(),
        surroundings: surroundingsOf(this.s3),
        settings: () => settings,
        duplicates: DUPLICATES,
      },
      invoke: (name) => undisturbed(name, clock, around),
      ...(tamper === undefined ? {} : { tamper: (event: SqsEvent) => tamper(event, this) }),
    });
    this.terraform = new Terraform({ clock, trace, s3: this.s3, random: random.fork() });
    this.plan = settlingPlan(random.fork(), clock.now(), {
      ...{ buckets, reversals, settleSeconds: SETTLE_SECONDS },
    });
  }

  /** Plays the plan to its end, until no event is on its way and no message waits. */
  async play(): Promise<void> {
    for (const at of this.plan.sweeps) this.clock.at(at, () => this.product.startSweep());
    for (const { place, applies } of this.plan.buckets) {
      void this.terraform.run(place, applies).then((failures) => this.failures.push(...failures));
    }
    await this.clock.run();
  }

  /** A sweep while nothing else happens, and what follows from it. */
  async sweepInCalm(): Promise<void> {
    this.trace.note('world', 'a sweep in calm');
    this.product.startSweep();
    await this.clock.run();
  }
}

/** Accounts that are active and excluded by nobody, with a role in each. */
function surroundingsOf(s3: SimulatedS3): Surroundings {
  const profiles = new InMemoryProfiles();
  for (const account of ACCOUNTS) profiles.profiles.set(account, activeProfile());
  const surveys = new InMemorySurveys(s3.memory);
  return {
    ...{ profiles, fleet: new InMemoryFleet() },
    roster: new InMemoryRoster({
      id: 'r-root',
      accounts: ACCOUNTS.map((account) => ({ account, name: null, state: 'ACTIVE' })),
    }),
    openWriter: async (_account, buckets, mode) => ({ kind: 'open', store: s3.store(buckets, mode) }),
    openSurvey: (account) => surveys.open(account),
  };
}
