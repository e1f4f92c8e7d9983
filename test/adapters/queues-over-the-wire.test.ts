import { SqsAccountQueue, SqsDeadLetters, SqsSettleQueue, SqsSweepQueue } from '../../adapters/sqs';
import { reason } from '../../core/reasons';
import { parseAccountMessage, parseSweepMessage } from '../../core/sweep/messages';
import { describeDeadLettersContract, describeSettleQueueContract } from '../contracts/queues';
import type { AwsStage } from '../stages/aws-stage';
import { startLocalStage } from '../stages/local-stage';
import { StageMessages } from '../stages/messages';
import { MEMBER } from './local-organization';

let stage: AwsStage;
let messages: StageMessages;

beforeAll(async () => {
  stage = await startLocalStage();
  messages = new StageMessages(stage);
});
afterAll(async () => {
  messages.sqs.destroy();
  await stage.stop();
});

describeSettleQueueContract('SqsSettleQueue over the wire', () => messages.settleQueue());
describeDeadLettersContract('SqsDeadLetters over the wire', () => messages.deadLetters());

test('a reason with characters that SQS refuses is sent all the same', async () => {
  const { deadLetters: letters, received } = await messages.deadLetters();
  await letters.send('{}', reason('refused-by-s3', 'a\u0000b'));
  expect((await received()).map(({ reasonText }) => reasonText)).toEqual([expect.stringMatching(/a\?b$/)]);
});

test('a message that is postponed by nothing is seen again at once', async () => {
  const url = await messages.newQueue();
  const letters = new SqsDeadLetters(messages.sqs, url);
  await letters.send('{}', reason('not-our-message'));
  const [message] = await messages.receive(url);
  expect(await messages.receive(url)).toEqual([]);
  await new SqsSettleQueue(messages.sqs, url).postpone(message?.ReceiptHandle ?? '', 0);
  expect((await messages.receive(url)).map(({ MessageId }) => MessageId)).toEqual([message?.MessageId]);
});

test('messages of the sweep come as they were sent', async () => {
  const url = await messages.newQueue();
  const message = { version: 1, run: 'run-1', account: MEMBER, step: 3 } as const;
  await new SqsAccountQueue(messages.sqs, url).send(message, 0);
  const list = { version: 1, kind: 'list', run: 'run-1', step: 4 } as const;
  await new SqsSweepQueue(messages.sqs, url).send(list, 0);
  const bodies = (await messages.receive(url)).map(({ Body }): unknown => JSON.parse(Body ?? ''));
  expect(bodies.flatMap((body) => parseAccountMessage(body) ?? [])).toEqual([message]);
  expect(bodies.flatMap((body) => parseSweepMessage(body) ?? [])).toEqual([list]);
});
