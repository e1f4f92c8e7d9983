import type { Trace } from '../../trace';
import type { JsonOperation } from '../../wire/json-protocol';
import type { Call } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import type { Queue } from './queue';
import { arnOfUrl, type QueueAccess } from './queue-access';
import { checkBatch, forEachEntry, parseRequest, type RequestName, type RequestOf } from './queue-requests';
import { receiveMessages } from './receive-messages';
import { checkBatchSize, sendMessage, sentMessage } from './send-message';
import { missingParameter } from './sqs-errors';

export interface OperationOptions {
  readonly access: QueueAccess;
  readonly trace: Trace;
}

/** Makes the operation that is done to the queue of `QueueUrl`: parsed, authorized as `action`, traced. */
export function queueOperation<Name extends RequestName>(
  { access, trace }: OperationOptions,
  name: Name,
  action: string,
  run: (queue: Queue, input: RequestOf<Name>, call: Call) => unknown,
): JsonOperation {
  return (raw, call) => {
    const input = parseRequest(name, raw);
    const url = (input as { QueueUrl?: string }).QueueUrl;
    if (url === undefined || url === '') throw missingParameter('QueueUrl');
    const arn = arnOfUrl(url, call.region);
    const entry = { action: `sqs:${name}`, caller: call.caller, region: call.region, resource: arn };
    return recordCall(trace, entry, () => run(access.queue(call.caller, action, arn), input, call));
  };
}

/** What is done to messages, by operation name. */
export function messageOperations(options: OperationOptions): Readonly<Record<string, JsonOperation>> {
  return {
    SendMessage: queueOperation(options, 'SendMessage', 'sqs:SendMessage', (queue, input, call) =>
      sentMessage(sendMessage(queue, call.caller, input)),
    ),
    SendMessageBatch: queueOperation(options, 'SendMessageBatch', 'sqs:SendMessage', (queue, { Entries }, call) => {
      checkBatch('SendMessageBatch', Entries);
      checkBatchSize(Entries);
      return forEachEntry(Entries, ({ Id: _, ...entry }) => sentMessage(sendMessage(queue, call.caller, entry)));
    }),
    ReceiveMessage: queueOperation(options, 'ReceiveMessage', 'sqs:ReceiveMessage', receiveMessages),
    DeleteMessage: queueOperation(options, 'DeleteMessage', 'sqs:DeleteMessage', (queue, input) => {
      if (input.ReceiptHandle === undefined) throw missingParameter('ReceiptHandle');
      queue.delete(input.ReceiptHandle);
      return {};
    }),
    DeleteMessageBatch: queueOperation(options, 'DeleteMessageBatch', 'sqs:DeleteMessage', (queue, { Entries }) => {
      checkBatch('DeleteMessageBatch', Entries);
      return forEachEntry(Entries, (entry) => {
        queue.delete(entry.ReceiptHandle);
        return {};
      });
    }),
    ChangeMessageVisibility: queueOperation(
      options,
      'ChangeMessageVisibility',
      'sqs:ChangeMessageVisibility',
      (queue, input) => {
        if (input.ReceiptHandle === undefined) throw missingParameter('ReceiptHandle');
        if (input.VisibilityTimeout === undefined) throw missingParameter('VisibilityTimeout');
        queue.changeVisibility(input.ReceiptHandle, input.VisibilityTimeout);
        return {};
      },
    ),
    ChangeMessageVisibilityBatch: queueOperation(
      options,
      'ChangeMessageVisibilityBatch',
      'sqs:ChangeMessageVisibility',
      (queue, { Entries }) => {
        checkBatch('ChangeMessageVisibilityBatch', Entries);
        return forEachEntry(Entries, (entry) => {
          if (entry.VisibilityTimeout === undefined) throw missingParameter('VisibilityTimeout');
          queue.changeVisibility(entry.ReceiptHandle, entry.VisibilityTimeout);
          return {};
        });
      },
    ),
  };
}
