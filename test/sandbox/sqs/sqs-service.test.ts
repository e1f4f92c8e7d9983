import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { HOME, type MessagingStage, messagingStage, OTHER, REGION } from '../events/messaging-stage';

describe('SQS over the wire', () => {
  let stage: MessagingStage;
  let client: SQSClient;
  let queues = 0;

  beforeAll(async () => {
    stage = await messagingStage();
    client = stage.sqsClient();
  });
  afterAll(() => stage.close());

  const newQueue = async (properties: object = {}) => {
    queues += 1;
    const { ref, attributes } = await stage.create('AWS::SQS::Queue', { QueueName: `queue-${queues}`, ...properties });
    return { url: ref, arn: attributes['Arn'] ?? '' };
  };
  const receive = async (url: string, more: object = {}) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl: url, ...more }))).Messages ?? [];

  test('a message is received with what was sent, and is gone once deleted', async () => {
    const { url, arn } = await newQueue();
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: 'grüße',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'hello' } },
      }),
    );

    const [message] = await receive(url, { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'grüße',
      MessageAttributes: { kind: { StringValue: 'hello' } },
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      Attributes: { ApproximateReceiveCount: '1' },
    });
    expect(stage.sqs.inspect(arn)).toMatchObject({ visible: 0, delayed: 0, inFlight: 1 });

    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message?.ReceiptHandle }));
    expect(stage.sqs.inspect(arn).messages).toEqual([]);
  });

  test('the MD5 of attributes is the one that an independent computation gives', async () => {
    const { url } = await newQueue();
    const attribute = { DataType: 'String', StringValue: 'my_attribute_value_1' };
    const sent = await client.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: 'x',
        MessageAttributes: { my_attribute_name_1: attribute },
      }),
    );
    // name, type and value with their lengths, and the byte 1, by Python's hashlib
    expect(sent.MD5OfMessageAttributes).toBe('8ef4d60dbc8efda9f260e1dfd09d29f3');
  });

  test('a message becomes visible again, with a new receipt handle, and the old one does nothing', async () => {
    const { url, arn } = await newQueue();
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'again' }));
    const [first] = await receive(url);
    const handle = first?.ReceiptHandle;
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: 0 }),
    );
    const [second] = await receive(url, { AttributeNames: ['ApproximateReceiveCount'] });

    expect(second?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
    expect(second?.ReceiptHandle).not.toBe(handle);
    await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: handle }));
    expect(stage.sqs.inspect(arn).messages).toHaveLength(1);
    await expect(
      client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: handle, VisibilityTimeout: 5 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterValue' });
  });

  test('a delayed message waits, and long polling gets it when its time comes', async () => {
    const { url, arn } = await newQueue({ DelaySeconds: '1' });
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'late' }));

    expect(await receive(url)).toEqual([]);
    expect(stage.sqs.inspect(arn)).toMatchObject({ visible: 0, delayed: 1 });
    expect(await receive(url, { WaitTimeSeconds: 10 })).toMatchObject([{ Body: 'late' }]);
  });

  test('long polling ends as soon as a message is sent', async () => {
    const { url } = await newQueue();
    const waiting = receive(url, { WaitTimeSeconds: 20 });
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'now' }));
    expect(await waiting).toMatchObject([{ Body: 'now' }]);
  });

  test('a message received too often goes to the dead-letter queue, with the source in its attributes', async () => {
    const dead = await newQueue();
    const { url, arn } = await newQueue({
      VisibilityTimeout: 0,
      RedrivePolicy: { deadLetterTargetArn: dead.arn, maxReceiveCount: 2 },
    });
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'poison' }));

    expect(await receive(url)).toHaveLength(1);
    expect(await receive(url)).toHaveLength(1);
    expect(await receive(url)).toHaveLength(0);
    expect(stage.sqs.inspect(dead.arn).messages).toMatchObject([
      { body: 'poison', attributes: { DeadLetterQueueSourceArn: arn } },
    ]);
    expect(stage.trace.entries()).toContainEqual(
      expect.objectContaining({ kind: 'dead-letter', queueArn: dead.arn, body: 'poison' }),
    );
  });

  test('a message has the group that its sender gave it, and refuses one that is none', async () => {
    const { url } = await newQueue();
    await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'mine', MessageGroupId: 'group-1' }));
    expect(await receive(url, { MessageSystemAttributeNames: ['All'] })).toMatchObject([
      { Attributes: { MessageGroupId: 'group-1' } },
    ]);
    for (const MessageGroupId of ['', 'with space', 'x'.repeat(129)]) {
      const sending = client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'mine', MessageGroupId }));
      await expect(sending).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    }
  });

  test('batches answer each entry on its own', async () => {
    const { url } = await newQueue();
    const sent = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'good', MessageBody: 'x' },
          { Id: 'late', MessageBody: 'x', DelaySeconds: 901 },
          { Id: 'bad', MessageBody: 'x\u0001' },
        ],
      }),
    );
    expect(sent.Successful?.map(({ Id }) => Id)).toEqual(['good']);
    expect(sent.Failed).toMatchObject([
      { Id: 'late', Code: 'InvalidParameterValue', SenderFault: true },
      { Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true },
    ]);
    const [message] = await receive(url, { MaxNumberOfMessages: 10 });
    const deleted = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: url,
        Entries: [
          { Id: 'a', ReceiptHandle: message?.ReceiptHandle },
          { Id: 'b', ReceiptHandle: 'nonsense' },
        ],
      }),
    );
    expect(deleted.Successful).toEqual([{ Id: 'a' }]);
    expect(deleted.Failed).toMatchObject([{ Id: 'b', Code: 'ReceiptHandleIsInvalid' }]);
  });

  test('queues are created, found, listed, described and purged', async () => {
    const { QueueUrl } = await client.send(
      new CreateQueueCommand({ QueueName: 'made-by-hand', Attributes: { VisibilityTimeout: '12' } }),
    );
    expect(QueueUrl).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/${HOME}/made-by-hand$`));
    expect(await client.send(new GetQueueUrlCommand({ QueueName: 'made-by-hand' }))).toMatchObject({ QueueUrl });
    expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'made-' }))).QueueUrls).toEqual([QueueUrl]);
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    const described = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(described.Attributes).toMatchObject({
      QueueArn: `arn:aws:sqs:${REGION}:${HOME}:made-by-hand`,
      ApproximateNumberOfMessages: '1',
      VisibilityTimeout: '12',
      SqsManagedSseEnabled: 'true',
    });
    await client.send(new PurgeQueueCommand({ QueueUrl }));
    expect(await receive(QueueUrl ?? '')).toEqual([]);
  });

  test('refuses a queue that does not exist', async () => {
    const QueueUrl = `${(await newQueue()).url}-not`;
    await expect(client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))).rejects.toMatchObject({
      name: expect.stringMatching(/QueueDoesNotExist/),
      Code: 'AWS.SimpleQueueService.NonExistentQueue',
    });
  });

  test.each([
    ['a delay over 15 minutes', { MessageBody: 'x', DelaySeconds: 901 }, 'InvalidParameterValue'],
    ['an empty body', { MessageBody: '' }, 'MissingParameter'],
    ['a control character', { MessageBody: '\u0000' }, 'InvalidMessageContents'],
    ['a body over the limit', { MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue'],
    [
      'an attribute without a type',
      { MessageBody: 'x', MessageAttributes: { a: { DataType: '', StringValue: 'x' } } },
      'InvalidParameterValue',
    ],
  ])('refuses %s', async (_, message, code) => {
    const { url: QueueUrl } = await newQueue();
    await expect(client.send(new SendMessageCommand({ QueueUrl, ...message }))).rejects.toMatchObject({
      name: expect.stringContaining(code),
    });
  });

  test.each([
    ['too many messages', { MaxNumberOfMessages: 11 }],
    ['waiting too long', { WaitTimeSeconds: 21 }],
    ['too long a visibility', { VisibilityTimeout: 43_201 }],
  ])('refuses to receive %s', async (_, options) => {
    const { url } = await newQueue();
    await expect(receive(url, options)).rejects.toMatchObject({
      name: expect.stringContaining('InvalidParameterValue'),
    });
  });

  test('refuses batches without entries, with too many, and with the same ID twice', async () => {
    const { url: QueueUrl } = await newQueue();
    const entry = (Id: string) => ({ Id, MessageBody: 'x' });
    const send = (Entries: { Id: string; MessageBody: string }[]) =>
      client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    await expect(send([])).rejects.toMatchObject({ name: expect.stringContaining('EmptyBatchRequest') });
    await expect(send([entry('a'), entry('a')])).rejects.toMatchObject({
      name: expect.stringContaining('BatchEntryIdsNotDistinct'),
    });
    await expect(send(Array.from({ length: 11 }, (_, index) => entry(`e${index}`)))).rejects.toMatchObject({
      name: expect.stringContaining('TooManyEntriesInBatchRequest'),
    });
  });

  test("refuses another account's caller until the queue policy lets it in", async () => {
    const { url: QueueUrl, arn } = await newQueue();
    const stranger = stage.sqsClient(OTHER);
    const send = () => stranger.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await expect(send()).rejects.toMatchObject({ name: expect.stringContaining('AccessDenied') });
    await stage.create('AWS::SQS::QueuePolicy', {
      Queues: [QueueUrl],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
            Action: 'sqs:SendMessage',
            Resource: arn,
          },
        ],
      },
    });
    await expect(send()).resolves.toBeDefined();
  });
});

describe('AWS::SQS::Queue', () => {
  let stage: MessagingStage;
  beforeAll(async () => {
    stage = await messagingStage();
  });
  afterAll(() => stage.close());

  test('makes up a name from the stack and the logical ID', async () => {
    const { attributes } = await stage.create('AWS::SQS::Queue', {});
    expect(attributes['QueueName']).toMatch(/^stage-Resource-\w{12}$/);
  });

  test.each([
    ['a FIFO queue', { FifoQueue: true }, 'does not model FIFO'],
    ['a customer key', { KmsMasterKeyId: 'alias/x' }, 'does not model KmsMasterKeyId'],
    ['an unknown property', { Colour: 'red' }, 'Colour'],
    ['a delay over 15 minutes', { DelaySeconds: 901 }, 'DelaySeconds'],
    [
      'a dead-letter queue that does not exist',
      { RedrivePolicy: { deadLetterTargetArn: `arn:aws:sqs:${REGION}:${HOME}:none`, maxReceiveCount: 1 } },
      'Dead letter target does not exist',
    ],
  ])('refuses %s', async (_, properties, text) => {
    await expect(async () => stage.create('AWS::SQS::Queue', properties)).rejects.toThrow(text);
  });

  test('refuses a dead-letter queue whose redrive allow policy does not name the queue', async () => {
    const sourceQueueArns = [`arn:aws:sqs:${REGION}:${HOME}:chosen`];
    const { attributes } = await stage.create('AWS::SQS::Queue', {
      RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns },
    });
    const RedrivePolicy = { deadLetterTargetArn: attributes['Arn'], maxReceiveCount: 1 };
    await expect(stage.create('AWS::SQS::Queue', { QueueName: 'other', RedrivePolicy })).rejects.toThrow(
      'redrive allow',
    );
    await expect(stage.create('AWS::SQS::Queue', { QueueName: 'chosen', RedrivePolicy })).resolves.toBeDefined();
  });
});
