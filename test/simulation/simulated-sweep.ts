import pLimit from 'p-limit';
import { OrganizationsProfiles } from '../../adapters/organizations';
import { OrganizationsRoster } from '../../adapters/roster';
import { NoFleet } from '../../adapters/single-account';
import type { AccountId } from '../../core/identifiers';
import { reason } from '../../core/reasons';
import type { AccountMessage, SweepMessage } from '../../core/sweep/messages';
import type { RunProgress } from '../../core/sweep/run';
import { readProgress } from '../../core/sweep/run-progress';
import type { AccountSurvey } from '../../core/sweep/survey';
import { AccountBatch } from '../../handlers/account-batch';
import { SweepBatch } from '../../handlers/sweep-batch';
import { parseSweepRecords } from '../../handlers/sweep-record';
import { abort, configuration, rule, WHOLE } from '../core/reconcile-world';
import { GeneratedSurvey } from '../fakes/generated-survey';
import { account, region } from '../fakes/identifiers';
import { activeProfile } from '../fakes/in-memory-accounts';
import { inMemoryInventory } from '../fakes/in-memory-inventory';
import { countingBuckets } from './counting-buckets';
import type { SqsEvent } from './queued-message';
import { Random } from './random';
import { SimulatedQueue } from './simulated-queue';
import { slowly } from './slow-port';
import { VirtualClock } from './virtual-clock';
import { accountNumber, VirtualOrganizations } from './virtual-organizations';

export interface ScaleOptions {
  readonly accounts: number;
  /** Buckets of each account. */
  readonly buckets: number;
  /** Accounts surveyed at a time. */
  readonly concurrency: number;
  /** Whether nothing is known yet, and one bucket in five needs the rule; else all is as it was the day before. */
  readonly first: boolean;
  /** Regions that are asked for directory buckets. */
  readonly directoryRegions: number;
  readonly scope: 'all' | 'never-surveyed';
  /** What one call takes, in milliseconds. */
  readonly s3Ms: number;
  readonly dynamoMs: number;
  readonly sqsMs: number;
  readonly stsMs: number;
  readonly organizationsMs: number;
}

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

const HERE = region('eu-central-1');
const INVOCATION_MS = 900_000;
/** What it takes to start a function that is warm, in milliseconds. */
const START_MS = 15;
const COVERED = configuration(rule('theirs', abort(3), WHOLE));
const BARE = 5;

/** KiB of an account's item, with its profile; of a bucket's; of a part of a run. */
const ACCOUNT_KIB = 1;
const BUCKET_KIB = 0.7;
const PART_KIB = 0.4;

/** One sweep of everything, by the functions as they are, on a clock of its own. */
export async function simulateSweep(options: ScaleOptions): Promise<Figures> {
  const { accounts: size, first, concurrency, dynamoMs, sqsMs, stsMs } = options;
  const random = new Random(1);
  // a sweep of 50,000 accounts is some millions of calls
  const clock = new VirtualClock({ random: random.fork(), mostTasks: Number.POSITIVE_INFINITY });
  const inventory = inMemoryInventory(clock, { pageSize: 100_000 });
  if (!first) await fill(options, inventory.accounts, clock.now());
  const dynamo = { reads: 0, writes: 0 };
  const s3 = { lists: 0, gets: 0 };
  let events = 0;
  let sent = 0;
  const reads = (units: number): void => {
    dynamo.reads += units;
  };
  const writes = (units: number): void => {
    dynamo.writes += units;
  };
  const delay = () => clock.sleep(dynamoMs);
  const rows = (page: { readonly rows: readonly unknown[] }, kib: number) =>
    Math.max(0.5, (page.rows.length * kib) / 4);
  const accounts = slowly(inventory.accounts, delay, {
    account: () => reads(1),
    accounts: (records) => reads(Math.max(1, records.length)),
    // the index is read as it was a moment ago, at half the price
    byLastVisit: (page) => reads(rows(page, ACCOUNT_KIB) / 2),
    problems: (page) => reads(rows(page, 1)),
    saveProfile: () => writes(ACCOUNT_KIB * (first ? 2 : 1)),
    saveStanding: () => writes(ACCOUNT_KIB * (first ? 2 : 1)),
    // its place in the index moves
    completeVisit: () => writes(ACCOUNT_KIB * 3),
    correctCounts: () => reads(1),
  });
  const runs = slowly(inventory.runs, delay, {
    begin: () => writes(1),
    run: () => reads(1),
    finish: () => writes(1),
    open: () => writes(1),
    claim: () => writes(1),
    advance: () => writes(1),
    release: () => writes(1),
    parts: (page) => reads(rows(page, PART_KIB)),
  });
  const known = { account: account(accountNumber(0)), region: HERE, lifecycle: COVERED };
  const { buckets: counting } = countingBuckets({ ...known, known: first ? 0 : options.buckets });
  const buckets = slowly(counting, delay, {
    buckets: (page) => reads(rows(page, BUCKET_KIB)),
    // the item, and the account's counters
    record: () => writes(1 + ACCOUNT_KIB),
  });
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
    ...{ clock, journal, accounts, buckets, runs, brake: inventory.brake, deadLetters, settleQueue },
    coverage: slowly(inventory.coverage, delay, { keep: () => writes(1) }),
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

/** The inventory as a sweep of the day before has left it. */
async function fill(
  { accounts: size, buckets }: ScaleOptions,
  records: ReturnType<typeof inMemoryInventory>['accounts'],
  now: number,
): Promise<void> {
  const day = now - 24 * 3600 * 1000;
  for (let index = 0; index < size; index += 1) {
    const id = account(accountNumber(index));
    const unit = `ou-ab12-${String(Math.floor(Number(id) / 50) % 100_000_000).padStart(8, '0')}`;
    await records.saveProfile(id, `account ${index}`, activeProfile({}, [[unit, {}]]), day);
    await records.correctCounts(id, { covered: buckets }, 0);
    await records.saveStanding(id, 'covered', reason('surveyed'), day);
    await records.completeVisit(id, 'yesterday', day);
  }
}

/** The buckets of any account; each call takes its time. */
function surveyOf(
  { buckets, first, s3Ms }: ScaleOptions,
  clock: VirtualClock,
  s3: { lists: number; gets: number },
): AccountSurvey {
  const generated = new GeneratedSurvey({
    ...{ buckets, region: HERE },
    lifecycle: (index) => (first && index % BARE === 0 ? { kind: 'none' } : { kind: 'found', configuration: COVERED }),
  });
  const counted = <T>(kind: 'lists' | 'gets' | 'others', call: () => Promise<T>): Promise<T> => {
    if (kind !== 'others') s3[kind] += 1;
    return clock.sleep(s3Ms).then(call);
  };
  return {
    listBuckets: (token) => counted('lists', () => generated.listBuckets(token)),
    listDirectoryBuckets: () => counted('lists', () => generated.listDirectoryBuckets()),
    taggedBuckets: () => counted('others', () => generated.taggedBuckets()),
    readLifecycle: (place) => counted('gets', () => generated.readLifecycle(place)),
    readTags: (place) => counted('gets', () => generated.readTags(place)),
    readLifecycleGrant: () => counted('gets', () => generated.readLifecycleGrant()),
  };
}
