import { PRICES } from '../../test/simulation/prices';
import type { Figures } from '../../test/simulation/simulated-sweep';

/** US dollars by part, such as `{"DynamoDB": 0.01}`. */
export type Costs = Readonly<Record<string, number>>;

/** Memory of the functions, in GB. */
const GIGABYTES = { startSweep: 0.5, survey: 1, reconcile: 0.5 };

/** What the writer calls for one bucket that needs the rule, and for one event on a bucket that does not: as `npm run bench -- calls` counts. */
const WRITTEN = { s3Gets: 3, s3Puts: 1, dynamoReads: 4, dynamoWrites: 8, events: 1, milliseconds: 350 };
const LOOKED_AT = { s3Gets: 1, dynamoReads: 1, dynamoWrites: 4, milliseconds: 150 };
/** A message is sent, received by tens and deleted by tens. */
const QUEUED = 1.2;

/** One sweep, without what the writer does. */
export function costsOfSweep({ startSweep, survey, sqs, dynamo, s3, events }: Figures): Costs {
  return {
    Lambda:
      lambda(startSweep.milliseconds, startSweep.invocations, GIGABYTES.startSweep) +
      lambda(survey.milliseconds, survey.invocations, GIGABYTES.survey),
    SQS: million(sqs, PRICES.sqsMillionRequests),
    DynamoDB: dynamoDb(dynamo.reads, dynamo.writes),
    S3: (s3.lists / 1000) * PRICES.s3ThousandLists + (s3.gets / 1000) * PRICES.s3ThousandGets,
    EventBridge: million(events, PRICES.eventBridgeMillionEvents),
  };
}

/** So many buckets get the rule. */
export function costsOfWrites(buckets: number): Costs {
  const { s3Gets, s3Puts, dynamoReads, dynamoWrites, events, milliseconds } = WRITTEN;
  return {
    Lambda: lambda(buckets * milliseconds, buckets / 10, GIGABYTES.reconcile),
    SQS: million(buckets * QUEUED, PRICES.sqsMillionRequests),
    DynamoDB: dynamoDb(buckets * dynamoReads, buckets * dynamoWrites),
    S3: (buckets * s3Gets * PRICES.s3ThousandGets + buckets * s3Puts * PRICES.s3ThousandLists) / 1000,
    EventBridge: million(buckets * events, PRICES.eventBridgeMillionEvents),
  };
}

/** So many events on buckets that need nothing; each crosses from a member's bus to the hub's. */
export function costsOfEvents(events: number): Costs {
  const { s3Gets, dynamoReads, dynamoWrites, milliseconds } = LOOKED_AT;
  return {
    Lambda: lambda(events * milliseconds, events / 10, GIGABYTES.reconcile),
    SQS: million(events * QUEUED, PRICES.sqsMillionRequests),
    DynamoDB: dynamoDb(events * dynamoReads, events * dynamoWrites),
    S3: (events * s3Gets * PRICES.s3ThousandGets) / 1000,
    EventBridge: million(events, PRICES.eventBridgeMillionEvents),
  };
}

/** What is paid whatever happens: alarms, their metrics and the dashboard. */
export function fixedCosts(alarms: number, metrics: number): Costs {
  return { CloudWatch: alarms * PRICES.alarm + metrics * PRICES.metric + PRICES.dashboard };
}

/** The sum of several, each so many times. */
export function sumOf(...parts: readonly (readonly [Costs, number])[]): Costs {
  const sum: Record<string, number> = {};
  for (const [costs, times] of parts) {
    for (const [part, dollars] of Object.entries(costs)) sum[part] = (sum[part] ?? 0) + dollars * times;
  }
  return sum;
}

export function totalOf(costs: Costs): number {
  return Object.values(costs).reduce((sum, dollars) => sum + dollars, 0);
}

function lambda(milliseconds: number, invocations: number, gigabytes: number): number {
  return (
    (milliseconds / 1000) * gigabytes * PRICES.lambdaGigabyteSecond + million(invocations, PRICES.lambdaMillionRequests)
  );
}

function dynamoDb(reads: number, writes: number): number {
  return million(reads, PRICES.dynamoMillionReadUnits) + million(writes, PRICES.dynamoMillionWriteUnits);
}

function million(count: number, price: number): number {
  return (count / 1e6) * price;
}
