import { CallsStage } from './calls/calls-stage';
import { type CallCounts, minus, SERVICES } from './calls/counted-calls';
import type { Figure, Section } from './section';

/** What design and tests promise, by case: calls to S3. */
const BUDGET: Readonly<Record<string, number>> = {
  'event, covered': 1,
  'event, bare': 4,
  'event, account excluded': 0,
  'sweep, covered': 1,
  'sweep, bare': 5,
  'sweep, account excluded': 0,
};

export const calls: Section = {
  name: 'calls',
  title: 'Calls that the functions make for one event, and for each bucket of a sweep, over the wire.',
  run: async ({ say }) => {
    const stage = await CallsStage.open();
    try {
      const figures: Figure[] = [];
      const add = (of: string, counts: CallCounts, buckets: number): void => {
        say(`${of}: ${JSON.stringify(counts)}`);
        figures.push(...figuresOf(of, counts, buckets));
      };
      for (const [of, counts] of await stage.events()) add(`event, ${of}`, counts, 1);
      for (const { of, base, counts, buckets } of await stage.sweeps()) {
        add(`sweep, ${of}`, minus(counts, base), buckets);
      }
      return { kind: 'measured', how: HOW, figures };
    } finally {
      await stage.close();
    }
  },
};

const HOW = [
  'Counted in the trace of a local organization onto which the synthesized templates are deployed: what the hub’s functions and their sessions in the members call, whatever the answer.',
  'An event: functions are warm and the account’s profile is known; from the call that made the event until nothing waits. Bare and excluded buckets settle in between, so that each is read twice.',
  'A sweep: for each bucket, beyond what the same account costs when it is empty (session, pages of listings and of the tag hint, profile, progress).',
  'What the event source mappings receive and delete is not among the calls to SQS: they do so by tens.',
];

function figuresOf(of: string, counts: CallCounts, buckets: number): Figure[] {
  return SERVICES.flatMap((service): Figure[] => {
    const value = (counts[service] ?? 0) / buckets;
    const budget = service === 'S3' ? BUDGET[of] : undefined;
    // a service that is not asked has no row, unless that is what was promised
    if (value === 0 && budget === undefined) return [];
    const goal = budget === undefined ? {} : { goal: { atMost: budget } };
    return [{ of, what: service, value, unit: 'calls', ...goal }];
  });
}
