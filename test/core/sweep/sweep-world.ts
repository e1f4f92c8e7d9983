import type { AccountId, BucketName, Region } from '../../../core/identifiers';
import type { Outcome } from '../../../core/outcome';
import type { ReportMessage } from '../../../core/report-message';
import type { SettleMessage, TakeOutMessage } from '../../../core/settle';
import type { Deadline } from '../../../core/sweep/deadline';
import type { AccountMessage, SweepMessage } from '../../../core/sweep/messages';
import type { RosterAccount } from '../../../core/sweep/roster';
import { readProgress } from '../../../core/sweep/run-progress';
import type { AccountSurvey } from '../../../core/sweep/survey';
import type { SurveyRules } from '../../../core/sweep/visit';
import { AccountBatch, type AccountBatchServices } from '../../../handlers/account-batch';
import type { BatchResponse } from '../../../handlers/settle-batch';
import { SettleBatch } from '../../../handlers/settle-batch';
import { SweepBatch, type SweepBatchServices } from '../../../handlers/sweep-batch';
import { account, bucketName, region } from '../../fakes/identifiers';
import { activeProfile, InMemoryAccountAccess, InMemoryProfiles } from '../../fakes/in-memory-accounts';
import { InMemoryFleet } from '../../fakes/in-memory-fleet';
import { type InMemoryInventoryOptions, inMemoryInventory } from '../../fakes/in-memory-inventory';
import { InMemoryDeadLetters } from '../../fakes/in-memory-queues';
import { InMemoryRoster } from '../../fakes/in-memory-roster';
import { type FakeBucket, InMemoryS3 } from '../../fakes/in-memory-s3';
import { InMemorySurveys } from '../../fakes/in-memory-survey';
import { ManualClock } from '../../fakes/manual-clock';
import { RecordingJournal } from '../../fakes/recording-journal';
import { RecordingOutcomeEvents } from '../../fakes/recording-outcome-events';
import { RULES } from '../reconcile-world';
import { Disturbance } from './disturbance';
import { type LocalMessage, LocalQueue } from './local-queue';

export const ONE = account('111122223333');
export const TWO = account('444455556666');
export const HERE = region('eu-central-1');
export const THERE = region('us-east-1');
export const UNIT = 'ou-ab12-11111111';

const VISIBILITY_MS = 960_000;
const CLAIM_SECONDS = 900;
const RULES_OF_SURVEY: SurveyRules = {
  ...{ onLongerRule: 'add', onForeignConfiguration: 'merge', onManagedConfiguration: 'merge', bucketOptOut: true },
  ...{ excludedNames: ['cdk-*'], contestedAfter: 3, contestedDays: 30, ruleOfExcluded: 'keep' },
};

export interface WorldOptions {
  readonly accounts?: readonly (RosterAccount | AccountId)[];
  readonly pageSize?: number;
  readonly rosterPageSize?: number;
  readonly inventory?: InMemoryInventoryOptions;
  readonly rules?: Partial<SurveyRules>;
  readonly mode?: 'apply' | 'audit';
  /** Calls to S3 after which an invocation is nearly over. @default it never is */
  readonly callsAStep?: number;
  readonly sweep?: Partial<SweepBatchServices>;
  readonly survey?: Partial<AccountBatchServices>;
}

const listed = (one: RosterAccount | AccountId): RosterAccount =>
  typeof one === 'string' ? { account: one, name: `name of ${one}`, state: 'ACTIVE' } : one;

/** The hub with its three queues and functions, in memory, on a clock of its own; two accounts, no buckets. */
export function sweepWorld(options: WorldOptions = {}) {
  const clock = new ManualClock();
  const s3 = new InMemoryS3();
  const surveys = new InMemorySurveys(s3, options.pageSize);
  const accounts = (options.accounts ?? [ONE, TWO]).map(listed);
  const roster = new InMemoryRoster({ id: 'r-ab12', accounts }, options.rosterPageSize);
  const fleet = new InMemoryFleet();
  const profiles = new InMemoryProfiles();
  for (const one of accounts) profiles.profiles.set(one.account, activeProfile());
  const inventory = inMemoryInventory(clock, options.inventory);
  const journal = new RecordingJournal();
  const events = new RecordingOutcomeEvents();
  const deadLetters = new InMemoryDeadLetters();
  const disturbance = new Disturbance();
  const queues = {
    sweep: new LocalQueue<SweepMessage>('sweep', clock),
    account: new LocalQueue<AccountMessage>('account', clock),
    settle: new LocalQueue<SettleMessage | TakeOutMessage>('settle', clock),
  };
  const reports = new LocalQueue<ReportMessage>('report', clock);
  const through = disturbance.through.bind(disturbance);
  let used = 0;
  let profileReads = 0;
  const countedSurvey = (survey: AccountSurvey): AccountSurvey =>
    new Proxy(survey, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]) => {
          used += 1;
          return value.apply(target, args) as unknown;
        };
      },
    });
  const ports = {
    ...{ clock, journal },
    accounts: through('accounts', inventory.accounts, [
      ...(['account', 'accounts', 'byLastVisit', 'saveProfile', 'saveStanding', 'completeVisit'] as const),
      ...(['correctCounts', 'mayHint', 'saveProblem', 'problems', 'clearProblem'] as const),
    ]),
    buckets: through('buckets', inventory.buckets, ['bucket', 'record', 'release', 'buckets']),
    runs: through('runs', inventory.runs, [
      ...(['begin', 'run', 'latest', 'finish', 'open', 'claim', 'advance', 'release', 'parts'] as const),
    ]),
    coverage: through('coverage', inventory.coverage, ['keep']),
    brake: inventory.brake,
    sweepQueue: through('sweepQueue', queues.sweep, ['send']),
    accountQueue: through('accountQueue', queues.account, ['send']),
    reportQueue: through('reportQueue', reports, ['send']),
    settleQueue: through('settleQueue', queues.settle, ['send', 'sendAll']),
    deadLetters: through('deadLetters', deadLetters, ['send']),
    selection: { days: 7, mode: options.mode ?? ('apply' as const), modes: {}, targets: null },
    ...{ claimSeconds: CLAIM_SECONDS, settleSeconds: 300, retrySeconds: 30, maxTries: 4 },
  };
  const sweepServices: SweepBatchServices = {
    ...ports,
    roster: through('roster', roster, ['page']),
    profilesOf: () => ({
      profile: (id) => {
        profileReads += 1;
        return through('profiles', profiles, ['profile']).profile(id);
      },
    }),
    fleet: through('fleet', fleet, ['instances']),
    postpone: queues.sweep.postpone,
    excludedAccounts: new Set(),
    stackSetNames: ['partsweep-roles'],
    ...options.sweep,
  };
  const surveyServices: AccountBatchServices = {
    ...ports,
    access: {
      open: async (id) => {
        const opening = await through('access', surveys, ['open']).open(id);
        if (opening.kind !== 'open') return opening;
        const survey = through('survey', opening.survey, [
          ...(['readLifecycle', 'readTags', 'readLifecycleGrant'] as const),
          ...(['listBuckets', 'listDirectoryBuckets', 'taggedBuckets'] as const),
        ]);
        return { kind: 'open', survey: countedSurvey(survey) };
      },
    },
    events: through('events', events, []),
    rules: { ...RULES_OF_SURVEY, ...options.rules },
    forwardedRegions: [HERE],
    directoryRegions: [THERE],
    limit: (task) => task(),
    postpone: queues.account.postpone,
    ...options.survey,
  };
  const deadline = (): Deadline => {
    const budget = (options.callsAStep ?? Number.POSITIVE_INFINITY) * 2;
    used = 0;
    return { remaining: () => budget - used };
  };
  const sqs = ({ id, body, tries, sentAt }: LocalMessage) => ({
    messageId: id,
    receiptHandle: id,
    body,
    tries,
    sentAt,
  });
  const writers = new InMemoryAccountAccess(s3);
  const writer = () =>
    new SettleBatch({
      ...{
        clock,
        journal,
        events,
        profiles,
        deadLetters,
        settleQueue: queues.settle,
        postpone: queues.settle.postpone,
      },
      ...{ buckets: inventory.buckets, writes: inventory.writes, brake: inventory.brake },
      access: writers,
      selection: surveyServices.selection,
      excludedNames: surveyServices.rules.excludedNames,
      memberRoleName: 'partsweep-member',
      rules: {
        ...RULES,
        ...{ onLongerRule: surveyServices.rules.onLongerRule, bucketOptOut: surveyServices.rules.bucketOptOut },
        onForeignConfiguration: surveyServices.rules.onForeignConfiguration,
        onManagedConfiguration: surveyServices.rules.onManagedConfiguration,
        ruleOfExcluded: surveyServices.rules.ruleOfExcluded,
      },
    });
  const handle = {
    sweep: (message: LocalMessage) => new SweepBatch(sweepServices).handle([sqs(message)], deadline()),
    account: (message: LocalMessage) => new AccountBatch(surveyServices).handle([sqs(message)], deadline()),
    settle: (message: LocalMessage) => writer().handle([sqs(message)]),
  };

  /** One delivery of one message. A function that was killed acknowledges nothing. */
  async function deliver(queue: keyof typeof queues, message: LocalMessage): Promise<void> {
    clock.advance(Math.max(0, message.visibleAt - clock.now()) / 1000);
    message.tries += 1;
    message.visibleAt = clock.now() + VISIBILITY_MS;
    let response: BatchResponse | undefined;
    disturbance.revive();
    try {
      response = await handle[queue](message);
    } catch {
      // seen again after its visibility timeout
    }
    if (disturbance.isDead) {
      message.visibleAt = clock.now() + VISIBILITY_MS;
      return;
    }
    if (response?.batchItemFailures.length === 0) queues[queue].delete(message.id);
  }

  /** Delivers everything in these queues, the clock moving along. */
  async function drain(names: readonly (keyof typeof queues)[] = ['sweep', 'account', 'settle']): Promise<void> {
    for (let rounds = 0; rounds < 20_000; rounds += 1) {
      const next = names
        .flatMap((queue) => {
          const message = queues[queue].first();
          return message === undefined ? [] : [{ queue, message }];
        })
        .sort((one, other) => one.message.visibleAt - other.message.visibleAt)[0];
      if (next === undefined) return;
      await deliver(next.queue, next.message);
    }
    throw new Error('the queues do not come to rest');
  }

  const everything: Extract<SweepMessage, { kind: 'sweep' }> = {
    ...({ version: 1, kind: 'sweep', trigger: 'schedule', scope: { kind: 'all' }, task: 'sweep', by: null } as const),
  };

  /** One sweep, a day after the last, to its end, and the writer's work that follows; gives the run's progress. */
  async function sweep(message: Partial<Extract<SweepMessage, { kind: 'sweep' }>> = {}, writes = true) {
    clock.advance(24 * 3600);
    await queues.sweep.send({ ...everything, ...message }, 0);
    await drain(writes ? undefined : ['sweep', 'account']);
    return progress();
  }

  async function progress() {
    const [run] = await inventory.runs.latest(1);
    const read = run === undefined ? undefined : await readProgress(inventory.runs, run.id);
    if (read === undefined) throw new Error('there is no run');
    return read;
  }

  function bucket(name: string, content: Partial<FakeBucket> = {}): BucketName {
    const parsed = bucketName(name);
    const where: Region = name.endsWith('--x-s3') ? THERE : HERE;
    s3.buckets.set(parsed, { account: ONE, region: where, ...content });
    return parsed;
  }

  async function outcomes(of: AccountId = ONE): Promise<Readonly<Record<string, Outcome>>> {
    const { rows } = await inventory.buckets.buckets(of, { after: null, through: null, limit: 100_000 });
    return Object.fromEntries(
      rows.flatMap(({ bucket: name, record }) => (record.outcome === null ? [] : [[name, record.outcome]])),
    );
  }

  async function verdicts(of: AccountId = ONE): Promise<Readonly<Record<string, string>>> {
    return Object.fromEntries(Object.entries(await outcomes(of)).map(([name, { verdict }]) => [name, verdict]));
  }

  return {
    ...{
      clock,
      s3,
      surveys,
      writers,
      roster,
      fleet,
      profiles,
      inventory,
      journal,
      events,
      deadLetters,
      disturbance,
      queues,
      reports,
    },
    ...{ sweepServices, surveyServices, deliver, drain, sweep, progress, bucket, outcomes, verdicts, everything },
    profileReads: () => profileReads,
  };
}
