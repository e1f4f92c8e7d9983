import type { ScaleOptions } from '../../test/simulation/scale-accounts';
import { type Figures, simulateSweep } from '../../test/simulation/simulated-sweep';
import { type Costs, costsOfEvents, costsOfSweep, costsOfWrites, fixedCosts, sumOf } from './costs';

/** An organization of which it is told how long things take and what they cost. */
export interface Size {
  readonly accounts: number;
  /** Buckets of each account. */
  readonly buckets: number;
}

/** The settings' defaults that bind, and what is assumed of an organization. */
export const ASSUMED = {
  surveyConcurrency: 20,
  maximumConcurrency: 10,
  writesPerHour: 10_000,
  settleSeconds: 300,
  /** One bucket in so many needs the rule when everything begins. */
  bareOneIn: 5,
  /** Bucket events of an account in a day: buckets made, deleted, tagged, lifecycles put. */
  eventsPerAccountAndDay: 10,
  /** Buckets made in an account in a month. */
  newBucketsPerAccountAndMonth: 1,
  alarms: 25,
  metrics: 35,
  directoryRegions: 7,
  /** Milliseconds of one call. */
  ...{ s3Ms: 40, dynamoMs: 6, sqsMs: 12, stsMs: 80, organizationsMs: 60 },
} as const;

const DAYS = 30.4;
/** Calls that the writer makes one after the other for a bucket: four to S3, twelve to the inventory; and a session for a batch of ten. */
const BATCH_MS = 4 * ASSUMED.s3Ms + 12 * ASSUMED.dynamoMs + ASSUMED.stsMs;

/** How long things take, in minutes, and what they cost, in US dollars. */
export interface Scale {
  readonly size: Size;
  /** Until the last profile is read, in the first sweep. */
  readonly listed: number;
  /** Until the first sweep has looked at every bucket. */
  readonly surveyed: number;
  /** What the writer needs for all bare buckets at the pace of its calls, and at the ceiling of writes. */
  readonly written: number;
  readonly ceiling: number;
  /** Until the last bare bucket has its rule. */
  readonly covered: number;
  /** A sweep when nothing changed. */
  readonly calm: number;
  /** What takes longest of the way to `covered`, and what to change then. */
  readonly binds: Binding;
  readonly first: Costs;
  readonly month: Costs;
}

export type Binding = 'tag reads of Organizations' | 'surveyConcurrency' | 'maximumConcurrency' | 'writesPerHour';

/** `simulated`: milliseconds of virtual time come from the real functions on a clock that jumps. */
export async function scaleOf(size: Size): Promise<Scale> {
  const options = simulation(size);
  const first = await simulateSweep({ ...options, first: true, scope: 'all' });
  const calm = await simulateSweep({ ...options, first: false, scope: 'all' });
  const roster = await simulateSweep({ ...options, first: false, scope: 'never-surveyed' });
  const bare = Math.ceil((size.accounts * size.buckets) / ASSUMED.bareOneIn);
  const [listed, surveyed] = [minutes(first.listed), minutes(first.took)];
  const written = (bare * BATCH_MS) / 10 / ASSUMED.maximumConcurrency / 60_000;
  const ceiling = (bare / ASSUMED.writesPerHour) * 60;
  return {
    ...{ size, listed, surveyed, written, ceiling },
    covered: surveyed + ASSUMED.settleSeconds / 60 + Math.max(0, Math.max(written, ceiling) - surveyed),
    calm: minutes(calm.took),
    binds: bindingOf({ listed, surveyed, written, ceiling }),
    first: sumOf([costsOfSweep(first), 1], [costsOfWrites(bare), 1]),
    month: monthOf(size, calm, roster),
  };
}

function monthOf({ accounts }: Size, calm: Figures, roster: Figures): Costs {
  const { eventsPerAccountAndDay, newBucketsPerAccountAndMonth, alarms, metrics } = ASSUMED;
  return sumOf(
    [costsOfSweep(calm), DAYS],
    [costsOfSweep(roster), DAYS * 24],
    [costsOfEvents(accounts * eventsPerAccountAndDay), DAYS],
    [costsOfWrites(accounts * newBucketsPerAccountAndMonth), 1],
    [fixedCosts(alarms, metrics), 1],
  );
}

/** The listing is part of the survey; where it takes most of that, it is what the survey waits for. */
function bindingOf(took: Pick<Scale, 'listed' | 'surveyed' | 'written' | 'ceiling'>): Binding {
  const { listed, surveyed, written, ceiling } = took;
  if (Math.max(written, ceiling) > surveyed) return ceiling >= written ? 'writesPerHour' : 'maximumConcurrency';
  return listed > 0.9 * surveyed ? 'tag reads of Organizations' : 'surveyConcurrency';
}

function simulation({ accounts, buckets }: Size): Omit<ScaleOptions, 'first' | 'scope'> {
  const { surveyConcurrency, directoryRegions, s3Ms, dynamoMs, sqsMs, stsMs, organizationsMs } = ASSUMED;
  const times = { s3Ms, dynamoMs, sqsMs, stsMs, organizationsMs };
  return { accounts, buckets, concurrency: surveyConcurrency, directoryRegions, ...times };
}

function minutes(milliseconds: number): number {
  return milliseconds / 60_000;
}
