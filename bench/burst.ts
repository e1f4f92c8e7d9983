import { FairnessStage, type Probe } from './burst/fairness';
import { builtClient, inPlainServer, measureClient } from './client-process';
import { type Measured, median, medianOf, type Rounds, ratioOf, runRounds } from './rounds';
import type { Bench, Figure, Section } from './section';

const ACCOUNTS = 50;
const BATCH = 10;

interface Burst {
  readonly of: string;
  /** Of each answer, in milliseconds. */
  readonly delay: number;
  readonly events: number;
}

const BURSTS: readonly Burst[] = [
  { of: '10,000 events, no delay', delay: 0, events: 10_000 },
  { of: '500 events, 20 ms', delay: 20, events: 500 },
];

/** Events of the account that makes the burst, and of the quiet one while it lasts. */
const LOUD_EVENTS = 1_000;
const QUIET_EVENTS = 10;
/** A burst still: ten times what all instances of the writer hold. */
const LEAST_AHEAD = 300;

/** Why a quiet account's event takes longer amid a burst. */
const LIMIT =
  'it waits for the batches in flight, and the burst takes its share of the two cores on which AWS is played as well';

export const burst: Section = {
  name: 'burst',
  title: 'A burst of events through one instance of the writer, in batches grouped by account against one at a time.',
  run: async (bench) => {
    const { rounds, say } = bench;
    const client = builtClient('burst');
    const figures: Figure[] = [];
    for (const one of BURSTS) {
      const measured = await inPlainServer(one.events, one.delay, (url) => {
        const contestant = (batch: number) => () =>
          measureClient(client, [url, one.events, ACCOUNTS, batch].map(String), url);
        const contestants = { batches: contestant(BATCH), single: contestant(1) };
        return runRounds(rounds, contestants, (line) => say(`${one.of}, ${line}`));
      });
      figures.push(...figuresOf(one, measured));
    }
    figures.push(...(await fairness(bench)));
    return { kind: 'measured', how: HOW, figures };
  },
};

const HOW = [
  `Events on covered buckets of ${ACCOUNTS} accounts, twenty of an account after each other; the real handler, adapters and signing against a plain server on the loopback interface, the inventory in memory.`,
  `Fairness: the product as deployed, on a local organization whose SQS puts the messages of quiet groups first as AWS documents it (over 10% of what is in flight, with 30 messages or more, or of the time of handling, makes a group a noisy one), and promises no more. One account makes the burst, another one an event at a time, ${QUIET_EVENTS} while at least ${LEAST_AHEAD} messages are there; medians. One second of settling is in the whole time, once; the organization and its functions share the cores with one another, which the times tell as well. What is in flight when the event comes is not taken back: three batches of ten at most.`,
  'One instance of the function, so that batches come one after the other; as many instances as maximumConcurrency work side by side.',
];

function figuresOf({ of, events }: Burst, { batches, single }: Rounds<'batches' | 'single'>): Figure[] {
  const perEvent = (which: readonly Measured[], key: string) => medianOf(which, key) / events;
  return [
    {
      of,
      what: 'events in a second, batches against one at a time',
      value: ratioOf(single, batches, 'wall'),
      unit: 'x',
    },
    { of, what: 'cpu of an event, batches against one at a time', value: ratioOf(batches, single, 'cpu'), unit: 'x' },
    { of, what: 'events in a second, batches', value: 1000 / perEvent(batches, 'wall'), unit: 'per second' },
    { of, what: 'cpu of an event, batches', value: perEvent(batches, 'cpu') * 1000, unit: 'µs' },
    { of, what: 'AssumeRole for an event, batches', value: perEvent(batches, 'sessions'), unit: 'calls' },
    { of, what: 'AssumeRole for an event, one at a time', value: perEvent(single, 'sessions'), unit: 'calls' },
  ];
}

async function fairness({ say }: Bench): Promise<readonly Figure[]> {
  const stage = await FairnessStage.open();
  try {
    say('fairness: alone');
    // the first one starts the functions
    const [, ...alone] = await stage.alone(1 + QUIET_EVENTS);
    say(`fairness: amid ${LOUD_EVENTS} events of another account`);
    const amid = await stage.amid(LOUD_EVENTS, QUIET_EVENTS, LEAST_AHEAD);
    say(JSON.stringify({ alone, amid }));
    if (amid.length === 0) throw new Error('the burst was over before a quiet account made an event');
    const of = `an event of a quiet account, amid ${LOUD_EVENTS} of another one`;
    const value = (which: readonly Probe[], key: keyof Probe) => median(which.map((probe) => probe[key]));
    const against = (key: keyof Probe) => value(amid, key) / value(alone, key);
    return [
      {
        of,
        what: 'its time against that without the burst',
        value: against('whole'),
        unit: 'x',
        goal: { atMost: 2 },
        limit: LIMIT,
      },
      { of, what: 'its time from when it can be received, against that', value: against('handled'), unit: 'x' },
      { of, what: 'messages there when it can be received', value: value(amid, 'ahead'), unit: '' },
      { of, what: 'of those done before it', value: value(amid, 'before'), unit: '' },
    ];
  } finally {
    await stage.close();
  }
}
