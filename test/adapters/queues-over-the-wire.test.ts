import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SqsAccountQueue, SqsDeadLetters, SqsSettleQueue, SqsSweepQueue } from '../../adapters/sqs';
import { reason } from '../../core/reasons';
import { parseAccountMessage, parseSweepMessage } from '../../core/sweep/messages';
import type { Cloud } from '../../sandbox/cloud';
import { describeDeadLettersContract, describeSettleQueueContract } from '../contracts/queues';
import { HOME, HUB, MEMBER, startLocalOrganization } from './local-organization';

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

/** What is in the queue now. */
async function receive(url: string): Promise<readonly Message[]> {
  const received: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
    );
    if (Messages.length === 0) return received;
    received.push(...Messages);
  }
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

test('messages of the sweep come as they were sent', async () => {
  const url = await newQueue();
  const message = { version: 1, run: 'run-1', account: MEMBER, step: 3 } as const;
  await new SqsAccountQueue(sqs, url).send(message, 0);
  const list = { version: 1, kind: 'list', run: 'run-1', step: 4 } as const;
  await new SqsSweepQueue(sqs, url).send(list, 0);
  const bodies = (await receive(url)).map(({ Body }): unknown => JSON.parse(Body ?? ''));
  expect(bodies.flatMap((body) => parseAccountMessage(body) ?? [])).toEqual([message]);
  expect(bodies.flatMap((body) => parseSweepMessage(body) ?? [])).toEqual([list]);
});
