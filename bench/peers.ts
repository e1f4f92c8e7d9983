import { existsSync } from 'node:fs';
import { peersPython } from './peers/peer-process';
import { ANSWER, CONTESTANTS, type ContestantName, type Left, PeersStage, type Visit } from './peers/peers-stage';
import { median } from './rounds';
import type { Bench, Figure, Section } from './section';

const BUCKETS = 500;
const EVENTS = 20;
const TITLES: Readonly<Record<ContestantName, string>> = {
  ours: 'ours',
  script: 'script',
  shipped: 'Custodian as shipped',
  'cut-down': 'Custodian cut down',
};
/** Why a ratio can be no greater, by what and against whom. */
type Limits = Readonly<Record<string, string>>;
const OF_VISIT: Limits = {
  's3 shipped': 'Custodian makes ten calls for a bucket, and one is the least',
  'wall shipped': 'the visit itself, one call after another whatever the number of buckets',
  'wall script': 'the visit itself, one call after another whatever the number of buckets',
  'cpu script':
    'the script does nothing but the call: boto3 takes 3 ms for it, our functions 0.4 ms with everything they do, and more for the visit itself',
};
const OF_EVENT: Limits = {
  's3 shipped': 'Custodian makes eleven calls for an event, and one is the least',
  'wall shipped': 'ours is counted with the queue, the inventory and the time in which the events are made',
  'wall script': 'as above, and the script makes one call and keeps nothing',
  'cpu shipped':
    'ours keeps the outcome, who changed the bucket and what others are to hear: calls besides the one to S3',
  'cpu script': 'as above, and the script keeps nothing',
};
type Runs = Readonly<Record<ContestantName, readonly Visit[]>>;

export const peers: Section = {
  name: 'peers',
  title: 'Ours, the earlier post’s approach as a script, and Cloud Custodian, on the same buckets of one organization.',
  run: async (bench) => {
    if (!existsSync('/proc/self/stat'))
      return { kind: 'skipped', why: 'CPU time of the functions is read from /proc, on Linux' };
    const found = await peersPython();
    if ('missing' in found) return { kind: 'skipped', why: found.missing };
    const stage = await PeersStage.open(found.python);
    try {
      return { kind: 'measured', how: HOW, figures: await measured(stage, bench) };
    } finally {
      await stage.close();
    }
  },
};

const HOW = [
  `Each contestant has an account of its own with the same ${BUCKETS} buckets: no lifecycle, both dialects, aborts of the whole bucket, of a prefix and disabled, the size header, an element that no SDK knows. One local organization answers all of them, ${ANSWER} ms later than it could, as S3 would; times include its own.`,
  'No account has directory buckets, for the peers look at none; ours is set not to ask for any.',
  'Calls: counted in its trace, to S3 unless it says otherwise. Sign-in, inventory and queues of ours are in “to all services”.',
  'Ours: the deployed functions. CPU: of their processes, from /proc, in steps of 10 ms. Wall: from their first call to their last, settling (1 s here) and queues included.',
  'Peers: one Python process each that has its modules loaded and signed in before; CPU and wall of the task in it. Custodian (c7n, see bench/peers/requirements.txt) runs its policy with ten threads as it does; cut down with `augment-keys: [Lifecycle]`; an event goes through its Lambda handler in process.',
  'First visit: as the buckets were seeded, measured once, after visits of the empty account, whose share is in the others too. Later visits: nothing changed since, medians. Events: a bucket that has a rule puts its lifecycle again, medians.',
  'Foreign rules lost: not there any more as they were, after the first visit. A peer’s own error did not end its measurement.',
  'Not covered: in Lifecycle V1 S3 refuses an abort of the whole bucket beside one of a prefix. Ours refuses such a bucket and says so (`v1-abort-overlap`).',
];

async function measured(stage: PeersStage, { rounds, say }: Bench): Promise<readonly Figure[]> {
  const all = async (what: string, run: (name: ContestantName) => Promise<Visit>, times: number): Promise<Runs> => {
    const runs: Record<ContestantName, Visit[]> = { ours: [], script: [], shipped: [], 'cut-down': [] };
    for (let time = 0; time < times; time += 1) {
      const turn = time % CONTESTANTS.length;
      for (const name of [...CONTESTANTS.slice(turn), ...CONTESTANTS.slice(0, turn)]) {
        const visit = await run(name);
        say(`${what}: ${TITLES[name]} ${JSON.stringify(visit)}`);
        runs[name].push(visit);
      }
    }
    return runs;
  };
  await all('empty account, warm-up', (name) => stage.visit(name), 1);
  const empty = await all('empty account', (name) => stage.visit(name), rounds);
  await stage.seed(BUCKETS);
  const first = await all('first visit', (name) => stage.visit(name), 1);
  const left = CONTESTANTS.map((name) => ({ name, left: stage.left(name) }));
  const later = await all('later visit', (name) => stage.visit(name), rounds);
  await all('events, warm-up', (name) => stage.events(name, EVENTS), 1);
  const events = await all('events', (name) => stage.events(name, EVENTS), rounds);
  return [
    ...figuresOf('first visit, of a bucket', first, BUCKETS),
    ...figuresOf('visit of an empty account', empty, 1),
    ...figuresOf('later visit, of a bucket', later, BUCKETS, OF_VISIT),
    ...figuresOf('event, covered bucket', events, EVENTS, OF_EVENT),
    ...left.flatMap(({ name, left }) => whatIsLeft(name, left)),
  ];
}

function figuresOf(of: string, runs: Runs, many: number, limits?: Limits): readonly Figure[] {
  const of_ = (name: ContestantName, key: 's3' | 'calls' | 'wall' | 'cpu') => median(runs[name].map((run) => run[key]));
  const each = CONTESTANTS.flatMap((name): Figure[] => [
    { of, what: `calls to S3, ${TITLES[name]}`, value: of_(name, 's3') / many, unit: 'calls' },
    { of, what: `calls to all services, ${TITLES[name]}`, value: of_(name, 'calls') / many, unit: 'calls' },
    { of, what: `wall, ${TITLES[name]}`, value: of_(name, 'wall') / many, unit: 'ms' },
    { of, what: `cpu, ${TITLES[name]}`, value: of_(name, 'cpu') / many, unit: 'ms' },
  ]);
  const goals: Readonly<Record<string, number>> = limits
    ? { 's3 shipped': 10, 'wall shipped': 10, 'cpu shipped': 10, 'wall script': 8, 'cpu script': 8 }
    : {};
  const words = { s3: 'calls to S3', wall: 'wall', cpu: 'cpu' } as const;
  const against = (['script', 'shipped', 'cut-down'] as const).flatMap((name) =>
    (['s3', 'wall', 'cpu'] as const).map((key): Figure => {
      const atLeast = goals[`${key} ${name}`];
      const value = of_(name, key) / of_('ours', key);
      const limit = limits?.[`${key} ${name}`];
      const goal = atLeast === undefined ? {} : { goal: { atLeast }, ...(limit === undefined ? {} : { limit }) };
      return { of, what: `${words[key]}, ${TITLES[name]} against ours`, value, unit: 'x', ...goal };
    }),
  );
  return [...each, ...against];
}

function whatIsLeft(name: ContestantName, { rules, lost, sizes, uncovered }: Left): readonly Figure[] {
  const of = `after the first visit, ${TITLES[name]}`;
  const goal = name === 'ours' ? { goal: { atMost: 0 } } : {};
  return [
    { of, what: `foreign rules lost, of ${rules}`, value: lost, unit: '', ...goal },
    { of, what: 'size headers lost', value: sizes, unit: '', ...goal },
    { of, what: `buckets not covered, of ${BUCKETS}`, value: uncovered, unit: '' },
  ];
}
