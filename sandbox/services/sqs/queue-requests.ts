import { z } from 'zod';
import { AwsError, NotModelledError } from '../../aws-error';

const text = z.string();
const names = z.array(text);
const messageAttributes = z.record(
  text,
  z.strictObject({ DataType: text.optional(), StringValue: text.optional(), BinaryValue: text.optional() }),
);
const message = {
  MessageBody: text.optional(),
  DelaySeconds: z.int().optional(),
  MessageAttributes: messageAttributes.optional(),
  MessageGroupId: text.optional(),
};
const queue = { QueueUrl: text.optional() };
const id = { Id: text };

/** Members of each request that are modelled. Source: SQS service model 2012-11-05. */
export const REQUESTS = {
  ChangeMessageVisibility: z.strictObject({
    ...queue,
    ReceiptHandle: text.optional(),
    VisibilityTimeout: z.int().optional(),
  }),
  ChangeMessageVisibilityBatch: z.strictObject({
    ...queue,
    Entries: z.array(z.strictObject({ ...id, ReceiptHandle: text, VisibilityTimeout: z.int().optional() })),
  }),
  CreateQueue: z.strictObject({
    QueueName: text,
    Attributes: z.record(text, text).optional(),
    tags: z.record(text, text).optional(),
  }),
  DeleteMessage: z.strictObject({ ...queue, ReceiptHandle: text.optional() }),
  DeleteMessageBatch: z.strictObject({ ...queue, Entries: z.array(z.strictObject({ ...id, ReceiptHandle: text })) }),
  DeleteQueue: z.strictObject(queue),
  GetQueueAttributes: z.strictObject({ ...queue, AttributeNames: names.optional() }),
  GetQueueUrl: z.strictObject({ QueueName: text, QueueOwnerAWSAccountId: text.optional() }),
  ListQueues: z.strictObject({ QueueNamePrefix: text.optional(), MaxResults: z.int().optional() }),
  PurgeQueue: z.strictObject(queue),
  ReceiveMessage: z.strictObject({
    ...queue,
    AttributeNames: names.optional(),
    MessageSystemAttributeNames: names.optional(),
    MessageAttributeNames: names.optional(),
    MaxNumberOfMessages: z.int().optional(),
    VisibilityTimeout: z.int().optional(),
    WaitTimeSeconds: z.int().optional(),
  }),
  SendMessage: z.strictObject({ ...queue, ...message }),
  SendMessageBatch: z.strictObject({ ...queue, Entries: z.array(z.strictObject({ ...id, ...message })) }),
  SetQueueAttributes: z.strictObject({ ...queue, Attributes: z.record(text, text) }),
} as const;

export type RequestName = keyof typeof REQUESTS;
export type RequestOf<Name extends RequestName> = z.infer<(typeof REQUESTS)[Name]>;

/**
 * The request, checked. Throws AwsError SerializationException for a member of the wrong type and NotModelledError for one
 * that is not in the table.
 */
export function parseRequest<Name extends RequestName>(name: Name, input: unknown): RequestOf<Name> {
  const result = REQUESTS[name].safeParse(input);
  if (result.success) return result.data as RequestOf<Name>;
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') throw new NotModelledError(`${issue.keys.join(', ')} of sqs:${name}`);
  }
  const issue = result.error.issues[0];
  throw new AwsError('SerializationException', `${issue?.path.join('.')}: ${issue?.message}`);
}

const MAX_ENTRIES = 10;

/** Throws AwsError for a batch that SQS refuses as a whole. */
export function checkBatch(name: string, entries: readonly { readonly Id: string }[]): void {
  if (entries.length === 0) {
    throw new AwsError('EmptyBatchRequest', `There should be at least one ${name}RequestEntry in the request.`);
  }
  if (entries.length > MAX_ENTRIES) {
    throw new AwsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) {
      throw new AwsError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(Id)) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
  }
}

/** Runs `action` for each entry; an AwsError becomes that entry's failure, anything else fails the call. */
export function forEachEntry<Entry extends { readonly Id: string }, Result extends object>(
  entries: readonly Entry[],
  action: (entry: Entry) => Result,
): { Successful: ({ Id: string } & Result)[]; Failed: object[] } {
  const answer: { Successful: ({ Id: string } & Result)[]; Failed: object[] } = { Successful: [], Failed: [] };
  for (const entry of entries) {
    try {
      answer.Successful.push({ Id: entry.Id, ...action(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answer.Failed.push({
        Id: entry.Id,
        SenderFault: error.status < 500,
        Code: error.code,
        Message: error.message,
      });
    }
  }
  return answer;
}
