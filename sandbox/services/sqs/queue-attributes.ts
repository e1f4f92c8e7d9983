import { AwsError } from '../../aws-error';
import type { Queue } from './queue';

/** How many messages there are in each state. */
export function countMessages(queue: Queue): {
  readonly visible: number;
  readonly delayed: number;
  readonly inFlight: number;
} {
  const counts = { visible: 0, delayed: 0, 'in-flight': 0 };
  for (const { state } of queue.contents()) counts[state] += 1;
  return { visible: counts.visible, delayed: counts.delayed, inFlight: counts['in-flight'] };
}

/** What GetQueueAttributes answers for `names`; throws AwsError InvalidAttributeName. */
export function queueAttributes(queue: Queue, names: readonly string[]): Readonly<Record<string, string>> {
  const { settings } = queue;
  const counts = countMessages(queue);
  const created = String(Math.floor(queue.createdAt.getTime() / 1000));
  const all: Readonly<Record<string, string | undefined>> = {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    CreatedTimestamp: created,
    LastModifiedTimestamp: created,
    VisibilityTimeout: String(settings.visibilityTimeout),
    MaximumMessageSize: String(settings.maximumMessageSize),
    MessageRetentionPeriod: String(settings.messageRetentionPeriod),
    DelaySeconds: String(settings.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveMessageWaitTimeSeconds),
    SqsManagedSseEnabled: String(settings.sqsManagedSseEnabled),
    Policy: settings.texts['Policy'],
    RedrivePolicy: settings.texts['RedrivePolicy'],
    RedriveAllowPolicy: settings.texts['RedriveAllowPolicy'],
  };
  const unknown = names.find((name) => name !== 'All' && !Object.hasOwn(all, name));
  if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
  const answer: Record<string, string> = {};
  for (const [name, value] of Object.entries(all)) {
    if (value !== undefined && (names.includes('All') || names.includes(name))) answer[name] = value;
  }
  return answer;
}
