import type { ResourceResult } from '../../../sandbox/cloudformation/resource-type';
import { Endpoint } from '../../../sandbox/endpoint';
import { cloudWatchResourceTypes } from '../../../sandbox/services/cloudwatch/cloudwatch-resources';
import { CloudWatchService } from '../../../sandbox/services/cloudwatch/cloudwatch-service';
import { SnsService } from '../../../sandbox/services/sns/sns-service';
import { topicResourceTypes } from '../../../sandbox/services/sns/topic-resources';
import { queueResourceTypes } from '../../../sandbox/services/sqs/queue-resources';
import { SqsService } from '../../../sandbox/services/sqs/sqs-service';
import { createResource } from '../cloudformation/create-resource';
import { HUB, makeStage } from '../policy/stage';
import { signedQuery } from './signed-query';

export const REGION = 'eu-west-1';
export const TOPIC = `arn:aws:sns:${REGION}:${HUB}:news`;

/** Topics, queues and alarms with the real evaluation of policies. */
export function topicStage() {
  const base = makeStage();
  const { authorizer, trace, clock } = base;
  const sqs = new SqsService({ authorizer, trace, clock, endpoint: () => 'http://localhost' });
  const sns = new SnsService({ authorizer, queues: sqs, trace, clock });
  const cloudwatch = new CloudWatchService({ sns, clock });
  const types = [...queueResourceTypes(sqs), ...topicResourceTypes(sns), ...cloudWatchResourceTypes(cloudwatch)];
  const create = async (typeName: string, properties: unknown, account = HUB): Promise<ResourceResult> =>
    createResource(types, typeName, properties, { account: account, region: REGION });
  const endpoint = new Endpoint({ ...base, services: [sns], clock });
  return {
    ...base,
    sqs,
    sns,
    cloudwatch,
    create,
    topic: () => create('AWS::SNS::Topic', { TopicName: 'news' }),
    topicPolicy: (statement: object) =>
      create('AWS::SNS::TopicPolicy', {
        Topics: [TOPIC],
        PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: TOPIC, ...statement }] },
      }),
    /** A queue that takes what `sourceArn` sends by SNS; a closed one without. */
    async queue(name: string, sourceArn?: string): Promise<string> {
      const { ref, attributes } = await create('AWS::SQS::Queue', { QueueName: name });
      const Statement = {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: attributes['Arn'],
        Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
      };
      const PolicyDocument = { Version: '2012-10-17', Statement: [Statement] };
      if (sourceArn !== undefined) await create('AWS::SQS::QueuePolicy', { Queues: [ref], PolicyDocument });
      return attributes['Arn'] ?? '';
    },
    subscribe: (Endpoint: string, changes: object = {}) =>
      create('AWS::SNS::Subscription', { TopicArn: TOPIC, Protocol: 'sqs', Endpoint, ...changes }),
    /** Publishes over the wire, and answers status and body. */
    async publish(
      credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
      parameters: Readonly<Record<string, string>>,
    ): Promise<{ readonly status: number; readonly text: string }> {
      const url = await endpoint.listen(0);
      try {
        const all = { Action: 'Publish', Version: '2010-03-31', TopicArn: TOPIC, ...parameters };
        return await signedQuery({ endpoint: url, service: 'sns', region: REGION, credentials, parameters: all });
      } finally {
        await endpoint.close();
      }
    },
  };
}
