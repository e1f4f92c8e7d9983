import { HUB, MEMBER } from '../policy/stage';
import { REGION, TOPIC, topicStage } from './topic-stage';

describe('topics', () => {
  test('what is published over the wire reaches subscribed queues, wrapped or raw', async () => {
    const stage = topicStage();
    const { ref, attributes } = await stage.topic();
    expect([ref, attributes['TopicName']]).toEqual([TOPIC, 'news']);
    const [wrapped, raw] = [await stage.queue('wrapped', TOPIC), await stage.queue('raw', TOPIC)];
    const subscription = await stage.subscribe(wrapped);
    expect(subscription.ref).toMatch(new RegExp(`^${TOPIC}:[0-9a-f-]{36}$`));
    await stage.subscribe(raw, { RawMessageDelivery: 'true' });

    const { status, text } = await stage.publish(stage.administrator(HUB), {
      Message: 'a & b',
      Subject: 'hello',
      'MessageAttributes.entry.1.Name': 'colour',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': 'red',
    });
    expect(status).toBe(200);
    const id = /<MessageId>(.*)<\/MessageId>/.exec(text)?.[1];
    expect(JSON.parse(stage.sqs.inspect(wrapped).messages[0]?.body ?? '')).toEqual({
      Type: 'Notification',
      MessageId: id,
      TopicArn: TOPIC,
      Subject: 'hello',
      Message: 'a & b',
      Timestamp: expect.stringMatching(/Z$/),
      MessageAttributes: { colour: { Type: 'String', Value: 'red' } },
    });
    expect(stage.sqs.inspect(raw).messages[0]).toMatchObject({
      body: 'a & b',
      messageAttributes: { colour: { stringValue: 'red' } },
    });
    expect(stage.sns.messages(TOPIC)).toEqual([
      expect.objectContaining({ messageId: id, message: 'a & b', subject: 'hello', attributes: { colour: 'red' } }),
    ]);
  });

  test("another account needs the topic's policy", async () => {
    const stage = topicStage();
    await stage.topic();
    const publish = () => stage.publish(stage.administrator(MEMBER), { Message: 'x' });
    const refused = await publish();
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('<Code>AuthorizationError</Code>');
    const policy = await stage.topicPolicy({ Principal: { AWS: MEMBER }, Action: 'sns:Publish' });
    expect((await publish()).status).toBe(200);
    await policy.delete();
    expect((await publish()).status).toBe(403);
  });

  test('a queue whose policy names another topic gets nothing, and the trace says why', async () => {
    const stage = topicStage();
    await stage.topic();
    const queue = await stage.queue('closed', `${TOPIC}2`);
    await stage.subscribe(queue);
    expect((await stage.publish(stage.administrator(HUB), { Message: 'x' })).status).toBe(200);
    expect(stage.sqs.inspect(queue).visible).toBe(0);
    expect(stage.trace.entries()).toContainEqual(
      expect.objectContaining({ kind: 'delivery', targetArn: queue, error: expect.stringContaining('AccessDenied') }),
    );
  });

  test('an address is recorded as one that has not confirmed', async () => {
    const stage = topicStage();
    await stage.topic();
    const { delete: remove } = await stage.subscribe('ops@example.com', { Protocol: 'email' });
    expect(stage.sns.subscriptions(TOPIC)).toMatchObject([
      { protocol: 'email', endpoint: 'ops@example.com', pendingConfirmation: true },
    ]);
    await remove();
    expect(stage.sns.subscriptions(TOPIC)).toEqual([]);
  });

  test.each([
    ['a topic that is not there', { TopicArn: `${TOPIC}2`, Message: 'x' }, 404, 'NotFound'],
    ['an empty message', { Message: '' }, 400, 'InvalidParameter'],
    ['a message that is too long', { Message: 'x'.repeat(262_145) }, 400, 'InvalidParameter'],
    ['a subject of two lines', { Message: 'x', Subject: 'a\nb' }, 400, 'InvalidParameter'],
    ['a telephone number', { Message: 'x', PhoneNumber: '1' }, 501, 'NotModelled'],
    ['a structured message', { Message: 'x', MessageStructure: 'json' }, 501, 'NotModelled'],
    ['another action', { Action: 'CreateTopic', Name: 'x' }, 501, 'NotModelled'],
  ])('refuses %s', async (_, parameters, status, code) => {
    const stage = topicStage();
    await stage.topic();
    const answer = await stage.publish(stage.administrator(HUB), parameters as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`<Code>${code}</Code>`);
  });

  const QUEUE = `arn:aws:sqs:${REGION}:${HUB}:q`;
  test.each<[string, string, object, RegExp]>([
    ['another protocol', QUEUE, { Protocol: 'lambda' }, /does not model/],
    ['an address that is none', 'ops', { Protocol: 'email' }, /Email address/],
    ['an ARN that is no queue', TOPIC, {}, /SQS endpoint ARN/],
    ["another account's queue", QUEUE.replace(HUB, MEMBER), {}, /does not model/],
    ['a topic of another Region', QUEUE, { TopicArn: TOPIC.replace(REGION, 'us-east-1') }, /another Region/],
    ['a topic that is not there', QUEUE, { TopicArn: `${TOPIC}2` }, /does not exist/],
    ['raw e-mail', 'a@b', { Protocol: 'email', RawMessageDelivery: true }, /raw message delivery/],
    ['a filter policy', QUEUE, { FilterPolicy: {} }, /FilterPolicy/],
  ])('refuses a subscription with %s', async (_, endpoint, changes, message) => {
    const stage = topicStage();
    await stage.topic();
    await expect(stage.subscribe(endpoint, changes)).rejects.toThrow(message);
  });

  test('refuses a policy with actions that are not of SNS, a second topic of one name, subscriptions inside a topic', async () => {
    const stage = topicStage();
    await stage.topic();
    for (const Action of ['sns:*', '*', 'sqs:SendMessage']) {
      await expect(stage.topicPolicy({ Principal: '*', Action })).rejects.toThrow('out of service scope');
    }
    await expect(stage.topic()).rejects.toThrow('already exists');
    await expect(stage.create('AWS::SNS::Topic', { Subscription: [] })).rejects.toThrow('Subscription');
  });
});
