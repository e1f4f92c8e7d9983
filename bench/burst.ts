import { builtClient, inPlainServer, measureClient } from './client-process';
import { type Measured, medianOf, type Rounds, ratioOf, runRounds } from './rounds';
import type { Figure, Section } from './section';

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

export const burst: Section = {
  name: 'burst',
  title: 'A burst of events through one instance of the writer, in batches grouped by account against one at a time.',
  run: async ({ rounds, say }) => {
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
    return { kind: 'measured', how: HOW, figures };
  },
};

const HOW = [
  `Events on covered buckets of ${ACCOUNTS} accounts, twenty of an account after each other; the real handler, adapters and signing against a plain server on the loopback interface, the inventory in memory.`,
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
