import { CENTRAL_BUS, DEFAULT_BUS, FORWARDER_ROLE, HUB, LOG_ARCHIVE, MEMBER, MEMBER_ROLE } from '../places';
import { type Breakage, givenUp, type Sign } from './breakage';

const UNMATCHED: Sign = { kind: 'event', busArn: DEFAULT_BUS, eventName: 'CreateBucket', matched: [] };

const NOT_FORWARDED_AS_ROLE: readonly [Sign, Sign] = [
  {
    kind: 'denied',
    action: 'sts:AssumeRole',
    caller: 'events.amazonaws.com',
    resource: FORWARDER_ROLE,
    policyKind: 'role trust policy',
  },
  { kind: 'delivery', targetArn: CENTRAL_BUS, error: /sts:AssumeRole/ },
];

const MAY_NOT_PUT_EVENTS: Sign = {
  kind: 'denied',
  action: 'events:PutEvents',
  caller: /assumed-role\/partsweep-forwarder\//,
  policyKind: 'identity-based policy',
};

const MEMBER_DOES_NOT_TRUST: Sign = {
  kind: 'denied',
  action: 'sts:AssumeRole',
  caller: /assumed-role\/partsweep-reconcile-bucket\//,
  resource: MEMBER_ROLE,
  policyKind: 'role trust policy',
};

const deniedToMember = (action: string): Sign => ({
  kind: 'denied',
  action,
  caller: /assumed-role\/partsweep-member\/partsweep-reconcile-bucket$/,
  policyKind: 'identity-based policy',
});

const ACCESS_DENIED = { kind: 'outcome', verdict: 'denied', reasonCode: 'access-denied' } as const;

/** Faults in what stands in every account. */
export const MEMBER_BREAKAGES: readonly Breakage[] = [
  ...(
    [
      ['source', '"source":["aws.s3"', '"source":["aws.s4"'],
      ['detail type', 'AWS API Call via CloudTrail', 'AWS Service Event via CloudTrail'],
      ['event source', '"s3.amazonaws.com"', '"s4.amazonaws.com"'],
      ['event name', '"CreateBucket"', '"MakeBucket"'],
      ['error code', '"errorCode":[{"exists":false}]', '"errorCode":[{"exists":true}]'],
      ['session issuer', '{"exists":false},{"anything-but"', '{"anything-but"'],
      ['state', '"ENABLED"', '"DISABLED"'],
    ] as const
  ).map(
    ([part, from, to]): Breakage => ({
      name: `the forwarding rule with another ${part} matches nothing`,
      change: (templates) => templates.replace('forwarder', 'ForwarderRule', from, to),
      signs: [UNMATCHED],
    }),
  ),
  {
    name: 'the forwarding rule in another Region matches nothing',
    change: (templates) =>
      templates.replace(
        'fleet',
        'Forwardereucentral1StackSet',
        '"Regions":["eu-central-1"]',
        '"Regions":["eu-west-1"]',
      ),
    signs: [UNMATCHED],
  },
  {
    name: 'the forwarding rule that knows another member role brings our own write back',
    change: (templates) => templates.replace('forwarder', 'ForwarderRule', ':role/partsweep-member', ':role/other'),
    signs: [
      {
        kind: 'log',
        functionName: 'partsweep-reconcile-bucket',
        line: /"bucket":"a-new-bucket".*"verdict":"covered"/,
      },
      { kind: 'event', busArn: CENTRAL_BUS, eventName: 'PutBucketLifecycle', eventAccount: MEMBER },
    ],
    ending: { kind: 'rule' },
  },
  {
    name: 'the forwarding rule with another bus as its target is denied to put events there',
    change: (templates) => templates.replace('forwarder', 'ForwarderRule', ':event-bus/partsweep', ':event-bus/other'),
    signs: [
      { ...MAY_NOT_PUT_EVENTS, resource: CENTRAL_BUS.replace(/partsweep$/, 'other') },
      { kind: 'delivery', targetArn: CENTRAL_BUS.replace(/partsweep$/, 'other'), error: /AccessDenied/ },
    ],
  },
  {
    name: 'the forwarding rule with another role cannot deliver',
    change: (templates) => templates.replace('forwarder', 'ForwarderRule', ':role/partsweep-', ':role/other-'),
    signs: [
      { kind: 'denied', action: 'sts:AssumeRole', resource: FORWARDER_ROLE.replace('partsweep', 'other') },
      { kind: 'delivery', targetArn: CENTRAL_BUS, error: /sts:AssumeRole/ },
    ],
  },
  {
    name: 'the forwarder role without events:PutEvents is denied it',
    change: (templates) => templates.without('roles', 'ForwarderRole', 'events:PutEvents'),
    signs: [
      { ...MAY_NOT_PUT_EVENTS, resource: CENTRAL_BUS },
      { kind: 'delivery', targetArn: CENTRAL_BUS, error: /AccessDenied/ },
    ],
  },
  {
    name: 'the forwarder role for another bus is denied to put events',
    change: (templates) => templates.replace('roles', 'ForwarderRole', ':event-bus/partsweep', ':event-bus/other'),
    signs: [{ ...MAY_NOT_PUT_EVENTS, resource: CENTRAL_BUS }],
  },
  ...(
    [
      ['service', '"events.amazonaws.com"', '"scheduler.amazonaws.com"'],
      ['source account', '"aws:SourceAccount":{"Ref":"AWS::AccountId"}', `"aws:SourceAccount":"${HUB}"`],
      ['rule as its source', ':rule/partsweep-bucket-events', ':rule/other'],
    ] as const
  ).map(
    ([part, from, to]): Breakage => ({
      name: `the forwarder role that trusts another ${part} is not assumed`,
      change: (templates) => templates.replace('roles', 'ForwarderRole', from, to),
      signs: NOT_FORWARDED_AS_ROLE,
    }),
  ),
  ...(
    [
      ['role of the hub', ':role/partsweep-reconcile-bucket', ':role/other'],
      ['organization', '"o-tour000001"', '"o-other00001"'],
      [
        'account',
        `{"AWS":{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::${HUB}:root"]]}}`,
        `{"AWS":"arn:aws:iam::${LOG_ARCHIVE}:root"}`,
      ],
    ] as const
  ).map(
    ([part, from, to]): Breakage => ({
      name: `the member role that trusts another ${part} is not assumed`,
      change: (templates) => templates.replace('roles', 'MemberRole', from, to),
      signs: [MEMBER_DOES_NOT_TRUST],
      ending: givenUp('role-not-assumable'),
    }),
  ),
  {
    name: 'the member role without s3:GetLifecycleConfiguration is denied it',
    change: (templates) => templates.without('roles', 'MemberRole', 's3:GetLifecycleConfiguration'),
    signs: [deniedToMember('s3:GetLifecycleConfiguration')],
    ending: ACCESS_DENIED,
  },
  {
    name: 'the member role without s3:GetBucketTagging is denied it',
    change: (templates) => templates.without('roles', 'MemberRole', 's3:GetBucketTagging'),
    signs: [deniedToMember('s3:GetBucketTagging')],
    ending: { kind: 'outcome', verdict: 'denied', reasonCode: 'tags-denied' },
  },
  {
    name: 'the member role without s3:PutLifecycleConfiguration is denied it',
    change: (templates) => templates.without('roles', 'MemberRole', 's3:PutLifecycleConfiguration'),
    signs: [deniedToMember('s3:PutLifecycleConfiguration')],
    ending: ACCESS_DENIED,
  },
  {
    name: 'the member role for buckets of another name is denied them',
    change: (templates) => templates.replace('roles', 'MemberRole', ':s3:::*', ':s3:::other-*'),
    signs: [deniedToMember('s3:GetLifecycleConfiguration')],
    ending: ACCESS_DENIED,
  },
  {
    name: 'the member role for the resources of another account is denied its own',
    change: (templates) =>
      templates.replace(
        'roles',
        'MemberRole',
        '"aws:ResourceAccount":{"Ref":"AWS::AccountId"}',
        `"aws:ResourceAccount":"${HUB}"`,
      ),
    signs: [deniedToMember('s3:GetLifecycleConfiguration')],
    ending: ACCESS_DENIED,
  },
];
