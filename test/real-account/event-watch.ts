import {
  DeleteRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { DeleteMessageCommand, ReceiveMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { type Account, type Clients, tagList } from './account';
import { makeQueue } from './account-questions';

export interface SeenEvent {
  /** Such as `PutBucketLifecycle from s3.amazonaws.com in us-east-1`. */
  readonly text: string;
  readonly requestParameters: unknown;
}

/** What comes to the default bus. */
export interface EventWatch {
  /** Waits for an event whose text has `piece` in it, or for as long as the account says; tells of all that came. */
  seen(piece: string): Promise<readonly SeenEvent[]>;
}

/** Watches for what CloudTrail says of `bucket`, in the account's Region and in us-east-1. */
export async function watchEvents(account: Account, base: string, bucket: string): Promise<EventWatch> {
  const queues: { readonly url: string; readonly sqs: Clients['sqs'] }[] = [];
  for (const region of new Set([account.region, 'us-east-1'])) {
    const queue = await makeQueue(account, base, {}, region);
    await letEventsIn(account, region, queue);
    await makeRule(account, base, region, queue.arn, bucket);
    queues.push({ url: queue.url, sqs: account.clients(region).sqs });
  }
  return {
    async seen(piece) {
      const events: SeenEvent[] = [];
      const end = Date.now() + account.waitSeconds * 1000;
      while (Date.now() < end && !account.signal.aborted && !events.some(({ text }) => text.includes(piece))) {
        for (const { sqs, url } of queues) {
          const receive = new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 5, MaxNumberOfMessages: 10 });
          const { Messages = [] } = await sqs.send(receive);
          for (const { Body = '{}', ReceiptHandle } of Messages) {
            events.push(seenEvent(JSON.parse(Body)));
            await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle }));
          }
        }
      }
      return events;
    },
  };
}

async function letEventsIn(account: Account, region: string, { url, arn }: { url: string; arn: string }) {
  const Statement = [
    {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: arn,
      Condition: { StringEquals: { 'aws:SourceAccount': account.id } },
    },
  ];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  await account.clients(region).sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy } }));
}

async function makeRule(account: Account, base: string, region: string, arn: string, bucket: string) {
  const { events } = account.clients(region);
  const Name = `${account.prefix}-${base}`;
  const EventPattern = JSON.stringify({
    source: ['aws.s3', 'aws.s3express'],
    // TagResource names the bucket in an ARN
    $or: [
      { detail: { requestParameters: { bucketName: [bucket] } } },
      { detail: { requestParameters: { resourceArn: [{ suffix: `/${bucket}` }, { suffix: `:${bucket}` }] } } },
    ],
  });
  await account.created.make(
    `rule ${Name} in ${region}`,
    () => events.send(new PutRuleCommand({ Name, EventPattern, Tags: tagList(account) })),
    async () => {
      await events.send(new RemoveTargetsCommand({ Rule: Name, Ids: ['queue'] }));
      await events.send(new DeleteRuleCommand({ Name }));
    },
  );
  await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: 'queue', Arn: arn }] }));
}

function seenEvent(event: unknown): SeenEvent {
  const { detail, region } = event as {
    readonly detail?: {
      readonly eventName?: string;
      readonly eventSource?: string;
      readonly requestParameters?: unknown;
    };
    readonly region?: string;
  };
  return {
    text: `${detail?.eventName} from ${detail?.eventSource} in ${region}`,
    requestParameters: detail?.requestParameters,
  };
}
