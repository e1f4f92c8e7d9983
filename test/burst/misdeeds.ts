import { names, RULE_ID } from '../../core/contract/names';
import type { Outcome } from '../../core/outcome';
import type { Stage } from '../../tour/stage';
import { items } from '../journeys/sweep-items';

/** One bucket that the burst made. */
export interface BurstBucket {
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
  readonly isExcluded: boolean;
}

const NAMES = names('partsweep');
const DEAD_LETTERS = [NAMES.settleDeadLetterQueue, NAMES.undeliveredQueue];
const WRITES = ['s3:PutBucketLifecycleConfiguration', 's3:DeleteBucketLifecycle'];

/**
 * What did not end as it should, a line each: a bucket that was not written exactly once (an excluded one never), without the rule, or whose
 * outcome says something else; a dead letter.
 */
export async function misdeeds(stage: Stage, buckets: readonly BurstBucket[]): Promise<readonly string[]> {
  const writes = writesByBucket(stage);
  const outcomes = await outcomesByBucket(stage);
  const found: string[] = [];
  for (const { bucket, isExcluded, account, region } of buckets) {
    const wanted = isExcluded ? 0 : 1;
    const many = writes.get(bucket) ?? 0;
    if (many !== wanted) found.push(`${bucket} was written ${many} times`);
    const xml = stage.cloud.s3.inspect(bucket)?.lifecycle?.xml ?? '';
    if (xml.includes(`<ID>${RULE_ID}</ID>`) === isExcluded) found.push(`${bucket} has the configuration ${xml}`);
    const outcome = outcomes.get(`${account} ${region} ${bucket}`);
    const verdicts = isExcluded ? ['excluded'] : ['applied', 'covered'];
    if (outcome === undefined || !verdicts.includes(outcome.verdict)) {
      found.push(`${bucket} ended as ${outcome?.verdict} (${outcome?.reason.code})`);
    }
  }
  for (const queue of DEAD_LETTERS) {
    const arn = `arn:aws:sqs:${stage.regions[0]}:${stage.landscape.hub.id}:${queue}`;
    const { messages } = stage.cloud.sqs.inspect(arn);
    for (const { body, messageAttributes } of messages) {
      found.push(`${queue}: ${JSON.stringify(messageAttributes)} ${body}`);
    }
  }
  return found;
}

function writesByBucket({ cloud }: Stage): ReadonlyMap<string, number> {
  const writes = new Map<string, number>();
  for (const entry of cloud.trace.entries()) {
    if (entry.kind !== 'call' || entry.error !== undefined || !WRITES.includes(entry.action)) continue;
    const bucket = entry.resource.replace(/^arn:aws:s3:::/, '');
    writes.set(bucket, (writes.get(bucket) ?? 0) + 1);
  }
  return writes;
}

async function outcomesByBucket(stage: Stage): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = (await items(stage))
    .filter(({ sk }) => sk.startsWith('bucket#'))
    .map((item) => item['outcome'] as Outcome);
  return new Map(outcomes.map((outcome) => [`${outcome.account} ${outcome.region} ${outcome.bucket}`, outcome]));
}
