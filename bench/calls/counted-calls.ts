import type { TraceEntry } from '../../sandbox/trace';

/** Services in the order of the table, by the prefix of their actions. */
const PREFIXES: Readonly<Record<string, string>> = {
  s3: 'S3',
  s3express: 'S3',
  tag: 'tag listing',
  sts: 'STS',
  organizations: 'Organizations',
  sqs: 'SQS',
  events: 'EventBridge',
};

const READS = 'DynamoDB reads';
const WRITES = 'DynamoDB writes';

export const SERVICES: readonly string[] = [...new Set(Object.values(PREFIXES)), READS, WRITES];

/** Calls by service. */
export type CallCounts = Readonly<Record<string, number>>;

/** What an event source mapping does on behalf of a function. */
const OF_MAPPINGS = new Set(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']);

/** Calls by the product's functions and by their sessions in members. */
export function countedCalls(entries: readonly TraceEntry[]): CallCounts {
  const counts: Record<string, number> = {};
  for (const entry of entries) {
    if (entry.kind !== 'call' || !isOfProduct(entry.caller) || OF_MAPPINGS.has(entry.action)) continue;
    const service = serviceOf(entry.action);
    if (service === undefined) throw new Error(`${entry.action} belongs to no service that is counted`);
    counts[service] = (counts[service] ?? 0) + 1;
  }
  return counts;
}

/** Of two runs of the same kind what neither goes below: how often their end was looked for differs. */
export function least(one: CallCounts, other: CallCounts): CallCounts {
  return Object.fromEntries(SERVICES.map((service) => [service, Math.min(one[service] ?? 0, other[service] ?? 0)]));
}

/** How often the end of a run is looked for differs by so many calls from run to run. */
const PLAY = 4;

/** What `counts` has more than `base`. Throws RangeError where it has less than chance explains: then the two do not belong together. */
export function minus(counts: CallCounts, base: CallCounts): CallCounts {
  return Object.fromEntries(
    SERVICES.map((service) => {
      const more = (counts[service] ?? 0) - (base[service] ?? 0);
      if (more < -PLAY) throw new RangeError(`${service} was asked ${-more} times less often than in an empty account`);
      return [service, Math.max(0, more)];
    }),
  );
}

function serviceOf(action: string): string | undefined {
  const [prefix = '', operation = ''] = action.split(':');
  if (prefix === 'dynamodb') return /^(Get|BatchGet|Query)/.test(operation) ? READS : WRITES;
  return PREFIXES[prefix];
}

function isOfProduct(caller: string): boolean {
  return /:assumed-role\/partsweep-(start-sweep|survey-account|reconcile-bucket|write-report|member)\//.test(caller);
}
