import { z } from 'zod';
import { parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { ResourceType } from '../../cloudformation/resource-type';
import { invalidParameter } from './sns-errors';
import type { SnsService } from './sns-service';

const text = z.string();

const subscriptionSchema = z.strictObject({
  TopicArn: text,
  Protocol: text,
  Endpoint: text,
  RawMessageDelivery: z
    .union([z.boolean(), z.enum(['true', 'false'])])
    .transform((value) => value === true || value === 'true')
    .optional(),
});

/** `AWS::SNS::Subscription` of queues, which are sent to, and of e-mail addresses, which are recorded only (Ref: ARN). */
export function subscriptionType(sns: SnsService): ResourceType<z.infer<typeof subscriptionSchema>> {
  return {
    typeName: 'AWS::SNS::Subscription',
    schema: subscriptionSchema,
    async create({ properties, stack }) {
      const { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint } = properties;
      if (protocol !== 'sqs' && protocol !== 'email')
        throw new NotModelledError(`subscriptions of protocol ${protocol}`);
      const rawMessageDelivery = properties.RawMessageDelivery ?? false;
      checkPlace(topicArn, stack);
      if (protocol === 'sqs') checkQueue(endpoint, stack.account);
      if (protocol === 'email' && !/^[^@\s]+@[^@\s]+$/.test(endpoint)) throw invalidParameter('Email address');
      if (protocol === 'email' && rawMessageDelivery) {
        throw invalidParameter(
          'Attributes Reason: RawMessageDelivery: protocol type does not support raw message delivery',
        );
      }
      const pendingConfirmation = protocol === 'email';
      const subscription = sns.topics.subscribe({
        topicArn,
        protocol,
        endpoint,
        rawMessageDelivery,
        pendingConfirmation,
      });
      return {
        ref: subscription.arn,
        attributes: { Arn: subscription.arn },
        async delete() {
          sns.topics.unsubscribe(subscription);
        },
      };
    },
  };
}

function checkPlace(topicArn: string, stack: { readonly account: string; readonly region: string }): void {
  const topic = parseArn(topicArn);
  if (topic?.service !== 'sns') throw invalidParameter('TopicArn');
  if (topic.region !== stack.region) throw invalidParameter(`TopicArn Reason: ${topicArn} is in another Region`);
  if (topic.account !== stack.account) throw new NotModelledError("subscriptions to another account's topic");
}

function checkQueue(endpoint: string, account: string): void {
  const queue = parseArn(endpoint);
  if (queue?.service !== 'sqs') throw new AwsError('InvalidParameter', 'Invalid parameter: SQS endpoint ARN');
  if (queue.account !== account) throw new NotModelledError("subscriptions of another account's queue");
}
