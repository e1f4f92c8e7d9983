import { totalOf } from './scale/costs';
import { LIMITS } from './scale/limits';
import { ASSUMED, type Binding, type Scale, type Size, scaleOf } from './scale/model';
import type { Figure, Section } from './section';

/** Organizations of a usual kind, and one account with as many buckets as S3 allows. */
export const SIZES: readonly Size[] = [
  { accounts: 100, buckets: 5 },
  { accounts: 1_000, buckets: 5 },
  { accounts: 10_000, buckets: 5 },
  { accounts: LIMITS.organizations.accounts, buckets: 5 },
  { accounts: 1, buckets: LIMITS.bucketsOfAnAccount },
];

/** What to set where that is what everything waits for. */
const REMEDIES: Readonly<Record<Binding, string>> = {
  'tag reads of Organizations':
    'nothing helps: Organizations allows ten tag reads a second, and the profiles are read once a sweep',
  surveyConcurrency: 'raise surveyConcurrency; one account is looked through by one function at a time',
  maximumConcurrency: 'raise maximumConcurrency',
  writesPerHour:
    'raise writesPerHour (and writesPerSweep) once the first hours have shown that all is well: it is a brake',
};

export const scale: Section = {
  name: 'scale',
  title: 'How long a new organization and a sweep take, what a month costs, and what everything waits for: simulated.',
  run: async ({ say }) => {
    const figures: Figure[] = [];
    for (const size of SIZES) {
      const result = await scaleOf(size);
      const of = inWords(size);
      say(`${of}: waits for ${result.binds}: ${REMEDIES[result.binds]}`);
      figures.push(...figuresOf(of, result));
    }
    return { kind: 'measured', how: HOW, figures };
  },
};

const HOW = [
  `The real functions on a virtual clock: S3 answers in ${ASSUMED.s3Ms} ms, DynamoDB in ${ASSUMED.dynamoMs}, SQS in ${ASSUMED.sqsMs}, STS in ${ASSUMED.stsMs}, Organizations in ${ASSUMED.organizationsMs} and as often as it publishes (bench/scale/limits.ts).`,
  `Settings as they are by default (surveyConcurrency ${ASSUMED.surveyConcurrency}, maximumConcurrency ${ASSUMED.maximumConcurrency}, writesPerHour ${ASSUMED.writesPerHour}); one bucket in ${ASSUMED.bareOneIn} is bare at first. The writer is reckoned from its calls, not simulated.`,
  ...Object.entries(REMEDIES).map(([binding, remedy]) => `Where it waits for ${binding}: ${remedy}.`),
];

export function inWords({ accounts, buckets }: Size): string {
  const thousands = (count: number) => count.toLocaleString('en-US');
  return accounts === 1
    ? `1 account with ${thousands(buckets)} buckets`
    : `${thousands(accounts)} accounts with ${buckets} buckets each`;
}

function figuresOf(of: string, { binds, ...result }: Scale): Figure[] {
  const row = (what: string, value: number, unit: Figure['unit']): Figure => ({ of, what, value, unit });
  return [
    row('every profile is read', result.listed, 'min'),
    row('every bucket was looked at', result.surveyed, 'min'),
    row('the writer would need', result.written, 'min'),
    row('writesPerHour allows it in', result.ceiling, 'min'),
    row(`every bucket has its rule; waits for ${binds}`, result.covered, 'min'),
    row('a sweep in calm', result.calm, 'min'),
    row('the first sweep costs', totalOf(result.first), 'USD'),
    row('a month costs', totalOf(result.month), 'USD'),
  ];
}
