import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Check } from './check';
import { centralBusArn } from './product';
import type { Stage } from './stage';

/** An account that is in no organization. */
const OUTSIDER = '999999999999';

interface Attempt {
  readonly title: string;
  readonly account: string;
  readonly source: string;
  /** Whether the bus must refuse it; otherwise it must take it and no rule may match. */
  readonly refused: boolean;
}

/**
 * Somebody sends events that look as if a bucket had been created: `victim` names a bucket that nobody has touched
 * otherwise. Resolves when all attempts have been answered.
 */
export async function playStrangers(stage: Stage, victim: { account: string; bucket: string }): Promise<Check[]> {
  const attempts: readonly Attempt[] = [
    {
      title: 'a member account sends an event in the name of aws.s3',
      account: victim.account,
      source: 'aws.s3',
      refused: true,
    },
    {
      title: 'a member account sends the same event under a name of its own',
      account: victim.account,
      source: 'my.s3',
      refused: false,
    },
    {
      title: 'an account outside the organization sends an event',
      account: OUTSIDER,
      source: 'my.s3',
      refused: true,
    },
  ];
  return await Promise.all(attempts.map((attempt) => play(stage, victim, attempt)));
}

async function play(
  stage: Stage,
  victim: { account: string; bucket: string },
  { title, account, source, refused }: Attempt,
): Promise<Check> {
  const region = stage.regions[0] ?? '';
  const busArn = centralBusArn(stage.cloud, stage.landscape, region);
  const client = new EventBridgeClient({
    endpoint: stage.cloud.endpoint,
    region,
    credentials: stage.cloud.administrator(account),
  });
  const detail = {
    eventSource: 's3.amazonaws.com',
    eventName: 'CreateBucket',
    awsRegion: region,
    eventTime: new Date().toISOString(),
    recipientAccountId: victim.account,
    requestParameters: { bucketName: victim.bucket },
  };
  const entry = {
    Source: source,
    DetailType: 'AWS API Call via CloudTrail',
    Detail: JSON.stringify(detail),
    EventBusName: busArn,
  };
  const arrived = stage.cloud.trace.entries().length;
  let refusal: string | undefined;
  try {
    const { Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    refusal = Entries?.[0]?.ErrorCode;
  } catch (error) {
    refusal = error instanceof Error ? error.name : String(error);
  } finally {
    client.destroy();
  }
  const matched = stage.cloud.trace
    .entries()
    .slice(arrived)
    .some((seen) => seen.kind === 'event' && seen.source === source && seen.matched.length > 0);
  const ok = refused ? refusal !== undefined : refusal === undefined && !matched;
  const seen =
    refusal === undefined
      ? `the bus took it, and ${matched ? 'a rule matched' : 'no rule matched'}`
      : `the bus refused it: ${refusal}`;
  return { title, ok, seen };
}
