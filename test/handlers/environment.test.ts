import type {
  HubEnvironment,
  MemberEnvironment,
  ReconcileBucketEnvironment,
  StartSweepEnvironment,
  SurveyAccountEnvironment,
  SweepEnvironment,
  WriteReportEnvironment,
} from '../../core/contract/environment';
import { parseReconcileBucketEnvironment } from '../../handlers/environment/reconcile-bucket';
import { parseStartSweepEnvironment } from '../../handlers/environment/start-sweep';
import { parseSurveyAccountEnvironment } from '../../handlers/environment/survey-account';
import { parseWriteReportEnvironment } from '../../handlers/environment/write-report';

const queue = (name: string): string => `https://sqs.eu-central-1.amazonaws.com/111122223333/${name}`;

const HUB: HubEnvironment = {
  PARTSWEEP_QUALIFIER: 'partsweep',
  PARTSWEEP_HOME_REGION: 'eu-central-1',
  PARTSWEEP_SCOPE: 'organization',
  PARTSWEEP_MODE: 'apply',
  PARTSWEEP_MODES: '{"ou-abcd-12345678":"audit"}',
  PARTSWEEP_TARGETS: '["r-abcd"]',
  PARTSWEEP_DAYS: '7',
  PARTSWEEP_SETTLE_SECONDS: '300',
  PARTSWEEP_RETRY_SECONDS: '30',
  PARTSWEEP_MAX_TRIES: '8',
  PARTSWEEP_PAUSE_SECONDS: '30',
  PARTSWEEP_INVENTORY_TABLE: 'partsweep-inventory',
  PARTSWEEP_SETTLE_QUEUE_URL: queue('partsweep-settle'),
  PARTSWEEP_DEAD_LETTER_QUEUE_URL: queue('partsweep-settle-dead-letters'),
};

const MEMBER: MemberEnvironment = {
  PARTSWEEP_ROLE_PATH: '/',
  PARTSWEEP_PARTITION: 'aws',
  PARTSWEEP_ON_LONGER_RULE: 'add',
  PARTSWEEP_ON_FOREIGN_CONFIGURATION: 'merge',
  PARTSWEEP_ON_MANAGED_CONFIGURATION: 'report',
  PARTSWEEP_CONTESTED_AFTER: '3',
  PARTSWEEP_CONTESTED_DAYS: '30',
  PARTSWEEP_RULE_OF_EXCLUDED_BUCKETS: 'keep',
  PARTSWEEP_BUCKET_OPT_OUT: 'true',
  PARTSWEEP_EXCLUDED_BUCKET_NAMES: '["cdk-*"]',
  PARTSWEEP_BUS_NAME: 'partsweep',
};

const SWEEP: SweepEnvironment = {
  PARTSWEEP_SWEEP_QUEUE_URL: queue('partsweep-sweep'),
  PARTSWEEP_ACCOUNT_QUEUE_URL: queue('partsweep-accounts'),
  PARTSWEEP_TIMEOUT_SECONDS: '900',
};

const RECONCILE: ReconcileBucketEnvironment = {
  ...HUB,
  ...MEMBER,
  PARTSWEEP_REPAIR_LOST_UPDATES: 'false',
  PARTSWEEP_PROFILE_SECONDS: '300',
  PARTSWEEP_WRITES_PER_HOUR: '10000',
  PARTSWEEP_WRITES_PER_SWEEP: '100000',
  PARTSWEEP_IMAGE_BUCKET: 'partsweep-inventory-111122223333-eu-central-1',
  PARTSWEEP_HUB_ACCOUNT_ID: '111122223333',
};

const START_SWEEP: StartSweepEnvironment = {
  PARTSWEEP_REPORT_QUEUE_URL: queue('partsweep-reports'),
  ...HUB,
  ...SWEEP,
  PARTSWEEP_PROFILE_SECONDS: '300',
  PARTSWEEP_HUB_ACCOUNT_ID: '111122223333',
  PARTSWEEP_MANAGEMENT_ACCOUNT_ID: '444455556666',
  PARTSWEEP_DEPLOY_TO_MANAGEMENT_ACCOUNT: 'false',
  PARTSWEEP_CALL_AS: 'DELEGATED_ADMIN',
  PARTSWEEP_STACK_SET_NAMES: '["partsweep-roles","partsweep-forwarder-eu-central-1"]',
};

const SURVEY: SurveyAccountEnvironment = {
  ...HUB,
  ...MEMBER,
  ...SWEEP,
  PARTSWEEP_FORWARDED_REGIONS: '["eu-central-1"]',
  PARTSWEEP_DIRECTORY_BUCKET_REGIONS: '["us-east-1"]',
};

const WRITE_REPORT: WriteReportEnvironment = {
  PARTSWEEP_QUALIFIER: 'partsweep',
  PARTSWEEP_HOME_REGION: 'eu-central-1',
  PARTSWEEP_HUB_ACCOUNT_ID: '111122223333',
  PARTSWEEP_ORGANIZATION_ID: 'o-exampleorgid',
  PARTSWEEP_RETRY_SECONDS: '30',
  PARTSWEEP_MAX_TRIES: '8',
  PARTSWEEP_INVENTORY_TABLE: 'partsweep-inventory',
  PARTSWEEP_REPORT_BUCKET: 'partsweep-inventory-111122223333-eu-central-1',
  PARTSWEEP_REPORT_QUEUE_URL: queue('partsweep-reports'),
  PARTSWEEP_DEAD_LETTER_QUEUE_URL: queue('partsweep-report-dead-letters'),
};

const FUNCTIONS: readonly [
  name: string,
  parse: (environment: NodeJS.ProcessEnv) => unknown,
  environment: Readonly<Record<string, string>>,
][] = [
  ['reconcile-bucket', parseReconcileBucketEnvironment, { ...RECONCILE }],
  ['start-sweep', parseStartSweepEnvironment, { ...START_SWEEP }],
  ['survey-account', parseSurveyAccountEnvironment, { ...SURVEY }],
  ['write-report', parseWriteReportEnvironment, { ...WRITE_REPORT }],
];

test('the environment of reconcile-bucket is typed', () => {
  expect(parseReconcileBucketEnvironment({ ...RECONCILE })).toEqual({
    qualifier: 'partsweep',
    homeRegion: 'eu-central-1',
    scope: 'organization',
    mode: 'apply',
    modes: { 'ou-abcd-12345678': 'audit' },
    targets: ['r-abcd'],
    days: 7,
    settleSeconds: 300,
    retrySeconds: 30,
    maxTries: 8,
    pauseSeconds: 30,
    inventoryTable: 'partsweep-inventory',
    settleQueueUrl: queue('partsweep-settle'),
    deadLetterQueueUrl: queue('partsweep-settle-dead-letters'),
    rolePath: '/',
    partition: 'aws',
    onLongerRule: 'add',
    onForeignConfiguration: 'merge',
    onManagedConfiguration: 'report',
    contestedAfter: 3,
    contestedDays: 30,
    ruleOfExcludedBuckets: 'keep',
    bucketOptOut: true,
    excludedBucketNames: ['cdk-*'],
    busName: 'partsweep',
    repairLostUpdates: false,
    profileSeconds: 300,
    writesPerHour: 10_000,
    writesPerSweep: 100_000,
    imageBucket: 'partsweep-inventory-111122223333-eu-central-1',
    hubAccountId: '111122223333',
  });
});

test('the environment of start-sweep is typed', () => {
  expect(parseStartSweepEnvironment({ ...START_SWEEP })).toMatchObject({
    hubAccountId: '111122223333',
    managementAccountId: '444455556666',
    deployToManagementAccount: false,
    callAs: 'DELEGATED_ADMIN',
    stackSetNames: ['partsweep-roles', 'partsweep-forwarder-eu-central-1'],
    sweepQueueUrl: queue('partsweep-sweep'),
    reportQueueUrl: queue('partsweep-reports'),
    accountQueueUrl: queue('partsweep-accounts'),
    timeoutSeconds: 900,
  });
});

test('the environment of survey-account is typed', () => {
  expect(parseSurveyAccountEnvironment({ ...SURVEY })).toMatchObject({
    forwardedRegions: ['eu-central-1'],
    directoryBucketRegions: ['us-east-1'],
  });
});

test('the environment of write-report is typed, and names no organization where there is none', () => {
  expect(parseWriteReportEnvironment({ ...WRITE_REPORT })).toEqual({
    qualifier: 'partsweep',
    homeRegion: 'eu-central-1',
    hubAccountId: '111122223333',
    organizationId: 'o-exampleorgid',
    retrySeconds: 30,
    maxTries: 8,
    inventoryTable: 'partsweep-inventory',
    reportBucket: 'partsweep-inventory-111122223333-eu-central-1',
    reportQueueUrl: queue('partsweep-reports'),
    deadLetterQueueUrl: queue('partsweep-report-dead-letters'),
  });
  expect(parseWriteReportEnvironment({ ...WRITE_REPORT, PARTSWEEP_ORGANIZATION_ID: 'none' }).organizationId).toBeNull();
  expect(() => parseWriteReportEnvironment({ ...WRITE_REPORT, PARTSWEEP_ORGANIZATION_ID: 'org' })).toThrow(
    'PARTSWEEP_ORGANIZATION_ID is "org": must be the ID of an organization, or none',
  );
});

test('in scope account every account takes part, and there is no management account', () => {
  const account = { PARTSWEEP_SCOPE: 'account', PARTSWEEP_TARGETS: 'null', PARTSWEEP_MANAGEMENT_ACCOUNT_ID: 'none' };
  expect(parseStartSweepEnvironment({ ...START_SWEEP, ...account })).toMatchObject({
    targets: null,
    managementAccountId: null,
  });
});

test.each(FUNCTIONS)('an empty environment of %s fails with every variable named', (_, parse, environment) => {
  for (const name of Object.keys(environment)) expect(() => parse({})).toThrow(`${name} is missing`);
});

test.each(FUNCTIONS)('%s needs each of its variables, and says so once', (_, parse, environment) => {
  expect(() => parse({ ...environment })).not.toThrow();
  for (const name of Object.keys(environment)) {
    const { [name]: __, ...rest } = environment;
    expect(() => parse(rest)).toThrow(
      new RegExp(`^the environment of the function is wrong:\n${name} is missing: must be .+$`),
    );
  }
});

test.each([
  ['PARTSWEEP_DAYS', '0'],
  ['PARTSWEEP_DAYS', '1.5'],
  ['PARTSWEEP_SETTLE_SECONDS', '901'],
  ['PARTSWEEP_MODE', 'dry-run'],
  ['PARTSWEEP_MODES', '{"ou-abcd-12345678":"off"}'],
  ['PARTSWEEP_MODES', '[]'],
  ['PARTSWEEP_TARGETS', '"r-abcd"'],
  ['PARTSWEEP_TARGETS', '[7]'],
  ['PARTSWEEP_HOME_REGION', 'Frankfurt'],
  ['PARTSWEEP_INVENTORY_TABLE', ''],
  ['PARTSWEEP_SETTLE_QUEUE_URL', 'settle'],
])('fails in every function that has it with %s = %s', (name, value) => {
  for (const [, parse, environment] of FUNCTIONS.filter(([, , { [name]: known }]) => known !== undefined)) {
    expect(() => parse({ ...environment, [name]: value })).toThrow(`${name} is ${JSON.stringify(value)}`);
  }
});

test.each([
  ['PARTSWEEP_BUCKET_OPT_OUT', 'yes'],
  ['PARTSWEEP_EXCLUDED_BUCKET_NAMES', '[1]'],
  ['PARTSWEEP_ON_FOREIGN_CONFIGURATION', 'add'],
  ['PARTSWEEP_CONTESTED_AFTER', '0'],
  ['PARTSWEEP_RULE_OF_EXCLUDED_BUCKETS', 'delete'],
  ['PARTSWEEP_REPAIR_LOST_UPDATES', 'yes'],
  ['PARTSWEEP_WRITES_PER_HOUR', '-1'],
])('fails in reconcile-bucket with %s = %s', (name, value) => {
  expect(() => parseReconcileBucketEnvironment({ ...RECONCILE, [name]: value })).toThrow(
    `${name} is ${JSON.stringify(value)}`,
  );
});

test.each([
  ['PARTSWEEP_MANAGEMENT_ACCOUNT_ID', '44445555666'],
  ['PARTSWEEP_HUB_ACCOUNT_ID', 'none'],
  ['PARTSWEEP_CALL_AS', 'ADMIN'],
  ['PARTSWEEP_TIMEOUT_SECONDS', '901'],
])('fails in start-sweep with %s = %s', (name, value) => {
  expect(() => parseStartSweepEnvironment({ ...START_SWEEP, [name]: value })).toThrow(
    `${name} is ${JSON.stringify(value)}`,
  );
});

test('fails in survey-account with a Region that is none', () => {
  const environment = { ...SURVEY, PARTSWEEP_FORWARDED_REGIONS: '["eu-central-1","Frankfurt"]' };
  expect(() => parseSurveyAccountEnvironment(environment)).toThrow('PARTSWEEP_FORWARDED_REGIONS is ');
});

/** What each variable must be, in words, with values at the edges of that and just beyond. */
const EDGES: Readonly<Record<string, readonly [expected: string, good: readonly string[], bad: readonly string[]]>> = {
  PARTSWEEP_QUALIFIER: ['a name', ['a', 'A.b-c_9'], ['', 'a b', 'a/b', '!a', 'a!']],
  PARTSWEEP_HOME_REGION: ['a Region', ['us-east-1'], ['Frankfurt']],
  PARTSWEEP_SCOPE: ['organization or account', ['organization', 'account'], ['']],
  PARTSWEEP_MODE: ['audit or apply', ['audit', 'apply'], ['', 'off']],
  PARTSWEEP_MODES: [
    'a JSON object of audit or apply by ID',
    ['{}', '{"a":"audit","b":"apply"}'],
    ['', 'null', '[]', '"x"', '{"a":"audit","b":"off"}', '{'],
  ],
  PARTSWEEP_TARGETS: ['a JSON array of IDs, or null', ['null', '[]', '["a"]'], ['', '{}', '["a",7]', '[']],
  PARTSWEEP_DAYS: [
    'a whole number from 1 to 2147483647',
    ['1', '2147483647'],
    ['0', '2147483648', '1.5', 'x1', '1x', '-1'],
  ],
  PARTSWEEP_SETTLE_SECONDS: ['a whole number from 1 to 900', ['1', '900'], ['0', '901']],
  PARTSWEEP_RETRY_SECONDS: ['a whole number from 0 to 900', ['0', '900'], ['', '901']],
  PARTSWEEP_MAX_TRIES: ['a whole number from 1 to 1000', ['1', '1000'], ['0', '1001']],
  PARTSWEEP_PAUSE_SECONDS: ['a whole number from 0 to 60', ['0', '60'], ['', '61']],
  PARTSWEEP_INVENTORY_TABLE: ['a name', ['t'], ['']],
  PARTSWEEP_SETTLE_QUEUE_URL: [
    'the URL of a queue',
    ['https://x', 'http://x/y'],
    ['', 'x', 'ftp://x', 'xhttp://x', 'http://', 'http://x y'],
  ],
  PARTSWEEP_DEAD_LETTER_QUEUE_URL: ['the URL of a queue', ['https://x'], ['']],
  PARTSWEEP_ROLE_PATH: ['/ or a path that begins and ends with /', ['/', '/a/', '/a/b/'], ['', 'a/', '/a', 'x/a/']],
  PARTSWEEP_PARTITION: ['a partition, such as aws', ['aws', 'aws-us-gov'], ['', 'xaws', 'aws1', 'awS']],
  PARTSWEEP_ON_LONGER_RULE: ['add or accept or report', ['add', 'accept', 'report'], ['']],
  PARTSWEEP_ON_FOREIGN_CONFIGURATION: ['merge or report or skip', ['merge', 'report', 'skip'], ['']],
  PARTSWEEP_ON_MANAGED_CONFIGURATION: ['merge or report or skip', ['merge', 'report', 'skip'], ['']],
  PARTSWEEP_CONTESTED_AFTER: ['a whole number from 1 to 10', ['1', '10'], ['0', '11']],
  PARTSWEEP_CONTESTED_DAYS: ['a whole number from 1 to 365', ['1', '365'], ['0', '366']],
  PARTSWEEP_RULE_OF_EXCLUDED_BUCKETS: ['keep or remove', ['keep', 'remove'], ['']],
  PARTSWEEP_BUCKET_OPT_OUT: ['true or false', ['true', 'false'], ['', 'yes']],
  PARTSWEEP_EXCLUDED_BUCKET_NAMES: ['a JSON array of texts', ['[]', '["a"]'], ['null', '["a",1]', '']],
  PARTSWEEP_BUS_NAME: ['a name', ['b'], ['']],
  PARTSWEEP_REPAIR_LOST_UPDATES: ['true or false', ['true', 'false'], ['yes']],
  PARTSWEEP_PROFILE_SECONDS: ['a whole number from 0 to 86400', ['0', '86400'], ['', '86401']],
  PARTSWEEP_WRITES_PER_HOUR: ['a whole number from 1 to 1000000000', ['1', '1000000000'], ['0', '1000000001']],
  PARTSWEEP_WRITES_PER_SWEEP: ['a whole number from 1 to 1000000000', ['1', '1000000000'], ['0', '1000000001']],
  PARTSWEEP_IMAGE_BUCKET: ['a name', ['b'], ['']],
  PARTSWEEP_HUB_ACCOUNT_ID: ['twelve digits', ['000000000000'], ['', '1', 'none']],
  PARTSWEEP_SWEEP_QUEUE_URL: ['the URL of a queue', ['https://x'], ['']],
  PARTSWEEP_ACCOUNT_QUEUE_URL: ['the URL of a queue', ['https://x'], ['']],
  PARTSWEEP_TIMEOUT_SECONDS: ['a whole number from 1 to 900', ['1', '900'], ['0', '901']],
  PARTSWEEP_REPORT_QUEUE_URL: ['the URL of a queue', ['https://x'], ['']],
  PARTSWEEP_MANAGEMENT_ACCOUNT_ID: ['twelve digits, or none', ['none', '000000000000'], ['', '1']],
  PARTSWEEP_DEPLOY_TO_MANAGEMENT_ACCOUNT: ['true or false', ['true', 'false'], ['']],
  PARTSWEEP_CALL_AS: ['DELEGATED_ADMIN or SELF', ['DELEGATED_ADMIN', 'SELF'], ['']],
  PARTSWEEP_STACK_SET_NAMES: ['a JSON array of names', ['[]', '["a"]'], ['null', '[1]']],
  PARTSWEEP_FORWARDED_REGIONS: ['a JSON array of Regions', ['[]', '["us-east-1"]'], ['["x"]', 'null']],
  PARTSWEEP_DIRECTORY_BUCKET_REGIONS: ['a JSON array of Regions', ['[]', '["us-east-1"]'], ['["x"]', 'null']],
  PARTSWEEP_REPORT_BUCKET: ['a name', ['b'], ['']],
  PARTSWEEP_ORGANIZATION_ID: [
    'the ID of an organization, or none',
    ['none', `o-${'a'.repeat(10)}`, `o-${'0'.repeat(32)}`],
    ['', `o-${'a'.repeat(9)}`, `o-${'a'.repeat(33)}`, `xo-${'a'.repeat(10)}`, `o-${'a'.repeat(10)}!`, 'o-ABCDEFGHIJ'],
  ],
};

test.each(FUNCTIONS)(
  'each variable of %s is taken as it may be, and else told what it must be',
  (_, parse, environment) => {
    for (const name of Object.keys(environment)) {
      const [expected, good, bad] = EDGES[name] ?? ['not told here', [], []];
      for (const value of good) expect(() => parse({ ...environment, [name]: value })).not.toThrow();
      for (const value of bad) {
        expect(() => parse({ ...environment, [name]: value })).toThrow(
          new Error(
            `the environment of the function is wrong:\n${name} is ${JSON.stringify(value)}: must be ${expected}`,
          ),
        );
      }
      const { [name]: __, ...rest } = environment;
      expect(() => parse(rest)).toThrow(
        new Error(`the environment of the function is wrong:\n${name} is missing: must be ${expected}`),
      );
    }
  },
);
