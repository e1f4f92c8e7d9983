import { forwarderStackSet } from '../../../core/contract/names';
import { organizationEventPattern, stackCompletionPattern } from '../../../lib/bucket-event-pattern';
import {
  ACCOUNT,
  BUCKET_EVENTS,
  ORGANIZATION,
  ofType,
  only,
  readable,
  synthesize,
  type Template,
} from '../synthesized';

const organization = synthesize({ ...ORGANIZATION, settleSeconds: 120, maxTries: 4 }).template('partsweep-hub');
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

const toQueue = (queue: string) => [
  {
    Id: queue,
    Arn: `{{${queue}.Arn}}`,
    SqsParameters: { MessageGroupId: '$.account' },
    DeadLetterConfig: { Arn: '{{SettleUndelivered.Arn}}' },
    RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
  },
];

test.each([
  ['bucket events of AWS into the settle queue', 'partsweep-settle', BUCKET_EVENTS, 'SettleQueue'],
  [
    "new stacks of the home Region's stack set into the sweep queue",
    'partsweep-stacks',
    stackCompletionPattern([forwarderStackSet('partsweep', 'eu-central-1')]),
    'SweepQueue',
  ],
  [
    'changes of the organization into the sweep queue',
    'partsweep-organization',
    organizationEventPattern(),
    'SweepQueue',
  ],
])('a rule on the bus puts %s, and what fails into a dead-letter queue', (_, Name, EventPattern, queue) => {
  expect(readable(only(organization, 'AWS::Events::Rule', { Name }).Properties)).toEqual({
    Name,
    Description: expect.any(String),
    State: 'ENABLED',
    EventBusName: '{{CentralBus}}',
    EventPattern,
    Targets: toQueue(queue),
  });
});

test('in scope account, there is the rule for bucket events alone', () => {
  expect(ofType(account, 'AWS::Events::Rule').map(({ Properties }) => Properties['Name'])).toEqual([
    'partsweep-settle',
  ]);
});

test('every rule of the bus matches what AWS itself sends, which nobody else can forge', () => {
  for (const { Properties } of ofType(organization, 'AWS::Events::Rule')) {
    const { source } = Properties['EventPattern'] as { readonly source: readonly string[] };
    expect(source.length).toBeGreaterThan(0);
    expect(source.filter((name) => !name.startsWith('aws.'))).toEqual([]);
  }
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
    RedrivePolicy: { deadLetterTargetArn: '{{SettleDeadLetters.Arn}}', maxReceiveCount: 54 },
  });
});

test.each(['sweep', 'accounts'])(
  'the queue %s waits six times the quarter of an hour that its function may run',
  (name) => {
    expect(
      readable(only(organization, 'AWS::SQS::Queue', { QueueName: `partsweep-${name}` }).Properties),
    ).toMatchObject({
      SqsManagedSseEnabled: true,
      VisibilityTimeout: 5_400,
      RedrivePolicy: {
        deadLetterTargetArn: `{{${name === 'sweep' ? 'Sweep' : 'Accounts'}DeadLetters.Arn}}`,
        maxReceiveCount: 54,
      },
    });
  },
);

test.each([
  ['partsweep-settle-dead-letters', 'partsweep-settle'],
  ['partsweep-sweep-dead-letters', 'partsweep-sweep'],
  ['partsweep-account-dead-letters', 'partsweep-accounts'],
])('messages in %s are kept longer than those in %s that they come from', (deadLetters, queue) => {
  const kept = (name: string): unknown =>
    only(organization, 'AWS::SQS::Queue', { QueueName: name }).Properties['MessageRetentionPeriod'];
  expect(Number(kept(deadLetters))).toBeGreaterThan(Number(kept(queue)));
});

test('every queue refuses plain HTTP, and takes messages of EventBridge from its own rules only', () => {
  const deny = (queue: string) => ({
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 'sqs:*',
    Resource: `{{${queue}.Arn}}`,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });
  const allow = (queue: string, rules: string | readonly string[]) => ({
    Sid: 'FromItsRuleOnly',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: `{{${queue}.Arn}}`,
    Condition: { ArnEquals: { 'aws:SourceArn': rules } },
  });
  const sweepRules = ['{{SweepStackRule.Arn}}', '{{SweepOrganizationRule.Arn}}'];
  expect(queuePolicies(organization)).toEqual({
    '{{SettleQueue}}': [deny('SettleQueue'), allow('SettleQueue', '{{SettleRule.Arn}}')],
    '{{SettleUndelivered}}': [
      deny('SettleUndelivered'),
      allow('SettleUndelivered', ['{{SettleRule.Arn}}', ...sweepRules]),
    ],
    '{{SettleDeadLetters}}': [deny('SettleDeadLetters')],
    '{{SweepQueue}}': [deny('SweepQueue'), allow('SweepQueue', sweepRules)],
    '{{SweepDeadLetters}}': [deny('SweepDeadLetters')],
    '{{AccountsQueue}}': [deny('AccountsQueue')],
    '{{AccountsDeadLetters}}': [deny('AccountsDeadLetters')],
    '{{ReportsQueue}}': [deny('ReportsQueue')],
    '{{ReportsDeadLetters}}': [deny('ReportsDeadLetters')],
  });
  expect(queuePolicies(account)['{{SweepQueue}}']).toEqual([deny('SweepQueue')]);
});

function queuePolicies(template: Template): Readonly<Record<string, unknown>> {
  const policies = ofType(template, 'AWS::SQS::QueuePolicy').map(
    ({ Properties }) => readable(Properties) as { PolicyDocument: { Statement: unknown[] }; Queues: string[] },
  );
  return Object.fromEntries(policies.map(({ Queues, PolicyDocument }) => [Queues[0], PolicyDocument.Statement]));
}
