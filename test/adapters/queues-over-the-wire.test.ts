import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SqsDeadLetters, SqsSettleQueue } from '../../adapters/sqs';
import { reason } from '../../core/reasons';
import type { Cloud } from '../../sandbox/cloud';
import { describeDeadLettersContract, describeSettleQueueContract } from '../contracts/queues';
import { HOME, HUB, startLocalOrganization } from './local-organization';

let cloud: Cloud;
let sqs: SQSClient;
let queues = 0;

beforeAll(async () => {
  cloud = await startLocalOrganization();
  sqs = new SQSClient({ endpoint: cloud.endpoint, region: HOME, credentials: cloud.administrator(HUB) });
});

afterAll(async () => {
  sqs.destroy();
  await cloud.stop();
});

async function newQueue(): Promise<string> {
  queues += 1;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `contract-${queues}` }));
  return QueueUrl ?? '';
}

/** What is in the queue now, at most ten. */
async function receive(url: string): Promise<readonly Message[]> {
  const { Messages } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
  );
  return Messages ?? [];
}

describeSettleQueueContract('SqsSettleQueue over the wire', async () => {
  const url = await newQueue();
  return {
    queue: new SqsSettleQueue(sqs, url),
    received: async () => (await receive(url)).map(({ Body }) => Body ?? ''),
  };
});

async function deadLetters() {
  const url = await newQueue();
  return {
    deadLetters: new SqsDeadLetters(sqs, url),
    received: async () =>
      (await receive(url)).map(({ Body, MessageAttributes }) => ({
        body: Body ?? '',
        reasonCode: MessageAttributes?.['reasonCode']?.StringValue ?? '',
        reasonText: MessageAttributes?.['reasonText']?.StringValue ?? '',
      })),
  };
}

describeDeadLettersContract('SqsDeadLetters over the wire', deadLetters);

test('a reason with characters that SQS refuses is sent all the same', async () => {
  const { deadLetters: letters, received } = await deadLetters();
  await letters.send('{}', reason('refused-by-s3', 'a\u0000b'));
  expect((await received()).map(({ reasonText }) => reasonText)).toEqual([expect.stringMatching(/a\?b$/)]);
});

test('a message that is postponed by nothing is seen again at once', async () => {
  const url = await newQueue();
  const letters = new SqsDeadLetters(sqs, url);
  await letters.send('{}', reason('not-our-message'));
  const [message] = await receive(url);
  expect(await receive(url)).toEqual([]);
  await new SqsSettleQueue(sqs, url).postpone(message?.ReceiptHandle ?? '', 0);
  expect((await receive(url)).map(({ MessageId }) => MessageId)).toEqual([message?.MessageId]);
});
