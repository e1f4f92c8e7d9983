import type { Topic, TopicMessage } from './topic';

/**
 * The JSON that wraps a message for a queue, without signature and links, for there is nobody to vouch for them.
 * Source: "Parsing Amazon SNS message formats", SNS Developer Guide.
 */
export function notificationOf(topic: Topic, published: TopicMessage): string {
  const { messageId, subject, message, publishedAt, attributes } = published;
  const values = Object.entries(attributes).map(([name, Value]) => [name, { Type: 'String', Value }]);
  return JSON.stringify({
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topic.arn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: publishedAt.toISOString(),
    ...(values.length === 0 ? {} : { MessageAttributes: Object.fromEntries(values) }),
  });
}
