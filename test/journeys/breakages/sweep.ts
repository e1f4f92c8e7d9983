import { HUB, MEMBER, MEMBER_ROLE, REGION, SETTLE_QUEUE, UNDELIVERED } from '../places';
import type { SweepSceneName } from '../sweep-scenes';
import type { Templates } from '../templates';
import type { Sign } from './breakage';

/** One fault in what a sweep needs, in a template that deploys, and where the sweep breaks for it. */
export interface SweepBreakage {
  readonly name: string;
  readonly change: (templates: Templates) => unknown;
  /** @default 'hint' */
  readonly scene?: SweepSceneName;
  /** All of them turn up in the trace; the first one never does when nothing is broken. */
  readonly signs: readonly [Sign, ...Sign[]];
}

type HubRole = 'StartSweepRole' | 'SurveyRole' | 'ReconcileRole' | 'ReportRole';
type DeniedSign = Extract<Sign, { kind: 'denied' }>;

const ROLE_NAMES: Readonly<Record<HubRole, string>> = {
  StartSweepRole: 'partsweep-start-sweep',
  SurveyRole: 'partsweep-survey-account',
  ReconcileRole: 'partsweep-reconcile-bucket',
  ReportRole: 'partsweep-write-report',
};

const queue = (name: string): string => `arn:aws:sqs:${REGION}:${HUB}:${name}`;
const SWEEP_QUEUE = queue('partsweep-sweep');
const ACCOUNT_QUEUE = queue('partsweep-accounts');
const REPORT_QUEUE = queue('partsweep-reports');
const REPORT_FILES = new RegExp(`:::partsweep-inventory-${HUB}-${REGION}/reports/`);
const TABLE = `arn:aws:dynamodb:${REGION}:${HUB}:table/partsweep-inventory`;
const INDEX = `${TABLE}/index/by-state`;
const NOT_OVER_TLS = '"aws:SecureTransport":"false"';
const OVER_TLS = '"aws:SecureTransport":"true"';

const deniedTo = (role: string, action: string, resource?: string | RegExp): DeniedSign => ({
  kind: 'denied',
  action,
  caller: new RegExp(`assumed-role/${role}/`),
  policyKind: 'identity-based policy',
  ...(resource === undefined ? {} : { resource }),
});

/** The role of a function without one of its actions; of the statement `sid` alone where it is named. */
const without = (
  role: HubRole,
  action: string,
  { scene, resource, sid }: { scene?: SweepSceneName; resource?: string | RegExp; sid?: string } = {},
): SweepBreakage => ({
  name: `${ROLE_NAMES[role]} without ${action}${sid === undefined ? '' : ` (${sid})`} is denied it`,
  change: (templates) => templates.without('hub', role, action, sid),
  ...(scene === undefined ? {} : { scene }),
  signs: [deniedTo(ROLE_NAMES[role], action, resource)],
});

const memberWithout = (action: string, scene: SweepSceneName): SweepBreakage => ({
  name: `the member role without ${action} is denied it in a survey`,
  change: (templates) => templates.without('roles', 'MemberRole', action),
  scene,
  signs: [deniedTo('partsweep-member', action)],
});

const refused = (resource: string, caller: string | RegExp, explicit: boolean): DeniedSign => ({
  kind: 'denied',
  action: 'sqs:SendMessage',
  caller,
  resource,
  policyKind: 'resource-based policy',
  explicit,
});

/** Faults in the hub and in the member role that a sweep shows. */
export const SWEEP_BREAKAGES: readonly SweepBreakage[] = [
  // start-sweep
  without('StartSweepRole', 'sqs:SendMessage', { sid: 'TakeFromSweepQueue', resource: SWEEP_QUEUE }),
  without('StartSweepRole', 'sqs:SendMessage', { sid: 'QueueAccountsAndBuckets', resource: ACCOUNT_QUEUE }),
  without('StartSweepRole', 'sqs:SendMessage', {
    sid: 'GiveUp',
    scene: 'strange sweep',
    resource: queue('partsweep-sweep-dead-letters'),
  }),
  {
    ...without('StartSweepRole', 'sqs:ChangeMessageVisibility', { scene: 'unknown account', resource: SWEEP_QUEUE }),
    change: (templates) =>
      templates
        .without('hub', 'StartSweepRole', 'sqs:ChangeMessageVisibility')
        .without('hub', 'StartSweepRole', 'dynamodb:PutItem'),
  },
  ...['organizations:DescribeAccount', 'organizations:ListTagsForResource'].map((action) =>
    without('StartSweepRole', action),
  ),
  without('StartSweepRole', 'organizations:ListAccounts', { scene: 'schedule' }),
  without('StartSweepRole', 'organizations:ListAccountsForParent', { scene: 'unit' }),
  without('StartSweepRole', 'organizations:ListOrganizationalUnitsForParent', { scene: 'unit' }),
  without('StartSweepRole', 'cloudformation:ListStackInstances', { scene: 'schedule' }),
  ...['GetItem', 'PutItem', 'UpdateItem', 'BatchGetItem'].map((operation) =>
    without('StartSweepRole', `dynamodb:${operation}`, { resource: TABLE }),
  ),
  without('StartSweepRole', 'dynamodb:Query', { sid: 'UseInventory', resource: TABLE }),
  without('StartSweepRole', 'dynamodb:Query', { sid: 'QueryIndex', scene: 'schedule', resource: INDEX }),
  // survey-account
  without('SurveyRole', 'sts:AssumeRole', { resource: /:role\/partsweep-member$/ }),
  without('SurveyRole', 'sqs:SendMessage', {
    sid: 'QueueBucketsAndSweeps',
    scene: 'bare bucket',
    resource: SETTLE_QUEUE,
  }),
  {
    ...without('SurveyRole', 'sqs:SendMessage', {
      sid: 'GiveUp',
      resource: queue('partsweep-account-dead-letters'),
    }),
    change: (templates) =>
      templates
        .without('hub', 'SurveyRole', 'sqs:SendMessage', 'GiveUp')
        .without('hub', 'SurveyRole', 'sts:AssumeRole'),
  },
  {
    ...without('SurveyRole', 'sqs:ChangeMessageVisibility', { resource: ACCOUNT_QUEUE }),
    change: (templates) =>
      templates
        .without('hub', 'SurveyRole', 'sqs:ChangeMessageVisibility')
        .without('hub', 'SurveyRole', 'sts:AssumeRole'),
  },
  ...['GetItem', 'UpdateItem', 'Query'].map((operation) =>
    without('SurveyRole', `dynamodb:${operation}`, { resource: TABLE }),
  ),
  // write-report
  without('StartSweepRole', 'sqs:SendMessage', { sid: 'AskForReports', scene: 'schedule', resource: REPORT_QUEUE }),
  without('ReportRole', 'dynamodb:Query', { sid: 'ReadInventory', scene: 'report', resource: TABLE }),
  without('ReportRole', 'dynamodb:Query', { sid: 'QueryIndex', scene: 'report', resource: INDEX }),
  {
    name: 'partsweep-write-report without three of its actions is denied each of them',
    change: (templates) =>
      templates
        .without('hub', 'ReportRole', 's3:PutObject')
        .without('hub', 'ReportRole', 'sqs:ChangeMessageVisibility')
        .without('hub', 'ReportRole', 'sqs:SendMessage', 'GiveUp'),
    scene: 'report',
    signs: [
      deniedTo(ROLE_NAMES.ReportRole, 's3:PutObject', REPORT_FILES),
      deniedTo(ROLE_NAMES.ReportRole, 'sqs:ChangeMessageVisibility', REPORT_QUEUE),
      deniedTo(ROLE_NAMES.ReportRole, 'sqs:SendMessage', queue('partsweep-report-dead-letters')),
    ],
  },
  without('ReportRole', 's3:AbortMultipartUpload', { scene: 'report that fails', resource: REPORT_FILES }),
  {
    name: 'the report queue that denies what comes over TLS takes nothing',
    change: (templates) => templates.replace('hub', 'ReportsQueuePolicy', NOT_OVER_TLS, OVER_TLS),
    scene: 'schedule',
    signs: [refused(REPORT_QUEUE, /assumed-role\/partsweep-start-sweep\//, true)],
  },
  // reconcile-bucket
  ...['GetItem', 'PutItem', 'UpdateItem'].map((operation) =>
    without('ReconcileRole', `dynamodb:${operation}`, { scene: 'bare bucket', resource: TABLE }),
  ),
  without('ReconcileRole', 'dynamodb:DeleteItem', { scene: 'deleted bucket', resource: TABLE }),
  without('ReconcileRole', 's3:PutObject', { scene: 'large configuration' }),
  without('ReconcileRole', 's3:GetObject', { scene: 'large configuration, undone' }),
  // the member role
  memberWithout('s3:ListAllMyBuckets', 'hint'),
  memberWithout('s3express:ListAllMyDirectoryBuckets', 'hint'),
  memberWithout('s3:GetLifecycleConfiguration', 'bare bucket'),
  memberWithout('tag:GetResources', 'bare bucket'),
  {
    name: 'the member role that trusts another role for the survey is not assumed',
    change: (templates) =>
      templates.replace('roles', 'MemberRole', ':role/partsweep-survey-account', ':role/partsweep-other'),
    signs: [
      {
        kind: 'denied',
        action: 'sts:AssumeRole',
        caller: /assumed-role\/partsweep-survey-account\//,
        resource: MEMBER_ROLE,
        policyKind: 'role trust policy',
      },
    ],
  },
  // what begins a sweep
  {
    name: 'the forwarder role that is not for the rule of new stacks is not assumed',
    change: (templates) => templates.replace('roles', 'ForwarderRole', ':rule/partsweep-stack-events', ':rule/other'),
    signs: [
      {
        kind: 'denied',
        action: 'sts:AssumeRole',
        caller: 'events.amazonaws.com',
        resource: `arn:aws:iam::${MEMBER}:role/partsweep-forwarder`,
        policyKind: 'role trust policy',
      },
    ],
  },
  {
    name: 'the rule of new stacks on the central bus, when it is off, matches nothing',
    change: (templates) => templates.replace('hub', 'SweepStackRule', '"ENABLED"', '"DISABLED"'),
    signs: [
      {
        kind: 'event',
        busArn: `arn:aws:events:${REGION}:${HUB}:event-bus/partsweep`,
        source: 'aws.cloudformation',
        matched: [],
      },
    ],
  },
  {
    name: 'the sweep queue that accepts from another rule leaves dead letters',
    change: (templates) =>
      templates.replaceMatch(
        'hub',
        'SweepQueuePolicy',
        /\{"Fn::GetAtt":\["SweepStackRule[0-9A-F]{8}","Arn"\]\}/,
        `"arn:aws:events:${REGION}:${HUB}:rule/partsweep/other"`,
      ),
    signs: [
      refused(SWEEP_QUEUE, 'events.amazonaws.com', false),
      { kind: 'dead-letter', queueArn: UNDELIVERED, reason: /^NO_PERMISSIONS/ },
    ],
  },
  {
    name: 'the queue of undelivered events that accepts from another rule loses hints of stacks',
    change: (templates) => {
      const rule = /\{"Fn::GetAtt":\["SweepStackRule[0-9A-F]{8}","Arn"\]\}/;
      const other = `"arn:aws:events:${REGION}:${HUB}:rule/partsweep/other"`;
      templates
        .replaceMatch('hub', 'SweepQueuePolicy', rule, other)
        .replaceMatch('hub', 'SettleUndeliveredPolicy', rule, other);
    },
    signs: [refused(UNDELIVERED, 'events.amazonaws.com', false)],
  },
  {
    name: 'the sweep queue that denies what comes over TLS takes nothing',
    change: (templates) => templates.replace('hub', 'SweepQueuePolicy', NOT_OVER_TLS, OVER_TLS),
    signs: [refused(SWEEP_QUEUE, 'events.amazonaws.com', true)],
  },
  {
    name: 'the account queue that denies what comes over TLS takes nothing',
    change: (templates) => templates.replace('hub', 'AccountsQueuePolicy', NOT_OVER_TLS, OVER_TLS),
    signs: [refused(ACCOUNT_QUEUE, /assumed-role\/partsweep-start-sweep\//, true)],
  },
  {
    name: 'the scheduler role that may send to another queue asks for no sweep',
    change: (templates) =>
      templates.replaceMatch(
        'hub',
        'SchedulesRole',
        /\{"Fn::GetAtt":\["SweepQueue[0-9A-F]{8}","Arn"\]\}/,
        `"${SWEEP_QUEUE}-other"`,
      ),
    scene: 'refused schedule',
    signs: [
      deniedTo('partsweep-scheduler', 'sqs:SendMessage', SWEEP_QUEUE),
      { kind: 'dead-letter', queueArn: UNDELIVERED },
    ],
  },
];

/** Faults that keep the hub from being deployed. */
export const FAILING_SWEEP_DEPLOYMENTS: readonly {
  readonly name: string;
  readonly change: (templates: Templates) => unknown;
  readonly error: RegExp;
}[] = [
  ...(['StartSweepRole', 'SurveyRole', 'ReportRole'] as const).flatMap((role) =>
    ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((operation) => ({
      name: `${ROLE_NAMES[role]} without sqs:${operation}`,
      change: (templates: Templates) => templates.without('hub', role, `sqs:${operation}`),
      error: new RegExp(`execution role does not have permissions to call ${operation} on SQS`),
    })),
  ),
  ...(
    [
      ['another service', '"scheduler.amazonaws.com"', '"events.amazonaws.com"'],
      ['another account', '"aws:SourceAccount":{"Ref":"AWS::AccountId"}', `"aws:SourceAccount":"${MEMBER}"`],
    ] as const
  ).map(([who, from, to]) => ({
    name: `the schedules with a role that trusts ${who}`,
    change: (templates: Templates) => templates.replace('hub', 'SchedulesRole', from, to),
    error: /must allow AWS EventBridge Scheduler to assume the role/,
  })),
];
