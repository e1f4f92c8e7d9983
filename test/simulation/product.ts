import pLimit from 'p-limit';
import { names } from '../../core/contract/names';
import type { AccountId } from '../../core/identifiers';
import { AccountBatch, type AccountBatchServices } from '../../handlers/account-batch';
import { type BatchServices, SettleBatch } from '../../handlers/settle-batch';
import { parseSqsEvent } from '../../handlers/settle-record';
import { SweepBatch, type SweepBatchServices } from '../../handlers/sweep-batch';
import { parseSweepRecords } from '../../handlers/sweep-record';
import { region } from '../fakes/identifiers';
import { InMemoryFleet } from '../fakes/in-memory-fleet';
import { type InMemoryInventory, inMemoryInventory } from '../fakes/in-memory-inventory';
import { InMemoryDeadLetters } from '../fakes/in-memory-queues';
import { InMemoryRoster } from '../fakes/in-memory-roster';
import { RecordingOutcomeEvents } from '../fakes/recording-outcome-events';
import { takingTime } from './call-times';
import { accountAccess, activeProfiles, inventoryPorts, queuePort, surveyAccess } from './product-ports';
import type { SqsEvent } from './queued-message';
import type { Random } from './random';
import { SimulatedQueue } from './simulated-queue';
import type { SimulatedS3 } from './simulated-s3';
import type { Trace } from './trace';
import { TracingJournal } from './tracing-journal';
import type { VirtualClock } from './virtual-clock';

export interface ProductOptions {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly trace: Trace;
  readonly s3: SimulatedS3;
  readonly accounts: readonly AccountId[];
  readonly settleSeconds: number;
  /** How often a queue delivers a message once more than it should. */
  readonly duplicates: number;
  /** Changes what the writer is given, to see that this is noticed. */
  readonly tamper?: (event: SqsEvent) => SqsEvent;
}

/** As the settings have it by default. */
const RULES = {
  ...({ onLongerRule: 'add', onForeignConfiguration: 'merge', onManagedConfiguration: 'merge' } as const),
  ...({
    bucketOptOut: true,
    ruleOfExcluded: 'keep',
    repairLostUpdates: true,
    contestedAfter: 3,
    contestedDays: 30,
  } as const),
  ...{ retrySeconds: 30, maxTries: 10 },
};
const SELECTION = { days: 7, mode: 'apply', modes: {}, targets: null } as const;
/** As the hub has its queues and functions. */
const SETTLE_FUNCTION = { visibilitySeconds: 360, maxReceiveCount: 15, batchSize: 10, concurrency: 10 };
const SWEEP_FUNCTION = { visibilitySeconds: 5_400, maxReceiveCount: 15, batchSize: 1, concurrency: 2 };
const SURVEY_FUNCTION = { ...SWEEP_FUNCTION, concurrency: 20 };
const SWEEP_SECONDS = 900;

/** The product's functions behind simulated queues, on ports in memory whose calls take time. */
export class Product {
  readonly settleQueue: SimulatedQueue;
  readonly sweepQueue: SimulatedQueue;
  readonly accountQueue: SimulatedQueue;
  readonly inventory: InMemoryInventory;
  readonly deadLetters = new InMemoryDeadLetters();
  readonly journal: TracingJournal;
  readonly #options: ProductOptions;

  constructor(options: ProductOptions) {
    const { clock, random, duplicates, settleSeconds, trace } = options;
    this.#options = options;
    const queue = (props: typeof SETTLE_FUNCTION, delaySeconds: number) =>
      new SimulatedQueue({ clock, random: random.fork(), duplicates, delaySeconds, ...props });
    this.settleQueue = queue(SETTLE_FUNCTION, settleSeconds);
    this.sweepQueue = queue(SWEEP_FUNCTION, 0);
    this.accountQueue = queue(SURVEY_FUNCTION, 0);
    this.inventory = inMemoryInventory(clock);
    this.journal = new TracingJournal(trace);
    this.#connect();
  }

  /** A sweep of everything begins now. */
  startSweep(): void {
    this.sweepQueue.send(JSON.stringify({ version: 1, kind: 'sweep', trigger: 'schedule', scope: { kind: 'all' } }));
  }

  #connect(): void {
    const { clock, random, s3, accounts, settleSeconds, tamper = (event: SqsEvent) => event } = this.#options;
    const around = takingTime(clock, random.fork());
    const common = {
      ...{ clock, journal: this.journal, deadLetters: this.deadLetters, events: new RecordingOutcomeEvents() },
      ...inventoryPorts(this.inventory, around),
      ...{ retrySeconds: RULES.retrySeconds, maxTries: RULES.maxTries },
      ...{ selection: SELECTION, settleSeconds, claimSeconds: SWEEP_SECONDS },
      settleQueue: queuePort(this.settleQueue, around),
      sweepQueue: queuePort(this.sweepQueue, around),
      accountQueue: queuePort(this.accountQueue, around),
      reportQueue: { send: async () => undefined },
    };
    const postpone = (queue: SimulatedQueue) => async (receiptHandle: string, seconds: number) =>
      queue.changeVisibility(receiptHandle, seconds);
    const profiles = activeProfiles(accounts);
    const settle: BatchServices = {
      ...common,
      ...{ profiles, excludedNames: [], rules: { ...RULES, settleSeconds } },
      access: accountAccess(s3, around),
      memberRoleName: names('partsweep').memberRole,
      postpone: postpone(this.settleQueue),
    };
    const listed = accounts.map((account) => ({ account, name: null, state: 'ACTIVE' }));
    const sweep: SweepBatchServices = {
      ...common,
      ...{ profilesOf: () => profiles, stackSetNames: [], excludedAccounts: new Set() },
      roster: new InMemoryRoster({ id: 'r-root', accounts: listed }),
      fleet: new InMemoryFleet(),
      postpone: postpone(this.sweepQueue),
    };
    const survey: AccountBatchServices = {
      ...common,
      access: surveyAccess(s3, around),
      rules: { ...RULES, excludedNames: [] },
      forwardedRegions: [region('eu-west-1'), region('us-east-1')],
      directoryRegions: [],
      limit: pLimit(10),
      postpone: postpone(this.accountQueue),
    };
    const deadline = () => {
      const end = clock.now() + SWEEP_SECONDS * 1_000;
      return { remaining: () => end - clock.now() };
    };
    this.settleQueue.connect((event) => new SettleBatch(settle).handle(parseSqsEvent(tamper(event))));
    this.sweepQueue.connect((event) => new SweepBatch(sweep).handle(parseSweepRecords(event), deadline()));
    this.accountQueue.connect((event) => new AccountBatch(survey).handle(parseSweepRecords(event), deadline()));
  }
}
