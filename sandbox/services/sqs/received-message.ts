import { AwsError } from '../../aws-error';
import { type MessageAttributes, md5OfAttributes } from './message-content';
import type { StoredMessage } from './queue';
import type { ReceivedMessage } from './queues';

const SYSTEM_ATTRIBUTES = [
  'All',
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'DeadLetterQueueSourceArn',
  'AWSTraceHeader',
  'MessageGroupId',
  'MessageDeduplicationId',
  'SequenceNumber',
];

/** Everything that SQS says of a message besides its body and its sender's attributes; times in milliseconds since 1970. */
export function systemAttributes(message: StoredMessage): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
  };
  if (message.firstReceivedAt !== undefined) {
    attributes['ApproximateFirstReceiveTimestamp'] = String(message.firstReceivedAt);
  }
  if (message.group !== undefined) attributes['MessageGroupId'] = message.group;
  if (message.deadLetterSourceArn !== undefined) attributes['DeadLetterQueueSourceArn'] = message.deadLetterSourceArn;
  return attributes;
}

export function toReceivedMessage(message: StoredMessage): ReceivedMessage {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle ?? '',
    body: message.body,
    md5OfBody: message.md5OfBody,
    attributes: systemAttributes(message),
    messageAttributes: message.attributes,
  };
}

/** The message as ReceiveMessage answers it: only the attributes asked for. Throws AwsError InvalidAttributeName. */
export function toWireMessage(
  message: StoredMessage,
  systemNames: readonly string[],
  attributeNames: readonly string[],
): Readonly<Record<string, unknown>> {
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => systemNames.includes('All') || systemNames.includes(name),
  );
  const chosen = Object.entries(message.attributes).filter(([name]) => isAskedFor(name, attributeNames));
  const attributes: MessageAttributes = Object.fromEntries(chosen);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5OfBody,
    Body: message.body,
    ...(system.length === 0 ? {} : { Attributes: Object.fromEntries(system) }),
    ...(chosen.length === 0
      ? {}
      : { MessageAttributes: wireAttributes(attributes), MD5OfMessageAttributes: md5OfAttributes(attributes) }),
  };
}

/** Throws AwsError InvalidAttributeName for a name that SQS does not know. */
export function checkSystemAttributeNames(names: readonly string[]): void {
  const unknown = names.find((name) => !SYSTEM_ATTRIBUTES.includes(name));
  if (unknown !== undefined) throw new AwsError('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
}

/** Names may be `All`, `.*`, or a prefix followed by `.*`. Source: API reference of ReceiveMessage. */
function isAskedFor(name: string, asked: readonly string[]): boolean {
  return asked.some(
    (pattern) =>
      pattern === 'All' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))),
  );
}

function wireAttributes(attributes: MessageAttributes): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue }]) => [
      name,
      { DataType: dataType, StringValue: stringValue },
    ]),
  );
}
