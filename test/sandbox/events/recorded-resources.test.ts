import { alarmResourceType } from '../../../sandbox/services/cloudwatch/alarm-resource';
import { topicResourceTypes } from '../../../sandbox/services/sns/topic-resources';

const ALARM = {
  ComparisonOperator: 'GreaterThanThreshold',
  EvaluationPeriods: '1',
  Threshold: 0,
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateAgeOfOldestMessage',
  Period: 300,
  Statistic: 'Maximum',
};

describe('resources that are only recorded', () => {
  test('an alarm on one metric, or on metric queries, is accepted', () => {
    const { Namespace: _, MetricName: __, Period: ___, Statistic: ____, ...rest } = ALARM;
    expect(alarmResourceType().schema.safeParse(ALARM).success).toBe(true);
    expect(alarmResourceType().schema.safeParse({ ...rest, Metrics: [{ Id: 'e', Expression: 'm1/2' }] }).success).toBe(
      true,
    );
  });

  test.each([
    ['without a metric', { ...ALARM, MetricName: undefined }],
    ['without a threshold', { ...ALARM, Threshold: undefined }],
    ['with a metric and metric queries', { ...ALARM, Metrics: [{ Id: 'e', Expression: 'm1/2' }] }],
    ['with more datapoints than periods', { ...ALARM, DatapointsToAlarm: 2 }],
    ['with an unknown property', { ...ALARM, Colour: 'red' }],
  ])('refuses an alarm %s', (_, alarm) => {
    expect(alarmResourceType().schema.safeParse(alarm).success).toBe(false);
  });

  test('refuses a topic with subscriptions', () => {
    const topic = topicResourceTypes().find(({ typeName }) => typeName === 'AWS::SNS::Topic');
    expect(topic?.schema.safeParse({ TopicName: 'alarms' }).success).toBe(true);
    expect(topic?.schema.safeParse({ Subscription: [] }).success).toBe(false);
  });
});
