/**
 * What one account's visit keeps in memory: `npm run simulate:memory -- BUCKETS [generated|in-memory]`.
 * `in-memory`: the buckets of an account in the in-memory survey, surveyed for the first time. `generated`: a listing and an inventory
 * that keep nothing; the first visit, then one in calm. Prints one JSON line for each visit; heap in bytes, after a collection.
 */
import pLimit from 'p-limit';
import type { BucketRecords } from '../../core/inventory';
import type { Deadline } from '../../core/sweep/deadline';
import type { AccountMessage } from '../../core/sweep/messages';
import type { SurveyAccess } from '../../core/sweep/survey';
import { surveyAccount } from '../../core/sweep/survey-account';
import type { SurveyServices } from '../../core/sweep/survey-services';
import { abort, configuration, rule, WHOLE } from '../core/reconcile-world';
import { GeneratedSurvey, generatedName } from '../fakes/generated-survey';
import { account, region } from '../fakes/identifiers';
import { activeProfile } from '../fakes/in-memory-accounts';
import { inMemoryInventory } from '../fakes/in-memory-inventory';
import { InMemoryS3 } from '../fakes/in-memory-s3';
import { InMemorySurveys } from '../fakes/in-memory-survey';
import { ManualClock } from '../fakes/manual-clock';
import { countingBuckets } from './counting-buckets';

const ACCOUNT = account('111122223333');
const HERE = region('eu-central-1');
const COVERED = configuration(rule('theirs', abort(3), WHOLE));
/** One bucket in so many needs the rule. */
const BARE = 10;
/** Buckets after which an invocation's time is over. */
const BUCKETS_A_STEP = 30_000;
/** Pages of the listing between two looks at the heap. */
const PAGES = 5;

interface Measured {
  readonly start: number;
  peak: number;
  readonly samples: number[];
}

function heap(): number {
  if (globalThis.gc === undefined) throw new Error('start node with --expose-gc');
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

/** Twenty of them at most, evenly spaced. */
function some(samples: readonly number[]): readonly number[] {
  const step = Math.max(1, Math.floor(samples.length / 20));
  return samples.filter((_, index) => index % step === 0);
}

async function visit(name: string, access: SurveyAccess, buckets: BucketRecords, onPage: () => void): Promise<void> {
  const clock = new ManualClock();
  const { runs, accounts, brake } = inMemoryInventory(clock);
  await accounts.saveProfile(ACCOUNT, null, activeProfile(), clock.now());
  const startedAt = new Date(clock.now()).toISOString();
  const run = { id: name, trigger: 'operator', scope: { kind: 'all' }, task: 'sweep', by: null } as const;
  await runs.begin({ ...run, startedAt, finishedAt: null });
  await runs.open(name, ACCOUNT);
  const messages: AccountMessage[] = [{ version: 1, run: name, account: ACCOUNT, step: 0 }];
  let sent = 0;
  let looked = 0;
  const measured: Measured = { start: heap(), peak: 0, samples: [] };
  let pages = 0;
  const measuring: SurveyAccess = {
    open: async (id) => {
      const opening = await access.open(id);
      if (opening.kind !== 'open') return opening;
      const { survey } = opening;
      return {
        kind: 'open',
        survey: {
          taggedBuckets: (...args) => survey.taggedBuckets(...args),
          listDirectoryBuckets: (...args) => survey.listDirectoryBuckets(...args),
          readTags: (place) => survey.readTags(place),
          readLifecycleGrant: (place) => survey.readLifecycleGrant(place),
          readLifecycle: (place) => {
            looked += 1;
            return survey.readLifecycle(place);
          },
          listBuckets: async (token) => {
            pages += 1;
            onPage();
            if (pages % PAGES === 0) {
              const now = heap();
              measured.samples.push(now);
              measured.peak = Math.max(measured.peak, now);
            }
            return survey.listBuckets(token);
          },
        },
      };
    },
  };
  const silent = { log: () => undefined, count: () => undefined, outcome: () => undefined };
  const sendAll = async (all: readonly unknown[]) => {
    sent += all.length;
  };
  const services: SurveyServices = {
    ...{ clock, runs, accounts, brake, buckets, access: measuring, journal: silent },
    settleQueue: { send: async () => undefined, sendAll },
    accountQueue: { send: async (message) => void messages.push(message) },
    sweepQueue: { send: async () => undefined },
    events: { publish: async () => undefined },
    selection: { days: 7, mode: 'apply', modes: {}, targets: null },
    rules: {
      ...{ onLongerRule: 'add', onForeignConfiguration: 'merge', onManagedConfiguration: 'merge', bucketOptOut: true },
      ...{ excludedNames: [], contestedAfter: 3, contestedDays: 30, ruleOfExcluded: 'keep' },
    },
    ...{ forwardedRegions: [HERE], directoryRegions: [HERE], claimSeconds: 900, settleSeconds: 300 },
    limit: pLimit(25),
  };
  let steps = 0;
  for (let message = messages.shift(); message !== undefined; message = messages.shift()) {
    const begun = looked;
    const deadline: Deadline = { remaining: () => 900_000 - ((looked - begun) / BUCKETS_A_STEP) * 780_000 };
    const surveying = await surveyAccount(services, message, { sentAt: clock.now() }, deadline);
    if (surveying.kind !== 'done') throw new Error(`the visit came to ${JSON.stringify(surveying)}`);
    steps += 1;
  }
  const { rows } = await runs.parts(name, null);
  const end = heap();
  const peak = Math.max(measured.peak, end);
  const { state, counts } = rows[0]?.progress ?? {};
  const mebibytes = (bytes: number) => Math.round((bytes / 2 ** 20) * 10) / 10;
  const figures = { visit: name, state, counts, steps, pages, looked, sent, start: measured.start, peak };
  const growth = { growthMiB: mebibytes(peak - measured.start), someMiB: some(measured.samples).map(mebibytes) };
  process.stdout.write(`${JSON.stringify({ ...figures, ...growth })}\n`);
}

async function main(size = '100000', kind = 'generated'): Promise<void> {
  const many = Number(size);
  const lifecycleOf = (index: number) =>
    index % BARE === 0 ? ({ kind: 'none' } as const) : ({ kind: 'found', configuration: COVERED } as const);
  const place = { account: ACCOUNT, region: HERE, lifecycle: COVERED };

  if (kind === 'in-memory') {
    const s3 = new InMemoryS3();
    for (let index = 0; index < many; index += 1) {
      const lifecycle = index % BARE === 0 ? undefined : COVERED;
      s3.buckets.set(generatedName(index), { account: ACCOUNT, region: HERE, lifecycle });
    }
    const surveys = new InMemorySurveys(s3);
    const opening = await surveys.open(ACCOUNT);
    // the fake sorts its names when they are first asked for
    if (opening.kind === 'open') await opening.survey.listBuckets(null);
    const { buckets } = countingBuckets({ ...place, known: 0 });
    await visit('first', surveys, buckets, () => s3.calls.splice(0));
  } else {
    const survey = new GeneratedSurvey({ buckets: many, region: HERE, lifecycle: lifecycleOf });
    await visit('first', survey.access(), countingBuckets({ ...place, known: 0 }).buckets, () => undefined);
    const covered = new GeneratedSurvey({
      ...{ buckets: many, region: HERE },
      lifecycle: () => ({ kind: 'found', configuration: COVERED }),
    });
    const known = countingBuckets({ ...place, known: many });
    await visit('calm', covered.access(), known.buckets, () => undefined);
    if (known.counts.writes > 0) throw new Error(`a visit in calm wrote ${known.counts.writes} items`);
  }
}

void main(...process.argv.slice(2));
