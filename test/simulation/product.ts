import pLimit from 'p-limit';
import { names } from '../../core/contract/names';
import type { Clock } from '../../core/ports';
import { AccountBatch, type AccountBatchServices } from '../../handlers/account-batch';
import { type BatchResponse, type BatchServices, SettleBatch } from '../../handlers/settle-batch';
import { parseSqsEvent } from '../../handlers/settle-record';
import { SweepBatch, type SweepBatchServices } from '../../handlers/sweep-batch';
import { parseSweepRecords } from '../../handlers/sweep-record';
import { type InMemoryInventory, inMemoryInventory } from '../fakes/in-memory-inventory';
import { InMemoryDeadLetters } from '../fakes/in-memory-queues';
import { RecordingOutcomeEvents } from '../fakes/recording-outcome-events';
import { FUNCTION_MS, type FunctionName, type Invocation } from './invocation';
import { withCalls } from './port-calls';
import { accountAccess, inventoryPorts, postponing, queuePort, type Surroundings, surveyAccess } from './product-ports';
import type { ProductSettings } from './product-settings';
import type { SqsEvent } from './queued-message';
import type { Random } from './random';
import { SimulatedQueue } from './simulated-queue';
import type { Trace } from './trace';
import { TracingJournal } from './tracing-journal';
import type { VirtualClock } from './virtual-clock';

export interface ProductOptions {
  readonly clock: VirtualClock;
  /** What the inventory takes for the time. @default `clock` */
  readonly inventoryClock?: Clock;
  readonly random: Random;
  readonly trace: Trace;
  readonly surroundings: Surroundings;
  /** Of the version that is deployed now. */
  readonly settings: () => ProductSettings;
  /** Longest time of an invocation, in milliseconds. @default as the hub has its functions */
  readonly functionMs?: Readonly<Record<FunctionName, number>>;
  /** How often a queue delivers a message once more than it should. */
  readonly duplicates: number;
  /** How often a queue does that at most. @default without end */
  readonly mostDuplicates?: number;
  /** A function begins. */
  readonly invoke: (name: FunctionName, event: SqsEvent) => Invocation;
  /** Rows of a page of the inventory. @default 200 */
  readonly pageSize?: number;
  /** Names of the stack sets whose new stacks ask for a survey. @default none */
  readonly stackSetNames?: readonly string[];
  /** Changes what the writer is given, to see that this is noticed. */
  readonly tamper?: (event: SqsEvent) => SqsEvent;
}

/** As the hub has its queues: six times the function's time, and some receives more than tries. */
const queueOf = (milliseconds: number, batchSize: number, concurrency: number) => ({
  ...{ visibilitySeconds: (milliseconds / 1_000) * 6, maxReceiveCount: 15, batchSize, concurrency },
});
const BUCKETS_AT_A_TIME = 10;

/** The product's functions behind simulated queues, on ports in memory. Each invocation is composed anew. */
export class Product {
  readonly settleQueue: SimulatedQueue;
  readonly sweepQueue: SimulatedQueue;
  readonly accountQueue: SimulatedQueue;
  readonly inventory: InMemoryInventory;
  readonly deadLetters = new InMemoryDeadLetters();
  readonly events = new RecordingOutcomeEvents();
  readonly journal: TracingJournal;
  readonly #options: ProductOptions;
  readonly #functionMs: Readonly<Record<FunctionName, number>>;

  constructor(options: ProductOptions) {
    const { functionMs = FUNCTION_MS } = options;
    const { clock, random, duplicates, trace, settings, pageSize, inventoryClock = clock } = options;
    const { mostDuplicates = Number.POSITIVE_INFINITY } = options;
    this.#options = options;
    this.#functionMs = functionMs;
    const queue = (props: ReturnType<typeof queueOf>, delaySeconds: number) =>
      new SimulatedQueue({ clock, random: random.fork(), duplicates, mostDuplicates, delaySeconds, ...props });
    this.settleQueue = queue(queueOf(functionMs.settle, 10, 10), settings().rules.settleSeconds);
    this.sweepQueue = queue(queueOf(functionMs.sweep, 1, 2), 0);
    this.accountQueue = queue(queueOf(functionMs.survey, 1, 20), 0);
    this.inventory = inMemoryInventory(inventoryClock, pageSize === undefined ? {} : { pageSize });
    this.journal = new TracingJournal(trace);
    const { tamper = (event: SqsEvent) => event } = options;
    this.settleQueue.connect((event) => this.#settle(tamper(event)));
    this.sweepQueue.connect((event) => this.#sweep(event));
    this.accountQueue.connect((event) => this.#survey(event));
  }

  /** A message to `start-sweep`, as a schedule or an operator sends it. */
  ask(message: Readonly<Record<string, unknown>>): void {
    this.sweepQueue.send(JSON.stringify({ version: 1, ...message }));
  }

  /** A sweep of everything begins now. */
  startSweep(): void {
    this.ask({ kind: 'sweep', trigger: 'schedule', scope: { kind: 'all' } });
  }

  #settle(event: SqsEvent): Promise<BatchResponse> {
    const invocation = this.#options.invoke('settle', event);
    const { surroundings } = this.#options;
    const { rules, excludedNames } = this.#options.settings();
    const { buckets, writes, brake } = inventoryPorts(this.inventory, invocation.around);
    const services: BatchServices = {
      ...this.#common(invocation),
      ...{ buckets, writes, brake, rules, excludedNames },
      profiles: withCalls('profiles', surroundings.profiles, invocation.around),
      access: accountAccess(surroundings, invocation),
      memberRoleName: names('partsweep').memberRole,
      postpone: postponing(this.settleQueue, invocation.around),
    };
    return Promise.race([new SettleBatch(services).handle(parseSqsEvent(event)), invocation.died]);
  }

  #sweep(event: SqsEvent): Promise<BatchResponse> {
    const invocation = this.#options.invoke('sweep', event);
    const { surroundings, stackSetNames = [] } = this.#options;
    const services: SweepBatchServices = {
      ...this.#sweeping(invocation),
      profilesOf: () => withCalls('profiles', surroundings.profiles, invocation.around),
      roster: withCalls('roster', surroundings.roster, invocation.around),
      fleet: withCalls('fleet', surroundings.fleet, invocation.around),
      ...{ stackSetNames, excludedAccounts: new Set() },
      postpone: postponing(this.sweepQueue, invocation.around),
    };
    const handled = new SweepBatch(services).handle(parseSweepRecords(event), invocation.deadline);
    return Promise.race([handled, invocation.died]);
  }

  #survey(event: SqsEvent): Promise<BatchResponse> {
    const invocation = this.#options.invoke('survey', event);
    const { rules, excludedNames, forwardedRegions, directoryRegions } = this.#options.settings();
    const services: AccountBatchServices = {
      ...this.#sweeping(invocation),
      events: withCalls('events', this.events, invocation.around),
      access: surveyAccess(this.#options.surroundings, invocation),
      rules: { ...rules, excludedNames },
      ...{ forwardedRegions, directoryRegions, limit: pLimit(BUCKETS_AT_A_TIME) },
      postpone: postponing(this.accountQueue, invocation.around),
    };
    const handled = new AccountBatch(services).handle(parseSweepRecords(event), invocation.deadline);
    return Promise.race([handled, invocation.died]);
  }

  #common({ clock, around }: Invocation) {
    return {
      ...{ clock, journal: this.journal, selection: this.#options.settings().selection },
      deadLetters: withCalls('deadLetters', this.deadLetters, around),
      events: withCalls('events', this.events, around),
      settleQueue: queuePort('settleQueue', this.settleQueue, around),
    };
  }

  #sweeping(invocation: Invocation) {
    const { around } = invocation;
    const { settleSeconds, retrySeconds, maxTries } = this.#options.settings().rules;
    const { buckets, runs, accounts, brake, coverage } = inventoryPorts(this.inventory, around);
    return {
      ...this.#common(invocation),
      ...{ buckets, runs, accounts, brake, coverage, settleSeconds, retrySeconds, maxTries },
      claimSeconds: this.#functionMs[invocation.function] / 1_000,
      sweepQueue: queuePort('sweepQueue', this.sweepQueue, around),
      accountQueue: queuePort('accountQueue', this.accountQueue, around),
      // nobody here reads reports
      reportQueue: withCalls('reportQueue', { send: async () => undefined }, around),
    };
  }
}
