import type { SettingsInput } from '../../../core/settings/settings';
import { parseSweepMessage } from '../../../core/sweep/messages';
import { ACCOUNT, ORGANIZATION, ofType, only, readable, synthesize, type Template } from '../synthesized';

const hubOf = (input: SettingsInput): Template => synthesize(input).template('partsweep-hub');
const organization = hubOf({ ...ORGANIZATION, sweepHours: 12, sweepWindowMinutes: 90 });
const account = hubOf({ ...ACCOUNT, sweepHours: 1, sweepWindowMinutes: 0 });

function schedule(template: Template, name: string): Readonly<Record<string, unknown>> {
  return readable(only(template, 'AWS::Scheduler::Schedule', { Name: name }).Properties) as Record<string, unknown>;
}

function message(template: Template, name: string): unknown {
  return parseSweepMessage(JSON.parse((schedule(template, name)['Target'] as { Input: string }).Input));
}

test('a sweep of everything begins every sweepHours, at any time within the window', () => {
  expect(schedule(organization, 'partsweep-sweep')).toEqual({
    Name: 'partsweep-sweep',
    Description: expect.any(String),
    ScheduleExpression: 'rate(12 hours)',
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 90 },
    State: 'ENABLED',
    Target: {
      Arn: '{{SweepQueue.Arn}}',
      RoleArn: '{{SchedulesRole.Arn}}',
      Input: expect.any(String),
      DeadLetterConfig: { Arn: '{{SettleUndelivered.Arn}}' },
    },
  });
  expect(message(organization, 'partsweep-sweep')).toEqual({
    version: 1,
    kind: 'sweep',
    trigger: 'schedule',
    scope: { kind: 'all' },
    task: 'sweep',
    by: null,
  });
});

test('every hour somebody asks for accounts that were never surveyed', () => {
  expect(schedule(organization, 'partsweep-roster')).toMatchObject({
    ScheduleExpression: 'rate(1 hour)',
    FlexibleTimeWindow: { Mode: 'OFF' },
  });
  expect(message(organization, 'partsweep-roster')).toEqual({
    version: 1,
    kind: 'sweep',
    trigger: 'roster',
    scope: { kind: 'never-surveyed' },
    task: 'sweep',
    by: null,
  });
});

test('in scope account, the sweep alone is scheduled, and a window of 0 minutes is none', () => {
  const schedules = ofType(account, 'AWS::Scheduler::Schedule').map(({ Properties }) => Properties);
  expect(schedules).toMatchObject([
    { Name: 'partsweep-sweep', ScheduleExpression: 'rate(1 hour)', FlexibleTimeWindow: { Mode: 'OFF' } },
  ]);
});

test('the scheduler may send to the sweep queue and to its dead letters, for this account only', () => {
  const role = only(organization, 'AWS::IAM::Role', { RoleName: 'partsweep-scheduler' });
  expect(readable(role.Properties)).toMatchObject({
    AssumeRolePolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': 'ACCOUNT' } },
        },
      ],
    },
    Policies: [
      {
        PolicyDocument: {
          Statement: [
            {
              Sid: 'AskForSweeps',
              Effect: 'Allow',
              Action: 'sqs:SendMessage',
              Resource: ['{{SweepQueue.Arn}}', '{{SettleUndelivered.Arn}}'],
            },
          ],
        },
      },
    ],
  });
});
