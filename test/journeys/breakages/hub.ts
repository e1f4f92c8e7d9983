import { CENTRAL_BUS, DEAD_LETTERS, MEMBER_ROLE, SETTLE_QUEUE, UNDELIVERED } from '../places';
import { type Breakage, givenUp, type Sign, undelivered } from './breakage';

const UNMATCHED: Sign = { kind: 'event', busArn: CENTRAL_BUS, eventName: 'CreateBucket', matched: [] };

const BUS_REFUSES: Sign = {
  kind: 'denied',
  action: 'events:PutEvents',
  caller: /assumed-role\/partsweep-forwarder\//,
  resource: CENTRAL_BUS,
  policyKind: 'resource-based policy',
};

const queueRefusesEvents = (resource: string): Extract<Sign, { kind: 'denied' }> => ({
  kind: 'denied',
  action: 'sqs:SendMessage',
  caller: 'events.amazonaws.com',
  resource,
  policyKind: 'resource-based policy',
});

const deniedToHub = (action: string, resource: string | RegExp): Sign => ({
  kind: 'denied',
  action,
  caller: /assumed-role\/partsweep-reconcile-bucket\//,
  resource,
  policyKind: 'identity-based policy',
});

const NOT_OVER_TLS = '"aws:SecureTransport":"false"';
const OVER_TLS = '"aws:SecureTransport":"true"';
const RULE_ARN = /\{"Fn::GetAtt":\["SettleRule[0-9A-F]{8}","Arn"\]\}/;
const OTHER_RULE = 'arn:aws:events:eu-central-1:200000000002:rule/partsweep/other';

/** Faults in the hub that deploy. */
export const HUB_BREAKAGES: readonly Breakage[] = [
  ...(
    [
      ['source', '"source":["aws.s3"', '"source":["aws.s4"'],
      ['detail type', 'AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
      ['event source', '"s3.amazonaws.com"', '"s4.amazonaws.com"'],
      ['event name', '"CreateBucket"', '"MakeBucket"'],
      ['error code', '"errorCode":[{"exists":false}]', '"errorCode":[{"exists":true}]'],
      ['state', '"ENABLED"', '"DISABLED"'],
    ] as const
  ).map(
    ([part, from, to]): Breakage => ({
      name: `the rule on the central bus with another ${part} matches nothing`,
      change: (templates) => templates.replace('hub', 'SettleRule', from, to),
      signs: [UNMATCHED],
    }),
  ),
  {
    name: 'the central bus of another organization refuses the events',
    change: (templates) => templates.replace('hub', 'CentralBusPolicy', '"o-tour000001"', '"o-other00001"'),
    signs: [BUS_REFUSES, { kind: 'delivery', targetArn: CENTRAL_BUS, error: /AccessDenied/ }],
  },
  {
    name: 'the central bus whose policy allows something else refuses the events',
    change: (templates) => templates.replace('hub', 'CentralBusPolicy', '"events:PutEvents"', '"events:PutRule"'),
    signs: [BUS_REFUSES],
  },
  {
    name: 'the central bus under another name is not found by the forwarders',
    change: (templates) => templates.replace('hub', 'CentralBus', '"Name":"partsweep"', '"Name":"other"'),
    signs: [BUS_REFUSES, { kind: 'delivery', targetArn: CENTRAL_BUS, error: /AccessDenied/ }],
  },
  {
    name: 'the rule on the central bus with another queue as its target leaves dead letters',
    change: (templates) =>
      templates.replaceMatch(
        'hub',
        'SettleRule',
        /\{"Fn::GetAtt":\["SettleQueue[0-9A-F]{8}","Arn"\]\}/,
        `"${SETTLE_QUEUE}-other"`,
      ),
    signs: [{ kind: 'dead-letter', queueArn: UNDELIVERED, reason: /^NO_RESOURCE/ }],
    ending: undelivered('NO_RESOURCE'),
  },
  {
    name: 'the settle queue that accepts from another rule leaves dead letters',
    change: (templates) => templates.replaceMatch('hub', 'SettleQueuePolicy', RULE_ARN, `"${OTHER_RULE}"`),
    signs: [
      queueRefusesEvents(SETTLE_QUEUE),
      { kind: 'dead-letter', queueArn: UNDELIVERED, reason: /^NO_PERMISSIONS/ },
    ],
    ending: undelivered('NO_PERMISSIONS'),
  },
  {
    name: 'the settle queue that allows something else leaves dead letters',
    change: (templates) => templates.replace('hub', 'SettleQueuePolicy', '"sqs:SendMessage"', '"sqs:ReceiveMessage"'),
    signs: [queueRefusesEvents(SETTLE_QUEUE), { kind: 'dead-letter', queueArn: UNDELIVERED }],
    ending: undelivered('NO_PERMISSIONS'),
  },
  {
    name: 'the settle queue that denies what comes over TLS leaves dead letters',
    change: (templates) => templates.replace('hub', 'SettleQueuePolicy', NOT_OVER_TLS, OVER_TLS),
    signs: [
      { ...queueRefusesEvents(SETTLE_QUEUE), explicit: true },
      { kind: 'dead-letter', queueArn: UNDELIVERED, reason: /^NO_PERMISSIONS/ },
    ],
    ending: undelivered('NO_PERMISSIONS'),
  },
  {
    name: 'the queue of undelivered events that accepts from another rule loses them',
    change: (templates) =>
      templates
        .replaceMatch('hub', 'SettleQueuePolicy', RULE_ARN, `"${OTHER_RULE}"`)
        .replaceMatch('hub', 'SettleUndeliveredPolicy', RULE_ARN, `"${OTHER_RULE}"`),
    signs: [queueRefusesEvents(UNDELIVERED), { kind: 'delivery', targetArn: UNDELIVERED, error: /AccessDenied/ }],
  },
  {
    name: 'the function without sts:AssumeRole is denied the member role',
    change: (templates) => templates.without('hub', 'ReconcileRole', 'sts:AssumeRole'),
    signs: [deniedToHub('sts:AssumeRole', MEMBER_ROLE)],
    ending: givenUp('role-not-assumable'),
  },
  {
    name: 'the function that may assume another role is denied the member role',
    change: (templates) => templates.replace('hub', 'ReconcileRole', ':role/partsweep-member', ':role/other'),
    signs: [deniedToHub('sts:AssumeRole', MEMBER_ROLE)],
    ending: givenUp('role-not-assumable'),
  },
  {
    name: 'the function that may act in another organization is denied the member role',
    change: (templates) =>
      templates.replace(
        'hub',
        'ReconcileRole',
        '"aws:ResourceOrgID":"o-tour000001"',
        '"aws:ResourceOrgID":"o-other00001"',
      ),
    signs: [deniedToHub('sts:AssumeRole', MEMBER_ROLE)],
    ending: givenUp('role-not-assumable'),
  },
  ...['organizations:DescribeAccount', 'organizations:ListTagsForResource'].map(
    (action): Breakage => ({
      name: `the function without ${action} touches no bucket`,
      change: (templates) => templates.without('hub', 'ReconcileRole', action),
      signs: [deniedToHub(action, /^arn:aws:organizations::200000000001:/)],
      ending: givenUp('profile-unreadable'),
    }),
  ),
  {
    name: 'the function that may read the OUs of another organization touches no bucket',
    change: (templates) => templates.replace('hub', 'ReconcileRole', ':ou/o-tour000001/', ':ou/o-other00001/'),
    signs: [deniedToHub('organizations:ListTagsForResource', /^arn:aws:organizations::200000000001:ou\//)],
    ending: givenUp('profile-unreadable'),
  },
  {
    name: 'the function that may read the accounts of another organization touches no bucket',
    change: (templates) =>
      templates.replace('hub', 'ReconcileRole', ':account/o-tour000001/', ':account/o-other00001/'),
    signs: [deniedToHub('organizations:DescribeAccount', /^arn:aws:organizations::200000000001:account/)],
    ending: givenUp('profile-unreadable'),
  },
  {
    name: 'the function that may not send to the settle queue cannot let a bucket settle again',
    change: (templates) => templates.without('hub', 'ReconcileRole', 'sqs:SendMessage', 'TakeFromSettleQueue'),
    scene: 'changed while settling',
    signs: [deniedToHub('sqs:SendMessage', SETTLE_QUEUE)],
    ending: givenUp('unexpected-error'),
  },
  {
    name: 'the function that may not send to the dead-letter queue keeps a message that is not ours',
    change: (templates) => templates.without('hub', 'ReconcileRole', 'sqs:SendMessage', 'GiveUp'),
    scene: 'strange message',
    signs: [
      deniedToHub('sqs:SendMessage', DEAD_LETTERS),
      { kind: 'log', line: /the dead-letter queue did not take a message/ },
    ],
  },
  {
    name: 'the function that may send to another dead-letter queue keeps a message that is not ours',
    change: (templates) =>
      templates.replaceMatch(
        'hub',
        'ReconcileRole',
        /\{"Fn::GetAtt":\["SettleDeadLetters[0-9A-F]{8}","Arn"\]\}/,
        `"${DEAD_LETTERS}-other"`,
      ),
    scene: 'strange message',
    signs: [deniedToHub('sqs:SendMessage', DEAD_LETTERS)],
  },
  {
    name: 'the dead-letter queue that denies what comes over TLS keeps nothing',
    change: (templates) => templates.replace('hub', 'SettleDeadLettersPolicy', NOT_OVER_TLS, OVER_TLS),
    scene: 'strange message',
    signs: [
      {
        kind: 'denied',
        action: 'sqs:SendMessage',
        caller: /assumed-role\/partsweep-reconcile-bucket\//,
        resource: DEAD_LETTERS,
        policyKind: 'resource-based policy',
        explicit: true,
      },
    ],
  },
  {
    name: 'the function without sqs:ChangeMessageVisibility cannot postpone a message',
    change: (templates) => templates.without('hub', 'ReconcileRole', 'sqs:ChangeMessageVisibility'),
    scene: 'unknown account',
    signs: [
      deniedToHub('sqs:ChangeMessageVisibility', SETTLE_QUEUE),
      { kind: 'log', line: /a message could not be postponed/ },
    ],
  },
  ...['logs:CreateLogStream', 'logs:PutLogEvents'].map(
    (action): Breakage => ({
      name: `the function without ${action} leaves no log, and does its work`,
      change: (templates) => templates.without('hub', 'ReconcileRole', action),
      signs: [deniedToHub(action, /:log-group:\/aws\/lambda\/partsweep-reconcile-bucket:/)],
      ending: { kind: 'rule' },
    }),
  ),
  {
    name: 'the function with another handler fails when it is invoked',
    change: (templates) => templates.replace('hub', 'ReconcileFunction', '"index.handler"', '"index.handle"'),
    signs: [{ kind: 'invocation', error: /handle is undefined or not exported/ }],
  },
  {
    name: 'the function without the address of its queue fails when it is invoked',
    change: (templates) =>
      templates.replace('hub', 'ReconcileFunction', '"PARTSWEEP_SETTLE_QUEUE_URL"', '"PARTSWEEP_QUEUE_URL"'),
    signs: [{ kind: 'invocation', error: /PARTSWEEP_SETTLE_QUEUE_URL/ }],
  },
  {
    name: 'the stack set without its capability leaves accounts without roles',
    change: (templates) => templates.replace('fleet', 'RolesStackSet', '"CAPABILITY_NAMED_IAM"', '"CAPABILITY_IAM"'),
    signs: [
      { kind: 'stack', status: 'CREATE_FAILED', reason: /Requires capabilities : \[CAPABILITY_NAMED_IAM\]/ },
      { kind: 'delivery', targetArn: CENTRAL_BUS, error: /sts:AssumeRole/ },
    ],
  },
];
