import type {
  HubEnvironment,
  MemberEnvironment,
  ReconcileBucketEnvironment,
  StartSweepEnvironment,
  SurveyAccountEnvironment,
  SweepEnvironment,
  WriteReportEnvironment,
} from '../../../core/contract/environment';
import {
  ACCOUNT,
  ORGANIZATION,
  ofType,
  only,
  type Resource,
  readable,
  synthesize,
  type Template,
} from '../synthesized';

const organization = synthesize({
  ...ORGANIZATION,
  path: '/security/',
  permissionsBoundary: 'team/boundary',
  settleSeconds: 120,
  maxTries: 4,
  maximumConcurrency: 25,
  surveyConcurrency: 40,
  logRetentionDays: 30,
  excludedBucketNames: ['cdk-*'],
  allowBucketOptOut: false,
  modes: { 'ou-abcd-12345678': 'audit' },
  onForeignConfiguration: 'report',
  directoryBucketRegions: ['us-east-1'],
  tags: { team: 'finops' },
}).template('partsweep-hub');
const account = synthesize(ACCOUNT).template('partsweep-hub');

const FUNCTIONS = ['reconcile-bucket', 'start-sweep', 'survey-account', 'write-report'] as const;
type FunctionName = (typeof FUNCTIONS)[number];

/** How the logical IDs of what belongs to a function begin. */
const ID: Readonly<Record<FunctionName, string>> = {
  'reconcile-bucket': 'Reconcile',
  'start-sweep': 'StartSweep',
  'survey-account': 'Survey',
  'write-report': 'Report',
};

function lambda(template: Template, name: FunctionName): Resource {
  return only(template, 'AWS::Lambda::Function', { FunctionName: `partsweep-${name}` });
}

function role(template: Template, name: FunctionName): Resource {
  return only(template, 'AWS::IAM::Role', { RoleName: `partsweep-${name}` });
}

function statements(template: Template, name: FunctionName): unknown[] {
  const policies = readable(role(template, name).Properties['Policies']) as [
    { PolicyDocument: { Statement: unknown[] } },
  ];
  expect(policies).toHaveLength(1);
  return policies[0].PolicyDocument.Statement;
}

const allow = (Sid: string, Action: unknown, Resource: unknown, Condition?: unknown) => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const WORK_OFF = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes', 'ChangeMessageVisibility'].map(
  (operation) => `sqs:${operation}`,
);
const TAKE = [...WORK_OFF, 'sqs:SendMessage'];
const ITEMS = ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
const QUERIES = [...ITEMS, 'dynamodb:Query'];
const send = (Sid: string, Resource: unknown) => allow(Sid, 'sqs:SendMessage', Resource);
const inOrganization = (type: string) => `arn:PARTITION:organizations::111111111111:${type}/o-exampleorgid/*`;
const log = (name: FunctionName) =>
  allow(
    'Log',
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    `arn:PARTITION:logs:REGION:ACCOUNT:log-group:/aws/lambda/partsweep-${name}:*`,
  );

const ACT_IN_ORGANIZATION = allow(
  'ActInAccounts',
  'sts:AssumeRole',
  'arn:PARTITION:iam::*:role/security/partsweep-member',
  { StringEquals: { 'aws:ResourceOrgID': 'o-exampleorgid' } },
);
const ACT_IN_ACCOUNT = allow('ActInAccounts', 'sts:AssumeRole', 'arn:PARTITION:iam::ACCOUNT:role/partsweep-member');
const READ_ACCOUNTS = [
  allow('DescribeAccounts', 'organizations:DescribeAccount', inOrganization('account')),
  allow(
    'ReadAccounts',
    ['ListParents', 'ListTagsForResource'].map((operation) => `organizations:${operation}`),
    [inOrganization('account'), inOrganization('ou')],
  ),
];
const TELL_OUTCOMES = allow('TellOutcomes', 'events:PutEvents', '{{CentralBus.Arn}}', {
  StringEquals: { 'events:source': 'partsweep' },
});

const reconcile = (act: object, ...profiles: object[]) => [
  act,
  allow('TakeFromSettleQueue', TAKE, '{{SettleQueue.Arn}}'),
  send('GiveUp', '{{SettleDeadLetters.Arn}}'),
  ...profiles,
  allow('UseInventory', ITEMS, '{{InventoryTable.Arn}}'),
  allow(
    'KeepImages',
    ['s3:GetObject', 's3:PutObject'],
    'arn:PARTITION:s3:::partsweep-inventory-222222222222-eu-central-1/images/*',
  ),
  TELL_OUTCOMES,
  log('reconcile-bucket'),
];
const startSweep = (...fleet: object[]) => [
  allow('TakeFromSweepQueue', TAKE, '{{SweepQueue.Arn}}'),
  send('QueueAccountsAndBuckets', ['{{AccountsQueue.Arn}}', '{{SettleQueue.Arn}}']),
  send('AskForReports', '{{ReportsQueue.Arn}}'),
  send('GiveUp', '{{SweepDeadLetters.Arn}}'),
  ...fleet,
  allow('UseInventory', [...QUERIES, 'dynamodb:BatchGetItem'], '{{InventoryTable.Arn}}'),
  allow('QueryIndex', 'dynamodb:Query', '{{InventoryTable.Arn}}/index/by-state'),
  log('start-sweep'),
];
const survey = (act: object) => [
  act,
  allow('TakeFromAccountQueue', TAKE, '{{AccountsQueue.Arn}}'),
  send('QueueBucketsAndSweeps', ['{{SettleQueue.Arn}}', '{{SweepQueue.Arn}}']),
  send('GiveUp', '{{AccountsDeadLetters.Arn}}'),
  allow('UseInventory', QUERIES, '{{InventoryTable.Arn}}'),
  TELL_OUTCOMES,
  log('survey-account'),
];

test('reconcile-bucket may do exactly what it does, in this organization only', () => {
  expect(readable(role(organization, 'reconcile-bucket').Properties)).toEqual({
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
        PolicyDocument: { Version: '2012-10-17', Statement: reconcile(ACT_IN_ORGANIZATION, ...READ_ACCOUNTS) },
      },
    ],
  });
});

test('start-sweep may list accounts and what became of our stack sets, and assumes no role', () => {
  const listing = [
    ...READ_ACCOUNTS,
    allow('ListAccounts', 'organizations:ListAccounts', '*'),
    allow(
      'ListUnits',
      ['organizations:ListAccountsForParent', 'organizations:ListOrganizationalUnitsForParent'],
      inOrganization('ou'),
    ),
    allow(
      'ReadStackInstances',
      'cloudformation:ListStackInstances',
      ['roles', 'forwarder-eu-central-1', 'forwarder-us-east-1'].map(
        (name) => `arn:PARTITION:cloudformation:eu-central-1:111111111111:stackset/partsweep-${name}:*`,
      ),
    ),
  ];
  expect(statements(organization, 'start-sweep')).toEqual(startSweep(...listing));
});

test('survey-account may look through accounts, and asks Organizations nothing', () => {
  expect(statements(organization, 'survey-account')).toEqual(survey(ACT_IN_ORGANIZATION));
});

test('write-report reads the inventory, writes under one prefix, and reaches nothing else', () => {
  const expected = [
    allow('TakeFromReportQueue', WORK_OFF, '{{ReportsQueue.Arn}}'),
    send('GiveUp', '{{ReportsDeadLetters.Arn}}'),
    allow('ReadInventory', 'dynamodb:Query', '{{InventoryTable.Arn}}'),
    allow('QueryIndex', 'dynamodb:Query', '{{InventoryTable.Arn}}/index/by-state'),
    allow(
      'WriteReports',
      ['s3:PutObject', 's3:AbortMultipartUpload'],
      'arn:PARTITION:s3:::partsweep-inventory-222222222222-eu-central-1/reports/*',
    ),
    log('write-report'),
  ];
  for (const template of [organization, account]) expect(statements(template, 'write-report')).toEqual(expected);
});

test('in scope account, the functions act in their own account and ask neither Organizations nor StackSets', () => {
  expect(statements(account, 'reconcile-bucket')).toEqual(reconcile(ACT_IN_ACCOUNT));
  expect(statements(account, 'start-sweep')).toEqual(startSweep());
  expect(statements(account, 'survey-account')).toEqual(survey(ACT_IN_ACCOUNT));
});

test('nothing is added to the roles in passing', () => {
  expect(ofType(organization, 'AWS::IAM::Policy')).toEqual([]);
  expect(JSON.stringify(organization)).not.toContain('ManagedPolicyArns');
});

test.each([
  ['reconcile-bucket', 60, 512],
  ['start-sweep', 900, 512],
  ['survey-account', 900, 1_024],
  ['write-report', 900, 2_048],
] as const)(
  '%s runs on the newest Node, on arm64, logs JSON into its own group, and may send itself messages',
  (name, Timeout, MemorySize) => {
    expect(readable(lambda(organization, name).Properties)).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout,
      MemorySize,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: `{{${ID[name]}Log}}` },
      RecursiveLoop: 'Allow',
      Role: `{{${ID[name]}Role.Arn}}`,
    });
    const group = only(organization, 'AWS::Logs::LogGroup', { LogGroupName: `/aws/lambda/partsweep-${name}` });
    expect(group.Properties).toMatchObject({ RetentionInDays: 30 });
  },
);

test.each([
  ['reconcile-bucket', 'SettleQueue', 10, 25],
  ['start-sweep', 'SweepQueue', 1, 2],
  ['survey-account', 'AccountsQueue', 1, 40],
  ['write-report', 'ReportsQueue', 1, 2],
] as const)(
  '%s works off %s, reports failures message by message, and is bounded',
  (name, queue, batch, concurrency) => {
    const mappings = ofType(organization, 'AWS::Lambda::EventSourceMapping').map(
      ({ Properties }) => readable(Properties) as Readonly<Record<string, unknown>>,
    );
    expect(mappings.filter(({ EventSourceArn }) => EventSourceArn === `{{${queue}.Arn}}`)).toMatchObject([
      {
        FunctionName: `{{${ID[name]}Function}}`,
        BatchSize: batch,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: concurrency },
      },
    ]);
  },
);

const HUB = (deadLetters: string): HubEnvironment => ({
  PARTSWEEP_QUALIFIER: 'partsweep',
  PARTSWEEP_HOME_REGION: 'eu-central-1',
  PARTSWEEP_SCOPE: 'organization',
  PARTSWEEP_MODE: 'apply',
  PARTSWEEP_MODES: '{"ou-abcd-12345678":"audit"}',
  PARTSWEEP_TARGETS: '["ou-abcd-12345678"]',
  PARTSWEEP_DAYS: '7',
  PARTSWEEP_SETTLE_SECONDS: '120',
  PARTSWEEP_RETRY_SECONDS: '30',
  PARTSWEEP_MAX_TRIES: '4',
  PARTSWEEP_PAUSE_SECONDS: '30',
  PARTSWEEP_INVENTORY_TABLE: '{{InventoryTable}}',
  PARTSWEEP_SETTLE_QUEUE_URL: '{{SettleQueue}}',
  PARTSWEEP_DEAD_LETTER_QUEUE_URL: `{{${deadLetters}}}`,
});
const MEMBER: MemberEnvironment = {
  PARTSWEEP_ROLE_PATH: '/security/',
  PARTSWEEP_PARTITION: 'PARTITION',
  PARTSWEEP_ON_LONGER_RULE: 'add',
  PARTSWEEP_ON_FOREIGN_CONFIGURATION: 'report',
  PARTSWEEP_ON_MANAGED_CONFIGURATION: 'merge',
  PARTSWEEP_CONTESTED_AFTER: '3',
  PARTSWEEP_CONTESTED_DAYS: '30',
  PARTSWEEP_RULE_OF_EXCLUDED_BUCKETS: 'keep',
  PARTSWEEP_BUCKET_OPT_OUT: 'false',
  PARTSWEEP_EXCLUDED_BUCKET_NAMES: '["cdk-*"]',
  PARTSWEEP_BUS_NAME: '{{CentralBus}}',
};
const SWEEP: SweepEnvironment = {
  PARTSWEEP_SWEEP_QUEUE_URL: '{{SweepQueue}}',
  PARTSWEEP_ACCOUNT_QUEUE_URL: '{{AccountsQueue}}',
  PARTSWEEP_TIMEOUT_SECONDS: '900',
};

test('the settings reach each function by its environment', () => {
  const variables = (name: FunctionName): unknown =>
    (readable(lambda(organization, name).Properties['Environment']) as { Variables: unknown }).Variables;
  expect(variables('reconcile-bucket')).toEqual({
    ...HUB('SettleDeadLetters'),
    ...MEMBER,
    PARTSWEEP_REPAIR_LOST_UPDATES: 'true',
    PARTSWEEP_PROFILE_SECONDS: '900',
    PARTSWEEP_WRITES_PER_HOUR: '10000',
    PARTSWEEP_WRITES_PER_SWEEP: '100000',
    PARTSWEEP_IMAGE_BUCKET: '{{InventoryImages}}',
    PARTSWEEP_HUB_ACCOUNT_ID: '222222222222',
  } satisfies ReconcileBucketEnvironment);
  expect(variables('start-sweep')).toEqual({
    ...HUB('SweepDeadLetters'),
    ...SWEEP,
    PARTSWEEP_REPORT_QUEUE_URL: '{{ReportsQueue}}',
    PARTSWEEP_PROFILE_SECONDS: '900',
    PARTSWEEP_HUB_ACCOUNT_ID: '222222222222',
    PARTSWEEP_MANAGEMENT_ACCOUNT_ID: '111111111111',
    PARTSWEEP_DEPLOY_TO_MANAGEMENT_ACCOUNT: 'false',
    PARTSWEEP_CALL_AS: 'DELEGATED_ADMIN',
    PARTSWEEP_STACK_SET_NAMES: '["partsweep-roles","partsweep-forwarder-eu-central-1","partsweep-forwarder-us-east-1"]',
  } satisfies StartSweepEnvironment);
  expect(variables('survey-account')).toEqual({
    ...HUB('AccountsDeadLetters'),
    ...MEMBER,
    ...SWEEP,
    PARTSWEEP_FORWARDED_REGIONS: '["eu-central-1","us-east-1"]',
    PARTSWEEP_DIRECTORY_BUCKET_REGIONS: '["us-east-1"]',
  } satisfies SurveyAccountEnvironment);
  expect(variables('write-report')).toEqual({
    PARTSWEEP_QUALIFIER: 'partsweep',
    PARTSWEEP_HOME_REGION: 'eu-central-1',
    PARTSWEEP_HUB_ACCOUNT_ID: '222222222222',
    PARTSWEEP_ORGANIZATION_ID: 'o-exampleorgid',
    PARTSWEEP_RETRY_SECONDS: '30',
    PARTSWEEP_MAX_TRIES: '4',
    PARTSWEEP_INVENTORY_TABLE: '{{InventoryTable}}',
    PARTSWEEP_REPORT_BUCKET: '{{InventoryImages}}',
    PARTSWEEP_REPORT_QUEUE_URL: '{{ReportsQueue}}',
    PARTSWEEP_DEAD_LETTER_QUEUE_URL: '{{ReportsDeadLetters}}',
  } satisfies WriteReportEnvironment);
});

test('in scope account, every account takes part, and there is no organization to ask', () => {
  expect(readable(lambda(account, 'start-sweep').Properties['Environment'])).toMatchObject({
    Variables: {
      PARTSWEEP_SCOPE: 'account',
      PARTSWEEP_MODES: '{}',
      PARTSWEEP_TARGETS: 'null',
      PARTSWEEP_MANAGEMENT_ACCOUNT_ID: 'none',
      PARTSWEEP_STACK_SET_NAMES: '[]',
    },
  });
});

test('the environment of each function stays under what Lambda takes, with lists as long as the settings take', () => {
  const qualifier = 'q'.repeat(25);
  const hub = synthesize({
    ...ORGANIZATION,
    qualifier,
    homeRegion: 'ap-southeast-1',
    regions: ['ap-southeast-1'],
    path: `/${'p'.repeat(254)}/`,
    days: 2_147_483_647,
    writesPerHour: 1_000_000_000,
    writesPerSweep: 1_000_000_000,
    modes: Object.fromEntries(Array.from({ length: 75 }, (_, index) => [`ou-abcd-${10_000_000 + index}`, 'audit'])),
  }).template(`${qualifier}-hub`);
  const known = (value: string): string =>
    value
      .replace('PARTITION', 'aws-us-gov')
      .replace('{{InventoryTable}}', `${qualifier}-inventory`)
      .replace('{{InventoryImages}}', `${qualifier}-inventory-222222222222-ap-southeast-1`)
      .replace('{{CentralBus}}', qualifier)
      .replace(
        /^\{\{\w+\}\}$/,
        `https://sqs.ap-southeast-1.amazonaws.com/222222222222/${qualifier}-settle-dead-letters`,
      );
  const sizes = ofType(hub, 'AWS::Lambda::Function').map(({ Properties }) => {
    const { Variables } = readable(Properties['Environment']) as { Variables: Readonly<Record<string, string>> };
    return Object.entries(Variables).reduce((sum, [key, value]) => sum + key.length + known(value).length, 0);
  });
  expect(sizes).toHaveLength(4);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4_096);
  expect(Math.max(...sizes)).toBeGreaterThan(3_500);
});
