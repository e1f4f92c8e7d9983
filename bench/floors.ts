import { builtClient, inPlainServer, measureClient } from './client-process';
import type { ContestantName } from './floors/contestants';
import { type Measured, medianOf, type Rounds, ratioOf, runRounds } from './rounds';
import type { Bench, Figure, Section } from './section';

/** As the product has it. */
const PARALLEL = 25;

interface Race {
  readonly of: string;
  /** Of each answer, in milliseconds. */
  readonly delay: number;
  readonly buckets: number;
  readonly goals: Readonly<Record<string, number>>;
}

const RACES: readonly Race[] = [
  { of: 'no delay', delay: 0, buckets: 4_000, goals: { 'wall of floor two': 1, 'cpu of floor two': 1 } },
  { of: '20 ms', delay: 20, buckets: 4_000, goals: { 'wall of floor one': 1.05 } },
];

/** Why a visit cannot be nearer to a floor. */
const LIMIT =
  'the session and the first page come one after the other before the first look, and answers that come together wait for the processor';

export const floors: Section = {
  name: 'floors',
  title: 'A sweep of covered buckets against ready-signed requests (floor one) and the bare SDK client (floor two).',
  run: async (bench) => {
    const client = builtClient('floors');
    const figures: Figure[] = [];
    for (const race of RACES) figures.push(...figuresOf(race, await run(client, race, bench)));
    return { kind: 'measured', how: HOW, figures };
  },
};

const HOW = [
  `A plain server on the loopback interface answers each call; ${PARALLEL} calls at a time; each contestant in a process of its own, bundled like the functions.`,
  'CPU is that of the client process alone, user and system. Each goes through its buckets once before, for warmth, in the same process.',
  'Floor one: undici, requests signed before the clock runs, the answer taken and not read. Floor two: S3Client.send in a loop. Both make as many calls as a visit does: all of them reads of buckets.',
  'Ours: a whole visit of an account in calm: session, listing, inventory (in memory), signing, owner header, reading, planning, counting.',
];

function figuresOf({ of, delay, buckets, goals }: Race, rounds: Rounds<ContestantName>): Figure[] {
  const { sweep, 'ready-signed': one, 'bare-sdk': two } = rounds;
  const ratio = (what: string, value: number): Figure => {
    const goal = goals[what];
    return {
      of,
      what: `ours against ${what}`,
      value,
      unit: 'x',
      ...(goal === undefined ? {} : { goal: { atMost: goal }, limit: LIMIT }),
    };
  };
  const each = (what: string, which: readonly Measured[]): Figure => {
    return { of, what: `cpu of a bucket, ${what}`, value: (medianOf(which, 'cpu') / buckets) * 1000, unit: 'µs' };
  };
  return [
    ratio('wall of floor one', ratioOf(sweep, one, 'wall')),
    ratio('wall of floor two', ratioOf(sweep, two, 'wall')),
    ratio('cpu of floor one', ratioOf(sweep, one, 'cpu')),
    ratio('cpu of floor two', ratioOf(sweep, two, 'cpu')),
    { of, what: 'event loop of ours busy, of a hundred', value: medianOf(sweep, 'busy'), unit: '' },
    ...(delay > 0 ? [] : [each('floor one', one), each('floor two', two), each('ours', sweep)]),
  ];
}

function run(client: string, { of, delay, buckets }: Race, { rounds, say }: Bench): Promise<Rounds<ContestantName>> {
  return inPlainServer(buckets, delay, (url) => {
    const contestant = (name: ContestantName) => () =>
      measureClient(client, [name, url, String(buckets), String(PARALLEL)]);
    const contestants = {
      'ready-signed': contestant('ready-signed'),
      'bare-sdk': contestant('bare-sdk'),
      sweep: contestant('sweep'),
    };
    return runRounds(rounds, contestants, (line) => say(`${of}, ${line}`));
  });
}
