import pLimit from 'p-limit';
import { OrganizationsProfiles } from '../../adapters/organizations';
import { OrganizationsRoster } from '../../adapters/roster';
import { NoFleet } from '../../adapters/single-account';
import type { AccountId } from '../../core/identifiers';
import type { AccountMessage, SweepMessage } from '../../core/sweep/messages';
import type { RunProgress } from '../../core/sweep/run';
import { readProgress } from '../../core/sweep/run-progress';
import { AccountBatch } from '../../handlers/account-batch';
import { SweepBatch } from '../../handlers/sweep-batch';
import { parseSweepRecords } from '../../handlers/sweep-record';
import { inMemoryInventory } from '../fakes/in-memory-inventory';
import { fillYesterday, meteredInventory } from './metered-inventory';
import type { SqsEvent } from './queued-message';
import { Random } from './random';
import { HERE, type ScaleOptions, surveyOf } from './scale-accounts';
import { SimulatedQueue } from './simulated-queue';
import { VirtualClock } from './virtual-clock';
import { VirtualOrganizations } from './virtual-organizations';

export interface Figures {
  /** Milliseconds until the run is finished, and until its last account is queued. */
  readonly took: number;
  readonly listed: number;
  readonly progress: RunProgress;
  readonly buckets: number;
  readonly startSweep: { readonly invocations: number; readonly milliseconds: number };
  readonly survey: { readonly invocations: number; readonly milliseconds: number };
  readonly sqs: number;
  readonly dynamo: { readonly reads: number; readonly writes: number };
  readonly s3: { readonly lists: number; readonly gets: number };
  readonly events: number;
  readonly organizations: ReadonlyMap<string, number>;
  readonly throttled: number;
}

const INVOCATION_MS = 900_000;
/** What it takes to start a function that is warm, in milliseconds. */
const START_MS = 15;

/** One sweep of everything, by the functions as they are, on a clock of its own. */
export async function simulateSweep(options: ScaleOptions): Promise<Figures> {
  const { accounts: size, first, concurrency, dynamoMs, sqsMs, stsMs } = options;
  const random = new Random(1);
  // a sweep of 50,000 accounts is some millions of calls
  const clock = new VirtualClock({ random: random.fork(), mostTasks: Number.POSITIVE_INFINITY });
  const inventory = inMemoryInventory(clock, { pageSize: 100_000 });
  if (!first) await fillYesterday(options, inventory.accounts, clock.now());
  const dynamo = { reads: 0, writes: 0 };
  const s3 = { lists: 0, gets: 0 };
  let events = 0;
  let sent = 0;
  const delay = () => clock.sleep(dynamoMs);
  const { accounts, runs, buckets, coverage } = meteredInventory(options, inventory, dynamo, delay);
  const queue = (at: number) =>
    new SimulatedQueue({
      ...{ clock, random: random.fork(), concurrency: at, batchSize: 1, fetchMs: [0, 0] as const },
      ...{ visibilitySeconds: 5_400, maxReceiveCount: 15 },
    });
  const sweepQueue = queue(2);
  const accountQueue = queue(concurrency);
  const sending = <Message>(to: SimulatedQueue) => ({
    send: async (message: Message, seconds: number): Promise<void> => {
      to.billed.requests += 1;
      await clock.sleep(sqsMs);
      to.send(JSON.stringify(message), seconds);
    },
  });
  const postponing = (of: SimulatedQueue) => async (receiptHandle: string, seconds: number) => {
    of.billed.requests += 1;
    await clock.sleep(sqsMs);
    of.changeVisibility(receiptHandle, seconds);
  };
  const started = async (event: SqsEvent) => {
    await clock.sleep(START_MS);
    return parseSweepRecords(event);
  };
  let listed = 0;
  const startedAt = clock.now();
  const timedAccounts = {
    send: (message: AccountMessage, seconds: number) => {
      listed = clock.now() - startedAt;
      return sending<AccountMessage>(accountQueue).send(message, seconds);
    },
  };
  const settleQueue = {
    send: async () => undefined,
    sendAll: async (messages: readonly unknown[]) => {
      sent += Math.ceil(messages.length / 10);
      await clock.sleep(sqsMs * Math.ceil(messages.length / 10));
    },
  };
  const journal = { log: () => undefined, count: () => undefined, outcome: () => undefined };
  const deadLetters = { send: () => Promise.reject(new Error('nothing is given up here')) };
  const organizations = new VirtualOrganizations(size, clock, options.organizationsMs);
  const client = organizations.client();
  const profiles = new OrganizationsProfiles({
    ...{
      organizations: client,
      clock,
      pace: true,
      sleep: (ms: number) => clock.sleep(ms),
      seconds: Number.POSITIVE_INFINITY,
    },
  });
  const survey = surveyOf(options, clock, s3);
  const ports = {
    ...{ clock, journal, accounts, buckets, runs, coverage, brake: inventory.brake, deadLetters, settleQueue },
    selection: { days: 7, mode: 'apply' as const, modes: {}, targets: null },
    ...{ claimSeconds: 900, settleSeconds: 300, retrySeconds: 30, maxTries: 10 },
  };
  const deadline = () => {
    const end = clock.now() + INVOCATION_MS;
    return { remaining: () => end - clock.now() };
  };
  sweepQueue.connect(async (event) =>
    new SweepBatch({
      ...ports,
      ...{ roster: new OrganizationsRoster(client), profilesOf: () => profiles, fleet: new NoFleet() },
      ...{
        sweepQueue: sending<SweepMessage>(sweepQueue),
        accountQueue: timedAccounts,
        reportQueue: { send: () => clock.sleep(sqsMs) },
        excludedAccounts: new Set<AccountId>(),
        stackSetNames: [],
      },
      postpone: postponing(sweepQueue),
    }).handle(await started(event), deadline()),
  );
  accountQueue.connect(async (event) =>
    new AccountBatch({
      ...ports,
      ...{ sweepQueue: sending<SweepMessage>(sweepQueue), accountQueue: sending<AccountMessage>(accountQueue) },
      postpone: postponing(accountQueue),
      access: {
        open: async () => {
          await clock.sleep(stsMs);
          return { kind: 'open', survey };
        },
      },
      events: {
        publish: async (changes) => {
          events += changes.length;
        },
      },
      rules: {
        ...{
          onLongerRule: 'add',
          onForeignConfiguration: 'merge',
          onManagedConfiguration: 'merge',
          bucketOptOut: true,
        },
        ...{ excludedNames: [], contestedAfter: 3, contestedDays: 30, ruleOfExcluded: 'keep' },
      },
      ...{
        forwardedRegions: [HERE],
        directoryRegions: Array.from({ length: options.directoryRegions }, () => HERE),
        limit: pLimit(25),
      },
    }).handle(await started(event), deadline()),
  );
  const scope = { kind: options.scope };
  const sweep = { version: 1, kind: 'sweep', trigger: 'schedule', scope, task: 'sweep', by: null } as const;
  void sending<SweepMessage>(sweepQueue).send(sweep, 0);
  await clock.run();
  const [run] = await inventory.runs.latest(1);
  const progress = run === undefined ? undefined : await readProgress(inventory.runs, run.id);
  if (progress?.run.finishedAt == null) throw new Error('the sweep did not end');
  return {
    ...{
      took: Date.parse(progress.run.finishedAt) - startedAt,
      listed,
      progress,
      buckets: options.scope === 'all' ? size * options.buckets : 0,
    },
    ...{ startSweep: sweepQueue.billed, survey: accountQueue.billed, dynamo, s3, events },
    sqs: sweepQueue.billed.requests + accountQueue.billed.requests + sent,
    ...{ organizations: organizations.calls, throttled: organizations.throttled },
  };
}
