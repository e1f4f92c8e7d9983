import { z } from 'zod';
import { parseArn } from '../../arn';
import { NotModelledError } from '../../aws-error';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { SnsService } from './sns-service';
import { subscriptionType } from './subscription-resource';
import { parseTopicPolicy } from './topic-policy';

const text = z.string();

const topicSchema = z.strictObject({
  TopicName: text.optional(),
  DisplayName: text.max(100).optional(),
  KmsMasterKeyId: text.optional(),
  Tags: z.array(z.strictObject({ Key: text, Value: text })).optional(),
});

const topicPolicySchema = z.strictObject({
  Topics: z.array(text).min(1),
  PolicyDocument: z.record(text, z.unknown()),
});

function topicType(sns: SnsService): ResourceType<z.infer<typeof topicSchema>> {
  return {
    typeName: 'AWS::SNS::Topic',
    schema: topicSchema,
    async create({ properties, stack, logicalId }) {
      const { DisplayName: displayName, KmsMasterKeyId: kmsMasterKeyId } = properties;
      const topic = sns.topics.create({
        account: stack.account,
        region: stack.region,
        name: properties.TopicName ?? `${stack.stackName}-${logicalId}`,
        ...(displayName === undefined ? {} : { displayName }),
        ...(kmsMasterKeyId === undefined ? {} : { kmsMasterKeyId }),
      });
      return {
        ref: topic.arn,
        attributes: { TopicArn: topic.arn, TopicName: topic.name },
        async delete() {
          sns.topics.delete(topic.arn);
        },
      };
    },
  };
}

function topicPolicyType(sns: SnsService): ResourceType<z.infer<typeof topicPolicySchema>> {
  return {
    typeName: 'AWS::SNS::TopicPolicy',
    schema: topicPolicySchema,
    async create({ properties, stack, logicalId }) {
      const policy = parseTopicPolicy(properties.PolicyDocument);
      const foreign = properties.Topics.find((arn) => parseArn(arn)?.account !== stack.account);
      if (foreign !== undefined) throw new NotModelledError(`an AWS::SNS::TopicPolicy on another account's ${foreign}`);
      const topics = properties.Topics.map((arn) => sns.topics.get(arn));
      for (const topic of topics) topic.policy = policy;
      const id = `${stack.stackName}-${logicalId}`;
      return {
        ref: id,
        attributes: { Id: id },
        async delete() {
          for (const topic of topics) delete topic.policy;
        },
      };
    },
  };
}

/** `AWS::SNS::Topic` (Ref: ARN), `AWS::SNS::TopicPolicy` and `AWS::SNS::Subscription`; subscriptions inside a topic are errors. */
export function topicResourceTypes(sns: SnsService): readonly ResourceType[] {
  return [topicType(sns), topicPolicyType(sns), subscriptionType(sns)];
}
