import { z } from 'zod';
import { formatArn } from '../../arn';
import type { ResourceType } from '../../cloudformation/resource-type';
import { parsePolicy } from '../../policy/parse-policy';

const text = z.string();

const topicSchema = z.strictObject({
  TopicName: text.regex(/^[A-Za-z0-9_-]{1,256}$/).optional(),
  DisplayName: text.optional(),
  KmsMasterKeyId: text.optional(),
  Tags: z.array(z.strictObject({ Key: text, Value: text })).optional(),
});

const topicPolicySchema = z.strictObject({
  Topics: z.array(text).min(1),
  PolicyDocument: z.record(text, z.unknown()),
});

function topicType(): ResourceType<z.infer<typeof topicSchema>> {
  return {
    typeName: 'AWS::SNS::Topic',
    schema: topicSchema,
    async create({ properties, stack, logicalId }) {
      const name = properties.TopicName ?? `${stack.stackName}-${logicalId}`;
      const arn = formatArn({ service: 'sns', region: stack.region, account: stack.account, resource: name });
      return { ref: arn, attributes: { TopicArn: arn, TopicName: name }, async delete() {} };
    },
  };
}

function topicPolicyType(): ResourceType<z.infer<typeof topicPolicySchema>> {
  return {
    typeName: 'AWS::SNS::TopicPolicy',
    schema: topicPolicySchema,
    async create({ properties, stack, logicalId }) {
      parsePolicy(properties.PolicyDocument, 'resource');
      const id = `${stack.stackName}-${logicalId}`;
      return { ref: id, attributes: { Id: id }, async delete() {} };
    },
  };
}

/**
 * `AWS::SNS::Topic` (Ref: ARN) and `AWS::SNS::TopicPolicy`, recorded only: nothing publishes to a topic here, for alarms are
 * not evaluated; subscriptions and topics as targets of rules are errors.
 */
export function topicResourceTypes(): readonly ResourceType[] {
  return [topicType(), topicPolicyType()];
}
