import { LambdaStage, QUEUE_ARN } from './lambda-stage';

let stage: LambdaStage;
beforeEach(() => {
  stage = new LambdaStage();
});
afterEach(() => stage.stop());

const map = (FunctionName: string, properties: Readonly<Record<string, unknown>> = {}) =>
  stage.create('AWS::Lambda::EventSourceMapping', { EventSourceArn: QUEUE_ARN, FunctionName, ...properties });

const invocations = (count: number) => stage.seen((entry) => entry.kind === 'invocation', count);

/** Lets the poller finish what follows the invocation. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('hands a batch to the function in the shape of SQS and deletes it', async () => {
  const arn = await stage.createFunction({
    'index.mjs': 'export const handler = async (event) => process.stdout.write(JSON.stringify(event) + "\\n");',
  });
  stage.queues.send('a', 'b');
  await map(arn);
  await invocations(1);
  await settled();
  const [line = ''] = stage.logLines();
  expect(JSON.parse(line)).toEqual({
    Records: ['a', 'b'].map((body) => ({
      messageId: `id-${body}`,
      receiptHandle: `handle-${body}`,
      body,
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {
        colour: { stringValue: 'red', stringListValues: [], binaryListValues: [], dataType: 'String' },
      },
      md5OfBody: 'md5',
      eventSource: 'aws:sqs',
      eventSourceARN: QUEUE_ARN,
      awsRegion: 'eu-west-1',
    })),
  });
  expect(stage.queues.deleted).toEqual(['a', 'b']);
});

it('leaves the messages that the function reports', async () => {
  const arn = await stage.createFunction({
    'index.mjs': `export const handler = async ({ Records }) => ({
      batchItemFailures: Records.filter(({ body }) => body === 'b').map(({ messageId }) => ({ itemIdentifier: messageId })),
    });`,
  });
  stage.queues.send('a', 'b', 'c');
  await map(arn, { FunctionResponseTypes: ['ReportBatchItemFailures'] });
  await invocations(1);
  await settled();
  expect(stage.queues.deleted).toEqual(['a', 'c']);
});

it('leaves the whole batch when the function fails', async () => {
  const arn = await stage.createFunction({
    'index.mjs': `export const handler = async ({ Records }) => { if (Records[0].body === 'a') throw new Error('no'); };`,
  });
  stage.queues.send('a', 'b', 'c');
  await map(arn, { BatchSize: '2' });
  await invocations(2);
  await settled();
  expect(stage.queues.deleted).toEqual(['c']);
});

it('invokes no more at once than its maximum concurrency', async () => {
  const arn = await stage.createFunction({
    'index.mjs': 'export const handler = async () => process.stdout.write(process.pid + "\\n");',
  });
  stage.queues.send('a', 'b', 'c', 'd', 'e', 'f');
  await map(arn, { BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  await invocations(6);
  await settled();
  expect(new Set(stage.logLines()).size).toBeLessThanOrEqual(2);
  expect([...stage.queues.deleted].sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

it('does not poll while it is disabled or after it was deleted', async () => {
  const arn = await stage.createFunction({ 'index.mjs': 'export const handler = async () => {};' });
  await map(arn, { Enabled: false }).then((mapping) => mapping.delete());
  const mapping = await map(arn);
  await mapping.delete();
  stage.queues.send('a');
  await settled();
  expect(await stage.queues.receive(undefined, QUEUE_ARN, { max: 1, waitSeconds: 0 })).toHaveLength(1);
});

describe('creation of a mapping', () => {
  it.each(['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])(
    'refuses a role that may not %s',
    async (operation) => {
      stage.authorizer.denied.add(`sqs:${operation}`);
      const arn = await stage.createFunction({ 'index.mjs': '' });
      await expect(map(arn)).rejects.toThrow(
        `The provided execution role does not have permissions to call ${operation} on SQS`,
      );
    },
  );

  it('refuses a queue whose messages come back while the function still runs', async () => {
    stage.queues.visibilitySeconds = 19;
    const arn = await stage.createFunction({ 'index.mjs': '' });
    await expect(map(arn)).rejects.toThrow(
      'Queue visibility timeout: 19 seconds is less than Function timeout: 20 seconds',
    );
  });

  it.each([
    [{ ScalingConfig: { MaximumConcurrency: 1 } }, '2'],
    [{ BatchSize: 11 }, 'Maximum batch window'],
    [{ FilterCriteria: { Filters: [] } }, 'does not model FilterCriteria'],
    [{ EventSourceArn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/x' }, 'does not model the event source'],
    [{ FunctionName: 'nobody' }, 'Function not found'],
  ])('refuses %j', async (properties, expected) => {
    const arn = await stage.createFunction({ 'index.mjs': '' });
    await expect(map(arn, properties)).rejects.toThrow(expected);
  });

  it('refuses a second mapping of the same queue and function', async () => {
    const arn = await stage.createFunction({ 'index.mjs': 'export const handler = async () => {};' });
    await map(arn);
    await expect(map(arn)).rejects.toThrow('already exists');
  });
});
