import { names, roleArn } from '../../core/contract/names';
import type { AccountId, BucketName } from '../../core/identifiers';
import { foreignBucketEventPattern } from '../../lib/bucket-event-pattern';
import { EventPattern } from '../../sandbox/services/events/pattern/event-pattern';
import { bucketName } from '../fakes/identifiers';
import { takingTime } from './call-times';
import { FaultInjector } from './fault-injector';
import { LostUpdates } from './lost-updates';
import { Organization, ROLES_STACK_SET } from './organization';
import { PauseLog } from './pause-log';
import { Product } from './product';
import type { ProductSettings } from './product-settings';
import { Promises } from './promises';
import { Random } from './random';
import { SimulatedEvents } from './simulated-events';
import { SimulatedS3 } from './simulated-s3';
import { Trace } from './trace';
import { VirtualClock } from './virtual-clock';
import { WorldAccess } from './world-access';
import { SkewedClock, WorldInvocation } from './world-invocation';
import { HOME, STRANGER } from './world-places';
import type { WorldPlan } from './world-plan';
import { WriteWatch } from './write-watch';

/** Events that are late, lost, doubled; the rest comes on time. */
const CHANCES = { late: 0.12, lost: 0.12, doubled: 0.12 };
const DUPLICATES = 0.04;
const INVENTORY_PAGE = 3;
const MONTH_MS = 30 * 24 * 3_600_000;

/** The rule in a member's account. */
const FORWARDED = new Map<string, EventPattern>();

function forwarding(account: string): EventPattern {
  const known =
    FORWARDED.get(account) ??
    EventPattern.parse(foreignBucketEventPattern(roleArn('aws', account, '/', names('partsweep').memberRole)));
  FORWARDED.set(account, known);
  return known;
}

/** The product in an organization, with people, tools and faults, on one virtual clock: all of it decided by the plan and its seed. */
export class World {
  readonly plan: WorldPlan;
  readonly random: Random;
  readonly clock: VirtualClock;
  readonly start: number;
  readonly trace: Trace;
  readonly events: SimulatedEvents;
  readonly s3: SimulatedS3;
  readonly organization = new Organization();
  readonly faults: FaultInjector;
  readonly product: Product;
  readonly pauses: PauseLog;
  readonly promises = new Promises();
  readonly watch: WriteWatch;
  readonly losses: LostUpdates;
  settings: ProductSettings;
  /** Tokens of listings that S3 refuses next. */
  refusedTokens = 0;
  /** Whether something denied our writes for a while: those are tried again after a week. */
  wasDenied = false;
  /** Buckets and accounts that were excluded at some time. */
  readonly everExcluded = new Set<BucketName | AccountId>();
  /** Undos that somebody asked for. */
  readonly undone = new Set<BucketName | AccountId | 'all'>();

  constructor(plan: WorldPlan) {
    this.plan = plan;
    const random = new Random(plan.seed ^ 0x5eed);
    this.random = random;
    this.clock = new VirtualClock({ random: random.fork(), mostTasks: 400_000 });
    const { clock } = this;
    this.start = clock.now();
    this.trace = new Trace(clock);
    const { trace } = this;
    this.settings = plan.settings;
    this.events = new SimulatedEvents({
      ...{ clock, random: random.fork(), chances: CHANCES },
      forwards: (event) =>
        this.organization.accounts.get(event.account as AccountId)?.forwards === true &&
        forwarding(event.account).matches(event),
      deliver: (event) => this.product.settleQueue.send(JSON.stringify(event)),
    });
    this.s3 = new SimulatedS3({ clock, trace, events: this.events });
    this.faults = new FaultInjector({ clock, random: random.fork(), trace, s3: this.s3, faults: plan.faults });
    this.pauses = new PauseLog(clock, this.organization);
    this.watch = new WriteWatch(this);
    this.s3.onWrite = (write) => this.watch.onWrite(write);
    const skewed = new SkewedClock(clock);
    const pace = takingTime(clock, random.fork());
    const skews = random.fork();
    this.product = new Product({
      ...{ clock, trace, random: random.fork(), duplicates: DUPLICATES, mostDuplicates: 5, inventoryClock: skewed },
      ...{
        surroundings: new WorldAccess(this).surroundings(),
        settings: () => this.settings,
        pageSize: INVENTORY_PAGE,
      },
      ...{ stackSetNames: [ROLES_STACK_SET], functionMs: plan.functionMs },
      invoke: (name, event) => new WorldInvocation({ world: this, name, event, pace, skewed, random: skews }),
    });
    this.losses = new LostUpdates(this);
    this.#found();
    this.noteExclusions();
  }

  /** Keeps in mind what is excluded just now. */
  noteExclusions(): void {
    for (const id of this.organization.accounts.keys()) {
      if (this.organization.exclusion(id) !== undefined) this.everExcluded.add(id);
    }
    for (const [bucket, { tags }] of this.s3.memory.buckets) {
      if (tags?.has('partsweep:exclude') === true || bucket.startsWith('cdk-')) this.everExcluded.add(bucket);
    }
  }

  /** What there was before the simulation began. */
  #found(): void {
    const { plan, organization, s3, start } = this;
    organization.units.set('ou-ab12-aaaaaaaa', { parent: 'r-ab12', tags: {} });
    organization.units.set('ou-ab12-bbbbbbbb', { parent: 'ou-ab12-aaaaaaaa', tags: {} });
    organization.units.set('ou-ab12-cccccccc', { parent: 'r-ab12', tags: {} });
    for (const [id, tags] of Object.entries(plan.unitTags)) Object.assign(organization.units.get(id)?.tags ?? {}, tags);
    for (const { account, joinsAt, unit, tags, hasRole, forwards } of plan.accounts) {
      organization.accounts.set(account, {
        ...{ id: account, state: 'ACTIVE', unit, tags: { ...tags }, isMember: joinsAt === 0 },
        ...{ hasRole: hasRole && joinsAt === 0, forwards, denies: 'nothing' },
      });
    }
    // it has a role that would let us in
    organization.accounts.set(STRANGER, {
      ...{ id: STRANGER, state: 'ACTIVE', unit: 'r-ab12', tags: {}, isMember: false },
      ...{ hasRole: true, forwards: false, denies: 'nothing' },
    });
    for (const { account, region, bucket, lifecycle, tags, grantsLifecycle } of plan.buckets) {
      s3.found(
        { account, region, bucket },
        { lifecycle, tags: new Map(Object.entries(tags)), grantsLifecycle },
        start - MONTH_MS,
      );
    }
    const place = { account: STRANGER, region: HOME, bucket: bucketName('of-a-stranger') };
    s3.found(place, { tags: new Map() }, start - MONTH_MS);
  }
}
