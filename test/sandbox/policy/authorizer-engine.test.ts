import type { Caller } from '../../../sandbox/identity/caller';
import type { PolicyDocument } from '../../../sandbox/policy/document';
import { parsePolicy } from '../../../sandbox/policy/parse-policy';
import { allow, deny, HUB, MEMBER, makeRole, makeStage, openSession, STRANGER, type Stage } from './stage';

const BUCKET = 'arn:aws:s3:::data';
const policy = (...statements: unknown[]) => parsePolicy({ Version: '2012-10-17', Statement: statements });
const grant = (principal: unknown, effect = 'Allow') =>
  policy({ Effect: effect, Principal: principal, Action: 's3:GetObject', Resource: BUCKET });

function decide(stage: Stage, caller: Caller, resourcePolicy?: PolicyDocument, resourceAccount = MEMBER) {
  const decision = stage.authorizer.decide({
    caller,
    action: 's3:GetObject',
    resource: BUCKET,
    resourceAccount,
    region: 'eu-west-1',
    ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
  });
  return decision.allowed ? 'allowed' : `${decision.explicit ? 'explicit' : 'implicit'} ${decision.policyKind}`;
}

function bounded(stage: Stage, document: unknown) {
  return stage.registry.createPolicy({
    accountId: MEMBER,
    partition: 'aws',
    policyName: 'edge',
    path: '/',
    document,
    description: undefined,
  }).arn;
}

const SQS_ONLY = { Version: '2012-10-17', Statement: [allow('sqs:*')] };

test('an identity policy suffices in its own account', () => {
  const stage = makeStage();
  const role = makeRole(stage, MEMBER, 'app', { statements: [allow('s3:GetObject')] });
  expect(decide(stage, openSession(stage, role).caller)).toBe('allowed');
});

test('refuses what no identity policy allows', () => {
  const stage = makeStage();
  const role = makeRole(stage, MEMBER, 'app', { statements: [allow('s3:PutObject')] });
  expect(decide(stage, openSession(stage, role).caller)).toBe('implicit identity-based policy');
});

test('NotAction and NotResource leave out what they name', () => {
  const stage = makeStage();
  const role = makeRole(stage, MEMBER, 'app', {
    statements: [{ Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' }],
  });
  const other = makeRole(stage, MEMBER, 'b', {
    statements: [{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::x' }],
  });
  expect(decide(stage, openSession(stage, role).caller)).toBe('implicit identity-based policy');
  expect(decide(stage, openSession(stage, other).caller)).toBe('allowed');
});

test('refuses what any policy denies, whatever others allow', () => {
  const stage = makeStage();
  const denied = makeRole(stage, MEMBER, 'denied', { statements: [allow('*'), deny('s3:*')] });
  const role = makeRole(stage, MEMBER, 'app', { statements: [allow('*')] });
  const { caller } = openSession(stage, role);
  expect(decide(stage, openSession(stage, denied).caller, grant('*'))).toBe('explicit identity-based policy');
  expect(decide(stage, caller, grant({ AWS: role.roleArn }, 'Deny'))).toBe('explicit resource-based policy');
  const session = openSession(stage, role, [policy(allow('*'), deny('s3:GetObject'))]);
  expect(decide(stage, session.caller, grant({ AWS: session.caller.arn }))).toBe('explicit session policy');
});

test('refuses what one level of service control policies does not allow, root users included', () => {
  const stage = makeStage();
  stage.scps.set(MEMBER, [[policy(allow('*'))], [policy(allow('sqs:*'))]]);
  expect(decide(stage, stage.administrator(MEMBER).caller)).toBe('implicit service control policy');
  stage.scps.set(MEMBER, [[policy(allow('*'))], [policy(allow('*')), policy(deny('s3:*'))]]);
  const root = stage.identities.byAccessKey(stage.identities.createRootAccessKey(MEMBER).accessKeyId);
  expect(root === undefined ? '' : decide(stage, root.caller)).toBe('explicit service control policy');
});

test('service control policies bind the caller, not the resource', () => {
  const stage = makeStage();
  stage.scps.set(MEMBER, [[policy(deny('*'))]]);
  expect(decide(stage, stage.administrator(HUB).caller, grant({ AWS: HUB }))).toBe('allowed');
});

test('across accounts both sides must allow', () => {
  const stage = makeStage();
  const nothing = openSession(stage, makeRole(stage, HUB, 'nothing')).caller;
  expect(decide(stage, stage.administrator(HUB).caller, grant({ AWS: HUB }))).toBe('allowed');
  expect(decide(stage, stage.administrator(HUB).caller)).toBe('implicit resource-based policy');
  expect(decide(stage, stage.administrator(HUB).caller, grant({ AWS: MEMBER }))).toBe('implicit resource-based policy');
  expect(decide(stage, nothing, grant('*'))).toBe('implicit identity-based policy');
});

describe('in one account, a resource policy', () => {
  test('that names the role needs no identity policy', () => {
    const stage = makeStage();
    const role = makeRole(stage, MEMBER, 'app');
    expect(decide(stage, openSession(stage, role).caller, grant({ AWS: role.roleArn }))).toBe('allowed');
  });

  test('refuses nothing and gives nothing when it names only the account', () => {
    const stage = makeStage();
    const role = makeRole(stage, MEMBER, 'app');
    const named = grant({ AWS: `arn:aws:iam::${MEMBER}:root` });
    expect(decide(stage, openSession(stage, role).caller, named)).toBe('implicit identity-based policy');
  });

  test('that names the role is bounded by permissions boundary and session policy', () => {
    const stage = makeStage();
    const role = makeRole(stage, MEMBER, 'app', { boundary: bounded(stage, SQS_ONLY) });
    const free = makeRole(stage, MEMBER, 'free');
    expect(decide(stage, openSession(stage, role).caller, grant({ AWS: role.roleArn }))).toBe(
      'implicit permissions boundary',
    );
    const session = openSession(stage, free, [parsePolicy(SQS_ONLY)]);
    expect(decide(stage, session.caller, grant({ AWS: free.roleArn }))).toBe('implicit session policy');
  });

  test('that names the session is bounded by neither', () => {
    const stage = makeStage();
    const role = makeRole(stage, MEMBER, 'app', { boundary: bounded(stage, SQS_ONLY) });
    const session = openSession(stage, role, [parsePolicy(SQS_ONLY)]);
    expect(decide(stage, session.caller, grant({ AWS: session.caller.arn }))).toBe('allowed');
  });
});

test('boundary and session policy narrow identity policies', () => {
  const stage = makeStage();
  const edged = makeRole(stage, MEMBER, 'edged', { statements: [allow('*')], boundary: bounded(stage, SQS_ONLY) });
  const role = makeRole(stage, MEMBER, 'app', { statements: [allow('*')] });
  expect(decide(stage, openSession(stage, edged).caller)).toBe('implicit permissions boundary');
  expect(decide(stage, openSession(stage, role, [parsePolicy(SQS_ONLY)]).caller)).toBe('implicit session policy');
  expect(decide(stage, openSession(stage, role, [policy(allow('s3:GetObject', BUCKET))]).caller)).toBe('allowed');
});

test('a session of a role that was made again has no policies', () => {
  const stage = makeStage();
  const old = openSession(stage, makeRole(stage, MEMBER, 'app')).caller;
  stage.registry.deleteRole(MEMBER, 'app');
  makeRole(stage, MEMBER, 'app', { statements: [allow('*')] });
  expect(decide(stage, old)).toBe('implicit identity-based policy');
});

describe('a service', () => {
  const service = (sourceAccount: string): Caller => ({
    kind: 'service',
    principal: 'events.amazonaws.com',
    sourceAccount,
    sourceArn: `arn:aws:events:eu-west-1:${sourceAccount}:rule/r`,
  });
  const conditional = (condition: unknown) =>
    policy({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 's3:GetObject',
      Resource: '*',
      Condition: condition,
    });

  test('needs the resource policy and nothing else', () => {
    const stage = makeStage();
    expect(decide(stage, service(HUB), grant({ Service: 'events.amazonaws.com' }))).toBe('allowed');
  });

  test.each([
    ['another source ARN', { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:111111111111:rule/other' } }],
    ['another source account', { StringEquals: { 'aws:SourceAccount': MEMBER } }],
    ['an organization of the principal, which it has not', { StringEquals: { 'aws:PrincipalOrgID': 'o-local12345' } }],
  ])('fails on a condition for %s', (_name, condition) => {
    expect(decide(makeStage(), service(HUB), conditional(condition))).toBe('implicit resource-based policy');
  });

  test('is refused when it acts for an account outside the organization', () => {
    const inside = conditional({ StringEquals: { 'aws:SourceOrgID': 'o-local12345' } });
    expect(decide(makeStage(), service(HUB), inside)).toBe('allowed');
    expect(decide(makeStage(), service(STRANGER), inside)).toBe('implicit resource-based policy');
  });

  test('fails without a policy that names it', () => {
    expect(decide(makeStage(), service(HUB), grant({ AWS: MEMBER }))).toBe('implicit resource-based policy');
    expect(decide(makeStage(), service(HUB))).toBe('implicit resource-based policy');
  });
});

test('a refusal is in the words of AWS and in the trace', () => {
  const stage = makeStage();
  const { caller } = openSession(stage, makeRole(stage, MEMBER, 'app'));
  const request = { caller, action: 's3:GetObject', resource: BUCKET, resourceAccount: MEMBER, region: 'eu-west-1' };
  expect(() => stage.authorizer.authorize(request)).toThrow(
    `User: ${caller.arn} is not authorized to perform: s3:GetObject on resource: "${BUCKET}" because no identity-based policy allows the s3:GetObject action`,
  );
  expect(stage.trace.entries()).toEqual([
    {
      kind: 'denied',
      action: 's3:GetObject',
      caller: caller.arn,
      resource: BUCKET,
      policyKind: 'identity-based policy',
      explicit: false,
    },
  ]);
  stage.scps.set(MEMBER, [[policy(allow('*'), deny('s3:GetObject'))]]);
  expect(() => stage.authorizer.authorize(request)).toThrow(/with an explicit deny in a service control policy$/);
  expect(() => stage.authorizer.authorize({ ...request, resourceAccount: STRANGER })).toThrow(/^Access Denied$/);
});
