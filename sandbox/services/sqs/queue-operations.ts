import { formatArn } from '../../arn';
import { callerAccount } from '../../identity/caller';
import type { JsonOperation } from '../../wire/json-protocol';
import { recordCall } from '../../wire/record-call';
import { type OperationOptions, queueOperation } from './message-operations';
import { queueAttributes } from './queue-attributes';
import type { QueueRegistry } from './queue-registry';
import { parseRequest } from './queue-requests';

/** What is done to queues themselves, by operation name. */
export function queueOperations(
  options: OperationOptions & { readonly registry: QueueRegistry },
): Readonly<Record<string, JsonOperation>> {
  const { access, registry, trace } = options;
  return {
    GetQueueAttributes: queueOperation(options, 'GetQueueAttributes', 'sqs:GetQueueAttributes', (queue, input) => {
      const attributes = queueAttributes(queue, input.AttributeNames ?? []);
      return Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
    }),
    SetQueueAttributes: queueOperation(options, 'SetQueueAttributes', 'sqs:SetQueueAttributes', (queue, input) => {
      registry.setAttributes(queue.arn, input.Attributes);
      return {};
    }),
    PurgeQueue: queueOperation(options, 'PurgeQueue', 'sqs:PurgeQueue', (queue) => {
      queue.purge();
      return {};
    }),
    DeleteQueue: queueOperation(options, 'DeleteQueue', 'sqs:DeleteQueue', (queue) => {
      registry.delete(queue.arn);
      return {};
    }),
    GetQueueUrl: (raw, call) => {
      const input = parseRequest('GetQueueUrl', raw);
      const account = input.QueueOwnerAWSAccountId ?? callerAccount(call.caller);
      const arn = formatArn({ service: 'sqs', region: call.region, account, resource: input.QueueName });
      const entry = { action: 'sqs:GetQueueUrl', caller: call.caller, region: call.region, resource: arn };
      return recordCall(trace, entry, () => ({
        QueueUrl: access.urlOf(access.queue(call.caller, 'sqs:GetQueueUrl', arn)),
      }));
    },
    CreateQueue: (raw, call) => {
      const input = parseRequest('CreateQueue', raw);
      const account = callerAccount(call.caller);
      const arn = formatArn({ service: 'sqs', region: call.region, account, resource: input.QueueName });
      const entry = { action: 'sqs:CreateQueue', caller: call.caller, region: call.region, resource: arn };
      return recordCall(trace, entry, () => {
        access.authorize(call.caller, 'sqs:CreateQueue', arn);
        return {
          QueueUrl: access.urlOf(
            registry.create(account, call.region, input.QueueName, input.Attributes ?? {}, input.tags),
          ),
        };
      });
    },
    ListQueues: (raw, call) => {
      const input = parseRequest('ListQueues', raw);
      const account = callerAccount(call.caller);
      const arn = formatArn({ service: 'sqs', region: call.region, account, resource: '*' });
      const entry = { action: 'sqs:ListQueues', caller: call.caller, region: call.region, resource: arn };
      return recordCall(trace, entry, () => {
        access.authorize(call.caller, 'sqs:ListQueues', arn);
        const queues = registry
          .list(account, call.region)
          .filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''));
        return queues.length === 0
          ? {}
          : { QueueUrls: queues.slice(0, input.MaxResults ?? 1000).map((queue) => access.urlOf(queue)) };
      });
    },
  };
}
