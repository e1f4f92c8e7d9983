import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, ORGANIZATION, ofType, only, readable, synthesize, type Template } from '../synthesized';

const hub = synthesize({
  ...ORGANIZATION,
  settleSeconds: 120,
  alarmTopicEmails: ['storage@example.com', 'finops@example.com'],
}).template('partsweep-hub');

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Dimensions?: readonly { readonly Value: string }[];
  readonly Period: number;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData: string;
  readonly Statistic: string;
  readonly AlarmActions: readonly string[];
}

function alarmsOf(template: Template): ReadonlyMap<string, Alarm> {
  const alarms = ofType(template, 'AWS::CloudWatch::Alarm').map(({ Properties }) => readable(Properties) as Alarm);
  return new Map(alarms.map((alarm) => [alarm.AlarmName.slice('partsweep-'.length), alarm]));
}
const alarms = alarmsOf(hub);

test('alarms watch every dead-letter queue, errors, throttling, and the age of the oldest message', () => {
  const watched = [...alarms].filter(([, { Dimensions }]) => Dimensions !== undefined);
  expect(
    watched.map(([name, { MetricName, Dimensions, Threshold, ComparisonOperator, TreatMissingData }]) => {
      expect(ComparisonOperator).toBe('GreaterThanThreshold');
      expect(TreatMissingData).toBe('notBreaching');
      return [name, MetricName, Dimensions?.[0]?.Value, Threshold];
    }),
  ).toEqual([
    ['settle-dead-letters', 'ApproximateNumberOfMessagesVisible', '{{SettleDeadLetters.QueueName}}', 0],
    ['sweep-dead-letters', 'ApproximateNumberOfMessagesVisible', '{{SweepDeadLetters.QueueName}}', 0],
    ['account-dead-letters', 'ApproximateNumberOfMessagesVisible', '{{AccountsDeadLetters.QueueName}}', 0],
    ['report-dead-letters', 'ApproximateNumberOfMessagesVisible', '{{ReportsDeadLetters.QueueName}}', 0],
    ['undelivered-events', 'ApproximateNumberOfMessagesVisible', '{{SettleUndelivered.QueueName}}', 0],
    ['settle-age', 'ApproximateAgeOfOldestMessage', '{{SettleQueue.QueueName}}', 3_720],
    ['reconcile-errors', 'Errors', '{{ReconcileFunction}}', 0],
    ['reconcile-throttles', 'Throttles', '{{ReconcileFunction}}', 0],
    ['start-sweep-errors', 'Errors', '{{StartSweepFunction}}', 0],
    ['survey-errors', 'Errors', '{{SurveyFunction}}', 0],
    ['report-errors', 'Errors', '{{ReportFunction}}', 0],
  ]);
});

test('alarms watch what the functions count', () => {
  const counted = [...alarms].filter(([, { Dimensions }]) => Dimensions === undefined);
  expect(
    counted.map(([name, { Namespace, MetricName, Statistic, Period, Threshold, TreatMissingData }]) => {
      expect(Namespace).toBe('partsweep');
      return [name, MetricName, Statistic, Period, Threshold, TreatMissingData];
    }),
  ).toEqual([
    ['sweep-age', 'accounts-missing', 'SampleCount', 3_600, 1, 'breaching'],
    ['sweep-accounts-failed', 'sweep-accounts-failed', 'Maximum', 86_400, 0, 'notBreaching'],
    ['accounts-missing', 'accounts-missing', 'Maximum', 300, 0, 'ignore'],
    ['fleet-problems', 'fleet-problems', 'Maximum', 300, 0, 'ignore'],
    ['forwarder-gaps', 'forwarder-gaps', 'Maximum', 300, 0, 'ignore'],
    ['contested', 'buckets-contested', 'Maximum', 300, 0, 'ignore'],
    ['failures-that-may-pause', 'failures-that-may-pause', 'Sum', 300, 0, 'notBreaching'],
    ['lost-updates', 'lost-updates', 'Sum', 300, 0, 'notBreaching'],
    ['paused-by-itself', 'paused-by-itself', 'Sum', 300, 0, 'notBreaching'],
  ]);
});

test.each([
  [24, 60],
  [1, 14],
  [156, 168],
] as const)('with a sweep every %d hours, an alarm goes off when none has ended for %d hours', (sweepHours, hours) => {
  const template = synthesize({ ...ACCOUNT, sweepHours }).template('partsweep-hub');
  expect(alarmsOf(template).get('sweep-age')).toMatchObject({
    ComparisonOperator: 'LessThanThreshold',
    Period: 3_600,
    EvaluationPeriods: hours,
  });
});

test('with sweeps that are about a week apart no alarm looks for them: it could not look back so far', () => {
  const template = synthesize({ ...ACCOUNT, sweepHours: 157 }).template('partsweep-hub');
  expect(alarmsOf(template).has('sweep-age')).toBe(false);
});

test('no alarm looks back further than CloudWatch does', () => {
  for (const { Period, EvaluationPeriods } of alarms.values()) {
    expect(Period * EvaluationPeriods).toBeLessThanOrEqual(Period >= 3_600 ? 604_800 : 86_400);
  }
});

test('every alarm goes to the topic, says what to do, and has its section in docs/operations.md', () => {
  const operations = readFileSync(join(__dirname, '../../../docs/operations.md'), 'utf8');
  const sections = new Set([...operations.matchAll(/^### (\S+)$/gm)].map(([, name]) => name));
  for (const [name, { AlarmDescription, AlarmActions }] of alarms) {
    expect(AlarmActions).toEqual(['{{AlarmTopic}}']);
    expect(AlarmDescription).toMatch(new RegExp(`^.{60,900} See docs/operations.md, section ${name}\\.$`));
    expect(sections).toContain(name);
  }
  expect(sections.size).toBe(alarms.size);
});

test('the topic takes alarms of its own account over TLS, and tells the addresses of the settings', () => {
  expect(only(hub, 'AWS::SNS::Topic').Properties).toEqual({
    TopicName: 'partsweep-alarms',
    DisplayName: 'partsweep alarms',
  });
  expect(readable(only(hub, 'AWS::SNS::TopicPolicy').Properties)).toMatchObject({
    Topics: ['{{AlarmTopic}}'],
    PolicyDocument: {
      Statement: [
        { Effect: 'Deny', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: '{{AlarmTopic}}',
          Condition: { StringEquals: { 'aws:SourceAccount': 'ACCOUNT' } },
        },
      ],
    },
  });
  expect(ofType(hub, 'AWS::SNS::Subscription').map(({ Properties }) => readable(Properties))).toEqual(
    ['storage@example.com', 'finops@example.com'].map((Endpoint) => ({
      TopicArn: '{{AlarmTopic}}',
      Protocol: 'email',
      Endpoint,
    })),
  );
});
