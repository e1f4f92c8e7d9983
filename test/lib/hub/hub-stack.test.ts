import type { ReconcileBucketEnvironment } from '../../../core/contract/environment';
import { ACCOUNT, BUCKET_EVENTS, ORGANIZATION, ofType, only, readable, synthesize } from '../synthesized';

const organization = synthesize({
  ...ORGANIZATION,
  path: '/security/',
  permissionsBoundary: 'team/boundary',
  settleSeconds: 120,
  maxTries: 4,
  maximumConcurrency: 25,
  logRetentionDays: 30,
  excludedBucketNames: ['cdk-*'],
  allowBucketOptOut: false,
  tags: { team: 'finops' },
}).template('partsweep-hub');
const account = synthesize(ACCOUNT).template('partsweep-hub');

test('the central bus takes events from its organization only', () => {
  expect(readable(only(organization, 'AWS::Events::EventBusPolicy').Properties['Statement'])).toEqual({
    Effect: 'Allow',
    Principal: '*',
    Action: 'events:PutEvents',
    Resource: '{{CentralBus.Arn}}',
    Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorgid' } },
  });
});

test('in scope account, the central bus takes events from its own account only', () => {
  expect(readable(only(account, 'AWS::Events::EventBusPolicy').Properties['Statement'])).toEqual({
    Effect: 'Allow',
    Principal: { AWS: 'arn:PARTITION:iam::ACCOUNT:root' },
    Action: 'events:PutEvents',
    Resource: '{{CentralBus.Arn}}',
  });
});

test('the rule on the bus puts bucket events of AWS into the settle queue, and what fails into a dead-letter queue', () => {
  const rule = readable(only(organization, 'AWS::Events::Rule').Properties);
  expect(rule).toMatchObject({
    Name: 'partsweep-settle',
    State: 'ENABLED',
    EventBusName: '{{CentralBus}}',
    Targets: [
      {
        Id: 'SettleQueue',
        Arn: '{{SettleQueue.Arn}}',
        DeadLetterConfig: { Arn: '{{SettleUndelivered.Arn}}' },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    ],
  });
  expect(rule).toHaveProperty('EventPattern', BUCKET_EVENTS);
});

test('the archive keeps the same events for replay', () => {
  expect(readable(only(organization, 'AWS::Events::Archive').Properties)).toEqual({
    ArchiveName: 'partsweep',
    SourceArn: '{{CentralBus.Arn}}',
    RetentionDays: 30,
    EventPattern: BUCKET_EVENTS,
  });
});

test('the settle queue delays by settleSeconds, is encrypted, and gives up later than the function does', () => {
  expect(readable(only(organization, 'AWS::SQS::Queue', { QueueName: 'partsweep-settle' }).Properties)).toMatchObject({
    DelaySeconds: 120,
    SqsManagedSseEnabled: true,
    VisibilityTimeout: 360,
    RedrivePolicy: { deadLetterTargetArn: '{{SettleDeadLetters.Arn}}', maxReceiveCount: 9 },
  });
});

test('dead letters are kept longer than the messages that they come from', () => {
  const kept = (name: string): unknown =>
    only(organization, 'AWS::SQS::Queue', { QueueName: name }).Properties['MessageRetentionPeriod'];
  expect(Number(kept('partsweep-settle-dead-letters'))).toBeGreaterThan(Number(kept('partsweep-settle')));
});

test('every queue refuses plain HTTP, and takes messages of EventBridge from its own rule only', () => {
  const policies = ofType(organization, 'AWS::SQS::QueuePolicy').map(
    ({ Properties }) => readable(Properties) as { PolicyDocument: { Statement: unknown[] }; Queues: string[] },
  );
  const deny = (queue: string) => ({
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'sqs:*',
    Resource: `{{${queue}.Arn}}`,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  const allow = (queue: string) => ({
    Sid: 'FromItsRuleOnly',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: `{{${queue}.Arn}}`,
    Condition: { ArnEquals: { 'aws:SourceArn': '{{SettleRule.Arn}}' } },
  });
  expect(
    Object.fromEntries(policies.map(({ Queues, PolicyDocument }) => [Queues[0], PolicyDocument.Statement])),
  ).toEqual({
    '{{SettleQueue}}': [deny('SettleQueue'), allow('SettleQueue')],
    '{{SettleUndelivered}}': [deny('SettleUndelivered'), allow('SettleUndelivered')],
    '{{SettleDeadLetters}}': [deny('SettleDeadLetters')],
  });
});

const QUEUES_AND_LOG = [
  {
    Sid: 'TakeFromSettleQueue',
    Effect: 'Allow',
    Action: [
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:ChangeMessageVisibility',
      'sqs:SendMessage',
    ],
    Resource: '{{SettleQueue.Arn}}',
  },
  { Sid: 'GiveUp', Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '{{SettleDeadLetters.Arn}}' },
  {
    Sid: 'Log',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: 'arn:PARTITION:logs:REGION:ACCOUNT:log-group:/aws/lambda/partsweep-reconcile-bucket:*',
  },
];

test('the function may do exactly what it does, in this organization only', () => {
  expect(readable(only(organization, 'AWS::IAM::Role').Properties)).toEqual({
    RoleName: 'partsweep-reconcile-bucket',
    Path: '/security/',
    Description: expect.any(String),
    PermissionsBoundary: 'arn:PARTITION:iam::ACCOUNT:policy/team/boundary',
    Tags: [{ Key: 'team', Value: 'finops' }],
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    Policies: [
      {
        PolicyName: 'Reconcile',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Sid: 'ActInAccounts',
              Effect: 'Allow',
              Action: 'sts:AssumeRole',
              Resource: 'arn:PARTITION:iam::*:role/security/partsweep-member',
              Condition: { StringEquals: { 'aws:ResourceOrgID': 'o-exampleorgid' } },
            },
            ...QUEUES_AND_LOG,
            {
              Sid: 'ReadAccounts',
              Effect: 'Allow',
              Action: [
                'organizations:DescribeAccount',
                'organizations:ListParents',
                'organizations:ListTagsForResource',
              ],
              Resource: ['account', 'ou'].map(
                (type) => `arn:PARTITION:organizations::111111111111:${type}/o-exampleorgid/*`,
              ),
            },
          ],
        },
      },
    ],
  });
  expect(ofType(organization, 'AWS::IAM::Policy')).toEqual([]);
});

test('in scope account, the function may assume the role of its own account and asks Organizations nothing', () => {
  const [policy] = readable(only(account, 'AWS::IAM::Role').Properties['Policies']) as [
    { PolicyDocument: { Statement: unknown[] } },
  ];
  expect(policy.PolicyDocument.Statement).toEqual([
    {
      Sid: 'ActInAccounts',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: 'arn:PARTITION:iam::ACCOUNT:role/partsweep-member',
    },
    ...QUEUES_AND_LOG,
  ]);
});

test('the function runs on the newest Node, on arm64, logs JSON into its own group, and may send itself messages', () => {
  expect(readable(only(organization, 'AWS::Lambda::Function').Properties)).toMatchObject({
    FunctionName: 'partsweep-reconcile-bucket',
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    LoggingConfig: { LogFormat: 'JSON', LogGroup: '{{ReconcileLog}}' },
    RecursiveLoop: 'Allow',
  });
  expect(only(organization, 'AWS::Logs::LogGroup').Properties).toMatchObject({
    LogGroupName: '/aws/lambda/partsweep-reconcile-bucket',
    RetentionInDays: 30,
  });
});

test('the settings reach the function by its environment', () => {
  const expected: ReconcileBucketEnvironment = {
    PARTSWEEP_QUALIFIER: 'partsweep',
    PARTSWEEP_ROLE_PATH: '/security/',
    PARTSWEEP_PARTITION: 'PARTITION',
    PARTSWEEP_HOME_REGION: 'eu-central-1',
    PARTSWEEP_SCOPE: 'organization',
    PARTSWEEP_MODE: 'apply',
    PARTSWEEP_DAYS: '7',
    PARTSWEEP_ON_LONGER_RULE: 'add',
    PARTSWEEP_BUCKET_OPT_OUT: 'false',
    PARTSWEEP_EXCLUDED_BUCKET_NAMES: '["cdk-*"]',
    PARTSWEEP_SETTLE_SECONDS: '120',
    PARTSWEEP_RETRY_SECONDS: '30',
    PARTSWEEP_MAX_TRIES: '4',
    PARTSWEEP_PROFILE_SECONDS: '900',
    PARTSWEEP_SETTLE_QUEUE_URL: '{{SettleQueue}}',
    PARTSWEEP_DEAD_LETTER_QUEUE_URL: '{{SettleDeadLetters}}',
  };
  expect(readable(only(organization, 'AWS::Lambda::Function').Properties['Environment'])).toEqual({
    Variables: expected,
  });
});

test('the mapping reports failures message by message and is bounded by maximumConcurrency', () => {
  expect(readable(only(organization, 'AWS::Lambda::EventSourceMapping').Properties)).toMatchObject({
    FunctionName: '{{ReconcileFunction}}',
    EventSourceArn: '{{SettleQueue.Arn}}',
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 25 },
  });
});

test('alarms watch each dead-letter queue, errors, throttling, and the age of the oldest message', () => {
  const alarms = ofType(organization, 'AWS::CloudWatch::Alarm').map(({ Properties }) => [
    Properties['MetricName'],
    (readable(Properties['Dimensions']) as [{ Value: string }])[0].Value,
    Properties['Threshold'],
  ]);
  expect(alarms).toEqual([
    ['ApproximateNumberOfMessagesVisible', '{{SettleDeadLetters.QueueName}}', 0],
    ['ApproximateNumberOfMessagesVisible', '{{SettleUndelivered.QueueName}}', 0],
    ['Errors', '{{ReconcileFunction}}', 0],
    ['Throttles', '{{ReconcileFunction}}', 0],
    ['ApproximateAgeOfOldestMessage', '{{SettleQueue.QueueName}}', 3_720],
  ]);
});
