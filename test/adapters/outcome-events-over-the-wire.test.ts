import { setTimeout as sleepFor } from 'node:timers/promises';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { EventBridgeOutcomeEvents } from '../../adapters/outcome-events';
import type { Cloud } from '../../sandbox/cloud';
import { changedOutcome, describeOutcomeEventsContract } from '../contracts/outcome-events';
import { RecordingJournal } from '../fakes/recording-journal';
import { HOME, HUB, startLocalOrganization } from './local-organization';

let cloud: Cloud;
let sqs: SQSClient;
let stacks = 0;

beforeAll(async () => {
  cloud = await startLocalOrganization();
  sqs = new SQSClient({ endpoint: cloud.endpoint, region: HOME, credentials: cloud.administrator(HUB) });
});
afterAll(async () => {
  sqs.destroy();
  await cloud.stop();
});

/** A bus whose outcomes go to a queue of the same name. */
async function newBus(): Promise<string> {
  stacks += 1;
  const name = `outcomes-${stacks}`;
  const arn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
  };
  const resource = (Type: string, Properties: object) => ({ Type, Properties });
  const template = {
    Resources: {
      Bus: resource('AWS::Events::EventBus', { Name: name }),
      Queue: resource('AWS::SQS::Queue', { QueueName: name }),
      Policy: resource('AWS::SQS::QueuePolicy', {
        Queues: [{ Ref: 'Queue' }],
        PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
      }),
      Rule: resource('AWS::Events::Rule', {
        EventBusName: { Ref: 'Bus' },
        EventPattern: { source: ['sweeper'], 'detail-type': ['Bucket Outcome Changed'] },
        Targets: [{ Id: 'queue', Arn: arn }],
      }),
    },
  };
  await cloud.stacks.deployStack({ template, account: HUB, region: HOME, stackName: name });
  return name;
}

function outcomeEvents(bus: string, source = 'sweeper') {
  const journal = new RecordingJournal();
  const events = new EventBridgeClient({
    endpoint: cloud.endpoint,
    region: HOME,
    credentials: cloud.administrator(HUB),
    maxAttempts: 1,
  });
  return { journal, events: new EventBridgeOutcomeEvents({ events, bus, source, journal }) };
}

/** Details of what comes to the queue, until nothing more does. */
async function received(name: string): Promise<readonly unknown[]> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  const details: unknown[] = [];
  for (let empty = 0; empty < 3; ) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    for (const { Body = '' } of Messages) details.push((JSON.parse(Body) as { detail: unknown }).detail);
    empty = Messages.length === 0 ? empty + 1 : 0;
    if (empty > 0) await sleepFor(20);
  }
  return details;
}

describeOutcomeEventsContract('EventBridgeOutcomeEvents over the wire', async () => {
  const bus = await newBus();
  return { events: outcomeEvents(bus).events, received: () => received(bus) };
});

test('fails without throwing for entries that the bus refuses, and logs each', async () => {
  const { events, journal } = outcomeEvents(await newBus(), 'aws.sweeper');
  await events.publish([changedOutcome(1), changedOutcome(2)]);
  expect(journal.lines.map(({ level }) => level)).toEqual(['warn', 'warn']);
});
