import { type Cloud, startCloud } from '../../../sandbox/cloud';

const ACCOUNT = '200000000000';
const REGION = 'eu-west-1';

describe('a stack with a schedule, an alarm and a dashboard', () => {
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = await startCloud({
      organization: {
        id: 'o-schedule01',
        managementAccount: { id: '100000000000', name: 'management' },
        root: { accounts: [{ id: ACCOUNT, name: 'hub' }] },
        trustedAccess: [],
      },
    });
  });
  afterEach(() => cloud.stop());

  const statement = (Action: string, rest: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, ...rest }],
  });
  const arn = (of: string) => ({ 'Fn::GetAtt': [of, 'Arn'] });
  const template = {
    Resources: {
      Queue: { Type: 'AWS::SQS::Queue' },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: statement('sts:AssumeRole', {
            Principal: { Service: 'scheduler.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          }),
          Policies: [{ PolicyName: 'Send', PolicyDocument: statement('sqs:SendMessage', { Resource: arn('Queue') }) }],
        },
      },
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: {
          Name: 'nightly',
          ScheduleExpression: 'rate(1 day)',
          FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 60 },
          Target: { Arn: arn('Queue'), RoleArn: arn('Role'), Input: '{"kind":"start"}' },
        },
      },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: 'old',
          AlarmActions: [{ Ref: 'Topic' }],
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateAgeOfOldestMessage',
          Period: 300,
          Statistic: 'Maximum',
          Threshold: 1,
          EvaluationPeriods: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        },
      },
      Dashboard: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: {
          DashboardName: 'operations',
          DashboardBody: {
            'Fn::Join': [
              '',
              ['{"widgets":[{"type":"text","properties":{"markdown":"', { Ref: 'AWS::Region' }, '"}}]}'],
            ],
          },
        },
      },
    },
    Outputs: { Queue: { Value: arn('Queue') }, Topic: { Value: { Ref: 'Topic' } } },
  };

  test('is deployed, runs, fires and is deleted', async () => {
    const place = { account: ACCOUNT, region: REGION, stackName: 'hub' };
    const capabilities = ['CAPABILITY_IAM'];
    const { outputs } = await cloud.stacks.deployStack({ ...place, template, capabilities });
    await cloud.scheduler.run(ACCOUNT, REGION, 'nightly');
    expect(cloud.sqs.inspect(outputs['Queue'] ?? '').messages).toMatchObject([{ body: '{"kind":"start"}' }]);
    await cloud.cloudwatch.fire(ACCOUNT, REGION, 'old');
    expect(cloud.sns.messages(outputs['Topic'] ?? '')).toHaveLength(1);
    expect(cloud.cloudwatch.dashboards(ACCOUNT)).toMatchObject([{ name: 'operations' }]);

    await cloud.stacks.deleteStack(place);
    expect(cloud.scheduler.schedules(ACCOUNT, REGION)).toEqual([]);
    expect(cloud.cloudwatch.alarms(ACCOUNT, REGION)).toEqual([]);
    expect(cloud.cloudwatch.dashboards(ACCOUNT)).toEqual([]);
  });
});
