/**
 * How long a sweep takes and what it costs, by part: `npm run simulate:scale`. The real functions, on a clock of their own that jumps; calls take the
 * times given below, and Organizations allows what it publishes. Options, each with a number: `--buckets` an account, `--concurrency` of the
 * surveys, `--regions` asked for directory buckets, `--s3` `--dynamo` `--sqs` `--sts` `--organizations`: milliseconds of a call. `--accounts 10000,50000`.
 */
import { parseArgs } from 'node:util';
import { PRICES } from './prices';
import { type Figures, type ScaleOptions, simulateSweep } from './simulated-sweep';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000,50000' },
    buckets: { type: 'string', default: '5' },
    concurrency: { type: 'string', default: '20' },
    regions: { type: 'string', default: '7' },
    s3: { type: 'string', default: '40' },
    dynamo: { type: 'string', default: '6' },
    sqs: { type: 'string', default: '12' },
    sts: { type: 'string', default: '80' },
    organizations: { type: 'string', default: '60' },
  },
});

/** A part, what is billed of it, and the price in US dollars. */
type Line = readonly [string, string, number];

function costs({ buckets, ...figures }: Figures): readonly Line[] {
  const gigabyteSeconds = (milliseconds: number, gigabytes: number) => (milliseconds / 1000) * gigabytes;
  const start = gigabyteSeconds(figures.startSweep.milliseconds, 0.5);
  const survey = gigabyteSeconds(figures.survey.milliseconds, 1);
  const { lambdaGigabyteSecond, lambdaMillionRequests } = PRICES;
  const lambda = (name: string, gbs: number, invocations: number): Line => [
    name,
    `Lambda: ${gbs.toFixed(0)} GB-s, ${invocations} invocations`,
    gbs * lambdaGigabyteSecond + (invocations / 1e6) * lambdaMillionRequests,
  ];
  const million = (count: number, price: number) => (count / 1e6) * price;
  const { dynamo, s3, sqs, events } = figures;
  return [
    lambda('start-sweep, 512 MB', start, figures.startSweep.invocations),
    lambda('survey-account, 1,024 MB', survey, figures.survey.invocations),
    ['SQS', `${sqs} requests`, million(sqs, PRICES.sqsMillionRequests)],
    ['DynamoDB writes', `${dynamo.writes} units`, million(dynamo.writes, PRICES.dynamoMillionWriteUnits)],
    ['DynamoDB reads', `${Math.round(dynamo.reads)} units`, million(dynamo.reads, PRICES.dynamoMillionReadUnits)],
    ['S3 LIST', `${s3.lists} requests`, (s3.lists / 1000) * PRICES.s3ThousandLists],
    ['S3 GET', `${s3.gets} requests, for ${buckets} buckets`, (s3.gets / 1000) * PRICES.s3ThousandGets],
    ['EventBridge', `${events} outcomes that changed`, million(events, PRICES.eventBridgeMillionEvents)],
  ];
}

function duration(milliseconds: number): string {
  const minutes = Math.round(milliseconds / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const DAYS = 30.4;

function print(title: string, figures: Figures, times: number, often: string): void {
  const lines = costs(figures);
  const total = lines.reduce((sum, [, , dollars]) => sum + dollars, 0);
  const { took, progress, organizations, throttled, listed } = figures;
  process.stdout.write(
    [
      `\n${title}`,
      `  takes ${duration(took)}; all accounts are listed after ${duration(listed)}`,
      `  accounts: ${JSON.stringify(progress.accounts)}, buckets: ${JSON.stringify(progress.buckets)}`,
      `  Organizations: ${JSON.stringify(Object.fromEntries(organizations))}, throttled ${throttled} times`,
      ...lines.map(([part, what, dollars]) => `  ${part.padEnd(27)} ${what.padEnd(44)} $${dollars.toFixed(4)}`),
      `  ${'one run'.padEnd(72)} $${total.toFixed(4)}`,
      `  ${often.padEnd(72)} $${(total * times).toFixed(2)}`,
      '',
    ].join('\n'),
  );
}

async function main(): Promise<void> {
  const number = (name: Exclude<keyof typeof values, 'accounts'>) => Number(values[name]);
  const options: Omit<ScaleOptions, 'accounts' | 'first' | 'scope'> = {
    ...{ buckets: number('buckets'), concurrency: number('concurrency') },
    ...{ s3Ms: number('s3'), dynamoMs: number('dynamo'), sqsMs: number('sqs'), stsMs: number('sts') },
    ...{ organizationsMs: number('organizations'), directoryRegions: number('regions') },
  };
  process.stdout.write(`${JSON.stringify(options)}\nPrices: ${PRICES.asOf}. What the writer does is not in it.\n`);
  const sizes = values.accounts.split(',').map(Number);
  const simulate = (accounts: number, first: boolean, scope: ScaleOptions['scope'] = 'all') =>
    simulateSweep({ ...options, accounts, first, scope });
  const [smallest] = sizes;
  if (smallest !== undefined) {
    print(`the first sweep of ${smallest} accounts`, await simulate(smallest, true), 1, 'all of it, once');
  }
  for (const accounts of sizes) {
    print(`a sweep of ${accounts} accounts in calm`, await simulate(accounts, false), DAYS, 'a month, once a day');
    const look = await simulate(accounts, false, 'never-surveyed');
    print(`a look for new ones among ${accounts} accounts`, look, DAYS * 24, 'a month, once an hour');
  }
}

void main();
