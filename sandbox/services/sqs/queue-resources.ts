import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseArn } from '../../arn';
import { NotModelledError } from '../../aws-error';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceType } from '../../cloudformation/resource-type';
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

function queueType(sqs: SqsService): ResourceType<z.infer<typeof queueSchema>> {
  return {
    typeName: 'AWS::SQS::Queue',
    schema: queueSchema,
    async create({ properties, stack, logicalId }) {
      const { QueueName, Tags, FifoQueue, KmsMasterKeyId, RedrivePolicy, RedriveAllowPolicy, ...simple } = properties;
      if (FifoQueue === true) throw new NotModelledError('FIFO queues');
      if (KmsMasterKeyId !== undefined) throw new NotModelledError('KmsMasterKeyId of AWS::SQS::Queue');
      const attributes: Record<string, string> = {};
      for (const [name, value] of Object.entries(simple)) if (value !== undefined) attributes[name] = String(value);
      if (RedrivePolicy !== undefined) attributes['RedrivePolicy'] = text(RedrivePolicy);
      if (RedriveAllowPolicy !== undefined) attributes['RedriveAllowPolicy'] = text(RedriveAllowPolicy);
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
