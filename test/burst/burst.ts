import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { names } from '../../core/contract/names';
import { Stage } from '../../tour/stage';
import { calm } from '../journeys/sweep-stage';
import { FunctionKiller } from './kill-functions';
import { type BurstBucket, misdeeds } from './misdeeds';

export interface BurstOptions {
  /** CreateBucket calls. */
  readonly events: number;
  /** Accounts that they are spread over; the first one is excluded. */
  readonly accounts: number;
  readonly kills: number;
  readonly seed: number;
  /** Seconds in which all must have ended. */
  readonly seconds: number;
  /** Seconds for which a bucket settles. */
  readonly settleSeconds: number;
  /** Seconds after which a message of a killed process is seen again: the queue's visibility time-out. The function's own is half of it. */
  readonly visibilitySeconds: number;
  /** Seconds from one line of the table to the next. */
  readonly every: number;
}

/** Where the queue stands at one moment. */
export interface BurstLine {
  /** Since the first event. */
  readonly second: number;
  readonly created: number;
  readonly delayed: number;
  readonly visible: number;
  readonly inFlight: number;
  /** PutBucketLifecycleConfiguration that S3 took. */
  readonly written: number;
  readonly killed: number;
}

export interface BurstResult {
  readonly lines: readonly BurstLine[];
  /** Invocations that ended with their process. */
  readonly lostInvocations: number;
  /** What did not end as it should: a line each. Empty when all is right. */
  readonly misdeeds: readonly string[];
}

const REGION = 'eu-central-1';
const NAMES = names('partsweep');
/** Buckets that are made at the same time. */
const MAKERS = 16;
/** Calls to AWS that the function makes for one bucket, at least: over so many the kills are spread. */
const CALLS_PER_EVENT = 8;
const POLL_MS = 250;
/** Processes of the writer at a time: as many as the local AWS runs of one function. */
const WRITERS = 4;

/** Deploys the product onto a local organization, makes the buckets, kills the writer's processes, and waits until the queue is empty. */
export async function runBurst(options: BurstOptions, tell: (line: BurstLine) => void): Promise<BurstResult> {
  const { settleSeconds, visibilitySeconds, accounts } = options;
  const stage = await Stage.open({
    ...{ accounts, regions: [REGION], settleSeconds },
    settings: { writesPerHour: 100_000, maximumConcurrency: WRITERS },
    changeTemplate: (_, text) => withVisibility(text, visibilitySeconds),
  });
  try {
    // a survey that comes upon a bucket while it settles has the writer look at it twice
    await calm(stage);
    return await burst(stage, options, tell);
  } finally {
    await stage.stop();
  }
}

async function burst(stage: Stage, options: BurstOptions, tell: (line: BurstLine) => void): Promise<BurstResult> {
  const { cloud, landscape } = stage;
  const { events, kills, seed, seconds, every } = options;
  const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${landscape.hub.id}:${resource}`;
  const settleQueue = arn('sqs', NAMES.settleQueue);
  const killer = new FunctionKiller(
    cloud,
    arn('lambda', `function:${NAMES.reconcileFunction}`),
    (caller) => caller.endsWith(`/${NAMES.reconcileFunction}`),
    { seed, kills, callsApart: Math.max(1, Math.floor((events * CALLS_PER_EVENT) / (kills + 1))) },
  );
  let [written, lostInvocations, created] = [0, 0, 0];
  cloud.trace.listen((entry) => {
    if (entry.kind === 'call' && entry.action === PUT && entry.error === undefined) written += 1;
    if (entry.kind === 'invocation' && entry.error?.includes('signal: killed')) lostInvocations += 1;
  });
  const begun = Date.now();
  const lines: BurstLine[] = [];
  const take = (): BurstLine => {
    const { visible, delayed, inFlight } = cloud.sqs.count(settleQueue);
    const second = Math.round((Date.now() - begun) / 1000);
    return { second, created, delayed, visible, inFlight, written, killed: killer.killed };
  };
  const buckets = bucketsOf(stage, events);
  const making = makeAll(stage, buckets, () => {
    created += 1;
  });
  let line = take();
  for (let next = 0; created < events || line.delayed + line.visible + line.inFlight > 0; line = take()) {
    if (Date.now() - begun > seconds * 1000) throw new Error(`not done after ${seconds} s: ${JSON.stringify(line)}`);
    if (line.second >= next) {
      lines.push(line);
      tell(line);
      next += every;
    }
    await sleep(POLL_MS);
  }
  await making;
  lines.push(line);
  tell(line);
  killer.stop();
  return { lines, lostInvocations, misdeeds: await misdeeds(stage, buckets) };
}

const PUT = 's3:PutBucketLifecycleConfiguration';

function bucketsOf({ landscape }: Stage, events: number): readonly BurstBucket[] {
  return Array.from({ length: events }, (_, index) => {
    // an account's events come together, as somebody makes them
    const owner = landscape.workloads[Math.floor(index / 20) % landscape.workloads.length];
    if (owner === undefined) throw new Error('there are no accounts');
    const isExcluded = owner.tags?.['partsweep:exclude'] === 'true';
    return { account: owner.id, region: REGION, bucket: `burst-${index}`, isExcluded };
  });
}

async function makeAll(stage: Stage, buckets: readonly BurstBucket[], made: () => void): Promise<void> {
  const limit = pLimit(MAKERS);
  const users = new Map<string, ReturnType<Stage['user']>>();
  const userOf = (account: string) => {
    const user = users.get(account) ?? stage.user(account, REGION);
    users.set(account, user);
    return user;
  };
  await Promise.all(buckets.map(({ account, bucket }) => limit(() => userOf(account).create(bucket).then(made))));
}

/** The template with another visibility time-out of the settle queue, and half of it as the writer's own time-out. */
function withVisibility(template: string, seconds: number): string {
  const { Resources } = JSON.parse(template) as {
    Resources?: Record<string, { Properties?: Record<string, unknown> }>;
  };
  for (const { Properties = {} } of Object.values(Resources ?? {})) {
    if (Properties['QueueName'] === NAMES.settleQueue) Properties['VisibilityTimeout'] = seconds;
    if (Properties['FunctionName'] === NAMES.reconcileFunction) {
      Properties['Timeout'] = Math.ceil(seconds / 2);
    }
  }
  return JSON.stringify({ ...JSON.parse(template), ...(Resources === undefined ? {} : { Resources }) });
}
