import { HUB } from '../policy/stage';
import { REGION, TOPIC, topicStage } from '../sns/topic-stage';

const ALARM = {
  AlarmName: 'late',
  AlarmDescription: 'look into it',
  ComparisonOperator: 'GreaterThanThreshold',
  EvaluationPeriods: '1',
  Threshold: 0,
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateAgeOfOldestMessage',
  Dimensions: [{ Name: 'QueueName', Value: 'work' }],
  Period: '300',
  Statistic: 'Maximum',
};
const { Namespace: _, MetricName: __, Dimensions: ___, Period: ____, Statistic: _____, ...THRESHOLD } = ALARM;
const MATH = {
  ...THRESHOLD,
  Metrics: [
    { Id: 'ratio', Expression: 'IF(seen > 0, lost / seen, 0)', Label: 'lost' },
    ...['lost', 'seen'].map((Id) => ({
      Id,
      ReturnData: 'false',
      MetricStat: { Metric: { Namespace: 'shop', MetricName: Id }, Period: 60, Stat: 'Sum' },
    })),
  ],
};

describe('alarms', () => {
  const withTopic = async () => {
    const stage = topicStage();
    await stage.topic();
    const queue = await stage.queue('ops', TOPIC);
    await stage.subscribe(queue, { RawMessageDelivery: true });
    const alarm = (changes: object = {}) =>
      stage.create('AWS::CloudWatch::Alarm', { ...ALARM, AlarmActions: [TOPIC], ...changes });
    return { ...stage, queue, alarm };
  };

  test('an alarm that fires tells the subscribers of its topic, whose default policy lets it', async () => {
    const { alarm, cloudwatch, sns, sqs, queue } = await withTopic();
    const { ref, attributes } = await alarm();
    expect([ref, attributes['Arn']]).toEqual(['late', `arn:aws:cloudwatch:${REGION}:${HUB}:alarm:late`]);
    expect(cloudwatch.alarms(HUB, REGION)).toMatchObject([{ name: 'late', state: 'INSUFFICIENT_DATA' }]);

    await cloudwatch.fire(HUB, REGION, 'late');
    expect(JSON.parse(sqs.inspect(queue).messages[0]?.body ?? '')).toMatchObject({
      AlarmName: 'late',
      AlarmDescription: 'look into it',
      AWSAccountId: HUB,
      NewStateValue: 'ALARM',
      OldStateValue: 'INSUFFICIENT_DATA',
      AlarmArn: attributes['Arn'],
      StateChangeTime: expect.stringMatching(/\+0000$/),
      Trigger: {
        MetricName: 'ApproximateAgeOfOldestMessage',
        StatisticType: 'Statistic',
        Statistic: 'MAXIMUM',
        Dimensions: [{ name: 'QueueName', value: 'work' }],
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 0,
      },
    });
    expect(sns.messages(TOPIC)[0]?.subject).toBe(`ALARM: "late" in ${REGION}`);
    expect(cloudwatch.alarms(HUB, REGION)).toMatchObject([{ state: 'ALARM' }]);
  });

  test('each state has its own actions, and ActionsEnabled turns them off', async () => {
    const { alarm, cloudwatch, sns } = await withTopic();
    await alarm();
    await alarm({ AlarmName: 'back', OKActions: [TOPIC] });
    await alarm({ AlarmName: 'off', ActionsEnabled: 'false' });
    await cloudwatch.fire(HUB, REGION, 'late', 'OK');
    await cloudwatch.fire(HUB, REGION, 'off');
    expect(sns.messages(TOPIC)).toEqual([]);
    await cloudwatch.fire(HUB, REGION, 'back', 'OK');
    expect(sns.messages(TOPIC)).toHaveLength(1);
  });

  test('fails where the topic has a policy that does not name CloudWatch', async () => {
    const { alarm, cloudwatch, topicPolicy, sns } = await withTopic();
    await alarm();
    const Condition = { ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:${REGION}:${HUB}:alarm:*` } };
    const Principal = { Service: 'cloudwatch.amazonaws.com' };
    const named = await topicPolicy({ Principal, Action: 'sns:Publish', Condition });
    await cloudwatch.fire(HUB, REGION, 'late');
    await named.delete();
    await topicPolicy({ Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish' });
    await expect(cloudwatch.fire(HUB, REGION, 'late')).rejects.toMatchObject({ code: 'AuthorizationError' });
    expect(sns.messages(TOPIC)).toHaveLength(1);
  });

  test('an alarm may be on a metric expression', async () => {
    const { create, cloudwatch, sns } = await withTopic();
    await create('AWS::CloudWatch::Alarm', { ...MATH, AlarmActions: [TOPIC] });
    await cloudwatch.fire(HUB, REGION, 'late');
    const { Trigger } = JSON.parse(sns.messages(TOPIC)[0]?.message ?? '');
    expect(Trigger.Metrics).toMatchObject([
      { Id: 'ratio', ReturnData: true },
      { Id: 'lost', ReturnData: false, MetricStat: { Metric: { MetricName: 'lost' } } },
      { Id: 'seen' },
    ]);
  });

  test('fails for an action that is no topic, and for an alarm that is not there', async () => {
    const { alarm, cloudwatch } = await withTopic();
    await alarm({ AlarmActions: [`arn:aws:lambda:${REGION}:${HUB}:function:f`] });
    await expect(cloudwatch.fire(HUB, REGION, 'late')).rejects.toThrow('does not model');
    await expect(cloudwatch.fire(HUB, REGION, 'other')).rejects.toThrow('there is no alarm other');
  });

  const metrics = (...changes: object[]) => ({
    ...MATH,
    Metrics: MATH.Metrics.map((query, index) => ({ ...query, ...changes[index] })),
  });
  test.each<[string, object, RegExp]>([
    ['without a metric', { ...ALARM, MetricName: undefined }, /needs MetricName/],
    ['without a threshold', { ...ALARM, Threshold: undefined }, /Threshold/],
    ['with a metric and metric queries', { ...ALARM, Metrics: MATH.Metrics }, /needs MetricName/],
    ['with more datapoints than periods', { ...ALARM, DatapointsToAlarm: 2 }, /DatapointsToAlarm/],
    ['with an unknown property', { ...ALARM, Colour: 'red' }, /Colour/],
    ['with a period of 90 seconds', { ...ALARM, Period: 90 }, /multiple of 60/],
    ['that looks back more than a day', { ...ALARM, EvaluationPeriods: 289 }, /86400/],
    ['that looks back more than a week', { ...ALARM, Period: 3600, EvaluationPeriods: 169 }, /604800/],
    ['with an action that is no ARN', { ...ALARM, AlarmActions: ['news'] }, /an action is an ARN/],
    ['with a topic that is not there', { ...ALARM, OKActions: [`${TOPIC}2`] }, /does not exist/],
    ['with a topic elsewhere', { ...ALARM, AlarmActions: [TOPIC.replace(REGION, 'us-east-1')] }, /Invalid region/],
    ['on an expression of unknown metrics', metrics({ Expression: 'lost / found' }), /names found/],
    ['on two expressions', metrics({}, { ReturnData: true }), /Exactly one element/],
    ['on queries of one name', metrics({}, { Id: 'seen' }), /distinct/],
    ['on a query of a wrong name', metrics({}, {}, { Id: 'Seen' }), /small letter/],
    ['on a query without content', metrics({ Expression: undefined }), /either MetricStat or Expression/],
  ])('refuses an alarm %s', async (_, alarm, message) => {
    const { create } = await withTopic();
    await expect(create('AWS::CloudWatch::Alarm', alarm)).rejects.toThrow(message);
  });
});

describe('dashboards', () => {
  const text = { type: 'text', x: 0, y: 0, width: 24, height: 2, properties: { markdown: '# hello' } };
  const dashboard = (body: unknown, DashboardName = 'ops') =>
    ({ DashboardName, DashboardBody: typeof body === 'string' ? body : JSON.stringify(body) }) as const;

  test('a dashboard is kept as it was given, until its stack goes', async () => {
    const { create, cloudwatch } = topicStage();
    const { ref, delete: remove } = await create('AWS::CloudWatch::Dashboard', dashboard({ widgets: [text] }));
    expect(ref).toBe('ops');
    expect(cloudwatch.dashboards(HUB)).toMatchObject([{ name: 'ops', widgets: [{ type: 'text' }] }]);
    await remove();
    expect(cloudwatch.dashboards(HUB)).toEqual([]);
  });

  test.each([
    ['that is not JSON', '{', /must be a valid JSON object/],
    ['without widgets', {}, /widgets/],
    ['whose widgets are no list', { widgets: {} }, /widgets/],
    ['with a widget of an unknown type', { widgets: [{ ...text, type: 'cake' }] }, /widgets\/0\/type/],
    ['with a widget without properties', { widgets: [{ type: 'text' }] }, /widgets\/0\/properties/],
    ['with a widget that is too wide', { widgets: [{ ...text, width: 25 }] }, /widgets\/0\/width/],
  ])('refuses a body %s', async (_, body, message) => {
    const { create } = topicStage();
    await expect(create('AWS::CloudWatch::Dashboard', dashboard(body))).rejects.toThrow(message);
  });

  test('refuses a name with spaces, and a second dashboard of one name', async () => {
    const { create } = topicStage();
    await expect(create('AWS::CloudWatch::Dashboard', dashboard({ widgets: [] }, 'a b'))).rejects.toThrow();
    await create('AWS::CloudWatch::Dashboard', dashboard({ widgets: [] }));
    await expect(create('AWS::CloudWatch::Dashboard', dashboard({ widgets: [] }))).rejects.toThrow('already exists');
  });
});
