import { SQSClient } from '@aws-sdk/client-sqs';
import { SqsAccountQueue, SqsDeadLetters, SqsSettleQueue, SqsSweepQueue } from '../../adapters/sqs';
import { reason } from '../../core/reasons';
import { account } from '../fakes/identifiers';
import { ScriptedEndpoint } from './scripted-endpoint';

const endpoint = new ScriptedEndpoint();
const QUEUE = 'https://sqs.eu-central-1.amazonaws.com/111122223333/settle';
let sqs: SQSClient;

beforeAll(async () => {
  sqs = new SQSClient({
    region: 'eu-central-1',
    endpoint: await endpoint.start(),
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    // the scripted answers carry no digests
    md5: false,
  });
});
afterAll(() => endpoint.stop());
beforeEach(() => {
  endpoint.seen.length = 0;
  endpoint.answer({ status: 200, body: JSON.stringify({ MessageId: 'm', ...successful(10) }) });
});

const successful = (count: number) => ({ Successful: Array.from({ length: count }, (_, Id) => ({ Id: String(Id) })) });

const sent = (): unknown => JSON.parse(endpoint.seen[0]?.body ?? '');

test('a dead letter keeps its body, and has its reason as attributes that SQS takes', async () => {
  const odd = 'no \u0000 and \ud800 and 🪣';
  await new SqsDeadLetters(sqs, QUEUE).send('body', reason('not-our-message', odd));
  expect(sent()).toEqual({
    QueueUrl: QUEUE,
    MessageBody: 'body',
    MessageAttributes: {
      reasonCode: { DataType: 'String', StringValue: 'not-our-message' },
      reasonText: { DataType: 'String', StringValue: expect.stringMatching(/: no \? and \? and 🪣$/u) },
    },
  });
});

test('a message is postponed by its visibility, 12 hours at most', async () => {
  await new SqsSettleQueue(sqs, QUEUE).postpone('handle', 100_000);
  expect(sent()).toEqual({ QueueUrl: QUEUE, ReceiptHandle: 'handle', VisibilityTimeout: 43_200 });
});

test('fails when the queue does not take a message', async () => {
  const queue = new SqsDeadLetters(sqs, QUEUE);
  await queue.send('one', reason('not-our-message'));
  await expect(queue.send('two', reason('not-our-message'))).rejects.toThrow();
});

test('a message about an account is in the message group of that account, and another in none', async () => {
  await new SqsAccountQueue(sqs, QUEUE).send({ version: 1, run: 'run', account: account('111122223333'), step: 0 }, 0);
  expect(sent()).toMatchObject({ MessageGroupId: '111122223333' });
  endpoint.seen.length = 0;
  endpoint.answer({ status: 200, body: '{"MessageId":"m"}' });
  await new SqsSweepQueue(sqs, QUEUE).send({ version: 1, kind: 'close', run: 'run', tries: 0 }, 0);
  expect(sent()).not.toHaveProperty('MessageGroupId');
});

describe('many messages', () => {
  const messages = Array.from(
    { length: 23 },
    (_, step) => ({ version: 1, run: 'run', account: account('111122223333'), step }) as const,
  );
  const entries = (): readonly (readonly { readonly Id: string; readonly DelaySeconds: number }[])[] =>
    endpoint.seen.map(({ body }) => (JSON.parse(body) as { Entries: { Id: string; DelaySeconds: number }[] }).Entries);

  // the first batch of each test gets the answer that every test begins with
  const taken = (count: number) => ({ status: 200, body: JSON.stringify(successful(count)) });

  test('go by ten, each with the delay', async () => {
    endpoint.answer(taken(10), taken(3));
    await new SqsAccountQueue(sqs, QUEUE).sendAll(messages, 17);
    expect(entries().map((batch) => batch.length)).toEqual([10, 10, 3]);
    expect(
      entries()
        .flat()
        .every(({ DelaySeconds }) => DelaySeconds === 17),
    ).toBe(true);
    expect(entries().flat()).toContainEqual(expect.objectContaining({ MessageGroupId: '111122223333' }));
    for (const batch of entries()) expect(new Set(batch.map(({ Id }) => Id)).size).toBe(batch.length);
  });

  test('fail when one was not taken, after all were tried', async () => {
    const Failed = [{ Id: '9', Code: 'InternalError', SenderFault: false, Message: 'words' }];
    endpoint.answer({ status: 200, body: JSON.stringify({ ...successful(9), Failed }) }, { status: 503, body: '{}' });
    const queue = new SqsAccountQueue(sqs, QUEUE);
    await expect(queue.sendAll(messages, 0)).rejects.toThrow(/^4 of 23 .*InternalError: words$/);
    expect(entries()).toHaveLength(3);
  });

  test('fail when the answer does not name them all, as one that was cut off or is none', async () => {
    endpoint.answer(taken(9), { status: 200, body: '{}' });
    const queue = new SqsAccountQueue(sqs, QUEUE);
    await expect(queue.sendAll(messages, 0)).rejects.toThrow(/^4 of 23 .*does not name it$/);
  });

  test('are within 256 KB a call', async () => {
    const large = { ...messages[0], run: 'x'.repeat(100 * 1024) } as (typeof messages)[number];
    endpoint.answer(taken(2));
    await new SqsAccountQueue(sqs, QUEUE).sendAll([large, large, large, large], 0);
    expect(entries().map((batch) => batch.length)).toEqual([2, 2]);
  });
});
