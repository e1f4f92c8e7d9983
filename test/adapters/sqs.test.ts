import { SQSClient } from '@aws-sdk/client-sqs';
import { SqsDeadLetters, SqsSettleQueue } from '../../adapters/sqs';
import { reason } from '../../core/reasons';
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
  endpoint.answer({ status: 200, body: '{"MessageId":"m"}' });
});

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
