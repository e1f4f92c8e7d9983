import { z } from 'zod';
import { formatArn, parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { ResourceType } from '../../cloudformation/resource-type';
import { functionArnOf } from './function-registry';
import type { LambdaService } from './lambda-service';
import type { MappingConfiguration } from './queue-poller';

const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);

const schema = z.strictObject({
  BatchSize: z.coerce.number().int().min(1).max(10_000).optional(),
  Enabled: flag.optional(),
  EventSourceArn: z.string(),
  FilterCriteria: z.unknown().optional(),
  FunctionName: z.string(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).max(1).optional(),
  MaximumBatchingWindowInSeconds: z.coerce.number().int().min(0).max(300).optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.coerce.number().int().min(2).max(1000).optional() }).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

type Properties = z.infer<typeof schema>;

/** `AWS::Lambda::EventSourceMapping` for queues (Ref and Id: UUID; EventSourceMappingArn). */
export function eventSourceMappingType(lambda: LambdaService): ResourceType<Properties> {
  return {
    typeName: 'AWS::Lambda::EventSourceMapping',
    schema,
    async create({ properties, stack }) {
      const functionArn = functionArnOf(properties.FunctionName, stack.account, stack.region);
      const id = lambda.createMapping({
        functionArn,
        mapping: mappingOf(properties),
        enabled: properties.Enabled ?? true,
      });
      const resource = `event-source-mapping:${id}`;
      const arn = formatArn({ service: 'lambda', region: stack.region, account: stack.account, resource });
      return {
        ref: id,
        attributes: { Id: id, EventSourceMappingArn: arn },
        async delete() {
          lambda.deleteMapping(id);
        },
      };
    },
    updates: {
      // turning one on or off is not modelled
      inPlace: Object.keys(schema.shape).filter((name) => name !== 'EventSourceArn' && name !== 'Enabled'),
      replaces: ['EventSourceArn'],
      async update({ properties, stack }, before) {
        const functionArn = functionArnOf(properties.FunctionName, stack.account, stack.region);
        lambda.updateMapping(before.ref, { functionArn, mapping: mappingOf(properties) });
        return before;
      },
    },
  };
}

function mappingOf(properties: Properties): MappingConfiguration {
  const source = parseArn(properties.EventSourceArn);
  if (source?.service !== 'sqs') throw new NotModelledError(`the event source ${properties.EventSourceArn}`);
  if (source.resource.endsWith('.fifo')) throw new NotModelledError('FIFO queues');
  if (properties.FilterCriteria !== undefined) {
    throw new NotModelledError('FilterCriteria of AWS::Lambda::EventSourceMapping');
  }
  const batchSize = properties.BatchSize ?? 10;
  const batchingWindowSeconds = properties.MaximumBatchingWindowInSeconds ?? 0;
  if (batchSize > 10 && batchingWindowSeconds === 0) {
    throw new AwsError(
      'InvalidParameterValueException',
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  return {
    queueArn: properties.EventSourceArn,
    batchSize,
    batchingWindowSeconds,
    reportBatchItemFailures: (properties.FunctionResponseTypes ?? []).length > 0,
    maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency,
  };
}
