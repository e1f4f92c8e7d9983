import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Cloud } from '../../sandbox/cloud';
import {
  ELSEWHERE,
  HOME,
  HUB,
  MEMBER,
  NEIGHBOUR,
  OUTSIDER,
  ROLE,
  startLocalOrganization,
} from '../adapters/local-organization';
import type { AwsStage } from './aws-stage';

/** The local organization, by itself. */
export async function startLocalStage(): Promise<AwsStage & { readonly cloud: Cloud }> {
  const cloud = await startLocalOrganization();
  const { endpoint } = cloud;
  let buses = 0;
  return {
    cloud,
    endpoint,
    administrator: (account) => cloud.administrator(account),
    home: HOME,
    elsewhere: ELSEWHERE,
    hub: HUB,
    member: MEMBER,
    neighbour: NEIGHBOUR,
    outsider: OUTSIDER,
    role: ROLE,
    async newBus(source) {
      buses += 1;
      const bus = `outcomes-${buses}`;
      const template = busTemplate(bus, source);
      await cloud.stacks.deployStack({ template, account: HUB, region: HOME, stackName: bus });
      const sqs = new SQSClient({ endpoint, region: HOME, credentials: cloud.administrator(HUB) });
      const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: bus }));
      sqs.destroy();
      return { bus, queueUrl: QueueUrl };
    },
    stop: () => cloud.stop(),
  };
}

/** A bus whose events go to a queue of the same name. */
function busTemplate(name: string, source: string) {
  const arn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
  };
  const resource = (Type: string, Properties: object) => ({ Type, Properties });
  return {
    Resources: {
      Bus: resource('AWS::Events::EventBus', { Name: name }),
      Queue: resource('AWS::SQS::Queue', { QueueName: name }),
      Policy: resource('AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
      }),
      Rule: resource('AWS::Events::Rule', {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: [source], 'detail-type': ['Bucket Outcome Changed'] },
        Targets: [{ Id: 'queue', Arn: arn }],
      }),
    },
  };
}
