import type { Queue } from './queue';
import type { RequestOf } from './queue-requests';
import { checkSystemAttributeNames, toWireMessage } from './received-message';
import { invalidParameter } from './sqs-errors';

/** Checks and does ReceiveMessage; resolves with the answer's members. Throws AwsError. */
export async function receiveMessages(queue: Queue, input: RequestOf<'ReceiveMessage'>): Promise<object> {
  const { MaxNumberOfMessages: max = 1, VisibilityTimeout: visibilitySeconds } = input;
  const waitSeconds = input.WaitTimeSeconds ?? queue.settings.receiveMessageWaitTimeSeconds;
  if (max < 1 || max > 10) throw invalidParameter('MaxNumberOfMessages', max, 'Must be between 1 and 10, if provided.');
  if (waitSeconds < 0 || waitSeconds > 20) {
    throw invalidParameter('WaitTimeSeconds', waitSeconds, 'Must be >= 0 and <= 20, if provided.');
  }
  if (visibilitySeconds !== undefined && (visibilitySeconds < 0 || visibilitySeconds > 43_200)) {
    throw invalidParameter('VisibilityTimeout', visibilitySeconds, 'Must be between 0 and 43200, if provided.');
  }
  const systemNames = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  checkSystemAttributeNames(systemNames);
  const messages = await queue.receive({
    max,
    waitSeconds,
    ...(visibilitySeconds === undefined ? {} : { visibilitySeconds }),
  });
  if (messages.length === 0) return {};
  return {
    Messages: messages.map((message) => toWireMessage(message, systemNames, input.MessageAttributeNames ?? [])),
  };
}
