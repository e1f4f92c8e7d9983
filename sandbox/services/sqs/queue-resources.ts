import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseArn } from '../../arn';
import { NotModelledError } from '../../aws-error';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceType } from '../../cloudformation/resource-type';
import { DEFAULT_SETTINGS } from './queue-settings';
import type { SqsService } from './sqs-service';

const number = z.coerce.number().optional();
const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((value) => value === true || value === 'true')
  .optional();
const json = z.union([z.record(z.string(), z.unknown()), z.string()]);
const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional();

const queueSchema = z.strictObject({
  QueueName: z.string().optional(),
  DelaySeconds: number,
  MaximumMessageSize: number,
  MessageRetentionPeriod: number,
  ReceiveMessageWaitTimeSeconds: number,
  VisibilityTimeout: number,
  SqsManagedSseEnabled: flag,
  FifoQueue: flag,
  KmsMasterKeyId: z.string().optional(),
  RedrivePolicy: json.optional(),
  RedriveAllowPolicy: json.optional(),
  Tags: tags,
});

const policySchema = z.strictObject({ Queues: z.array(z.string()).min(1), PolicyDocument: json });

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const ATTRIBUTES = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'VisibilityTimeout',
  'SqsManagedSseEnabled',
] as const;

/** Source: SetQueueAttributes, SQS API Reference. */
const DEFAULT_ATTRIBUTES = {
  DelaySeconds: String(DEFAULT_SETTINGS.delaySeconds),
  MaximumMessageSize: String(DEFAULT_SETTINGS.maximumMessageSize),
  MessageRetentionPeriod: String(DEFAULT_SETTINGS.messageRetentionPeriod),
  ReceiveMessageWaitTimeSeconds: String(DEFAULT_SETTINGS.receiveMessageWaitTimeSeconds),
  VisibilityTimeout: String(DEFAULT_SETTINGS.visibilityTimeout),
  SqsManagedSseEnabled: String(DEFAULT_SETTINGS.sqsManagedSseEnabled),
};

function attributesOf(properties: z.infer<typeof queueSchema>): Readonly<Record<string, string>> {
  const { FifoQueue, KmsMasterKeyId, RedrivePolicy, RedriveAllowPolicy } = properties;
  if (FifoQueue === true) throw new NotModelledError('FIFO queues');
  if (KmsMasterKeyId !== undefined) throw new NotModelledError('KmsMasterKeyId of AWS::SQS::Queue');
  const attributes: Record<string, string> = {};
  for (const name of ATTRIBUTES) if (properties[name] !== undefined) attributes[name] = String(properties[name]);
  if (RedrivePolicy !== undefined) attributes['RedrivePolicy'] = text(RedrivePolicy);
  if (RedriveAllowPolicy !== undefined) attributes['RedriveAllowPolicy'] = text(RedriveAllowPolicy);
  return attributes;
}

function queueType(sqs: SqsService): ResourceType<z.infer<typeof queueSchema>> {
  return {
    typeName: 'AWS::SQS::Queue',
    schema: queueSchema,
    async create({ properties, stack, logicalId }) {
      const { QueueName, Tags } = properties;
      const attributes = attributesOf(properties);
      const name = QueueName ?? generatedName(stack.stackName, logicalId, 80);
      const queueTags = Object.fromEntries((Tags ?? []).map(({ Key, Value }) => [Key, Value]));
      const queue = sqs.registry.createNew(stack.account, stack.region, name, attributes, queueTags);
      const url = sqs.queueUrl(queue);
      return {
        ref: url,
        attributes: { Arn: queue.arn, QueueName: queue.name, QueueUrl: url },
        async delete() {
          sqs.registry.delete(queue.arn);
        },
      };
    },
    updates: {
      inPlace: [...ATTRIBUTES, 'RedrivePolicy', 'RedriveAllowPolicy'],
      replaces: ['QueueName', 'FifoQueue'],
      name: 'QueueName',
      async update({ properties }, before) {
        // what the template has no more is as if it had never been set
        const reset = { ...DEFAULT_ATTRIBUTES, RedrivePolicy: '', RedriveAllowPolicy: '' };
        sqs.registry.setAttributes(before.attributes['Arn'] ?? '', { ...reset, ...attributesOf(properties) });
        return before;
      },
    },
  };
}

function queuePolicyType(sqs: SqsService): ResourceType<z.infer<typeof policySchema>> {
  return {
    typeName: 'AWS::SQS::QueuePolicy',
    schema: policySchema,
    async create({ properties, stack, logicalId }) {
      const policy = text(properties.PolicyDocument);

      const arns = properties.Queues.map((url) => sqs.arnOfUrl(url, stack.region));
      const foreign = arns.find((arn) => parseArn(arn)?.account !== stack.account);
      if (foreign !== undefined)
        throw new NotModelledError(`an AWS::SQS::QueuePolicy on another account's queue (${foreign})`);
      for (const arn of arns) sqs.registry.setAttributes(arn, { Policy: policy });
      const id = `${logicalId}-${createHash('sha256').update(arns.join()).digest('hex').slice(0, 12)}`;
      return {
        ref: id,
        attributes: { Id: id },
        async delete() {
          for (const arn of arns)
            if (sqs.registry.find(arn) !== undefined) sqs.registry.setAttributes(arn, { Policy: '' });
        },
      };
    },
  };
}

/** `AWS::SQS::Queue` (Ref: URL; Arn, QueueName, QueueUrl) and `AWS::SQS::QueuePolicy`. */
export function queueResourceTypes(sqs: SqsService): readonly ResourceType[] {
  return [queueType(sqs), queuePolicyType(sqs)];
}
