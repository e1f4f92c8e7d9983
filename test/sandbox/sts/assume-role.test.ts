import { parsePolicy } from '../../../sandbox/policy/parse-policy';
import { allow, HUB, MEMBER, makeRole, makeStage, openSession, STRANGER, type Stage, trust } from '../policy/stage';

const ROOT = { AWS: `arn:aws:iam::${HUB}:root` };
const WORKER = `arn:aws:iam::${HUB}:role/worker`;

function worker(stage: Stage, statements: readonly unknown[] = [allow('sts:AssumeRole')]) {
  return openSession(stage, makeRole(stage, HUB, 'worker', { statements })).caller;
}

function assume(stage: Stage, caller: ReturnType<typeof worker>, options: object = {}) {
  const roleArn = `arn:aws:iam::${MEMBER}:role/target`;
  return stage.sessions.assume({ caller, roleArn, sessionName: 'job', region: 'eu-west-1', ...options });
}

function reason(action: () => unknown): string {
  try {
    action();
    return 'allowed';
  } catch (error) {
    return error instanceof Error ? `${(error as { code?: string }).code}: ${error.message}` : String(error);
  }
}

const CONDITION = {
  StringEquals: { 'aws:PrincipalOrgID': 'o-local12345', 'sts:ExternalId': 'xyz', 'sts:RoleSessionName': 'job' },
  ArnEquals: { 'aws:PrincipalArn': WORKER },
};

test('a trust policy with all its conditions met lets the role be assumed', () => {
  const stage = makeStage();
  const caller = worker(stage);
  const target = makeRole(stage, MEMBER, 'target', { trust: trust(ROOT, CONDITION) });
  const session = assume(stage, caller, { externalId: 'xyz' });
  expect(session.caller).toMatchObject({
    arn: `arn:aws:sts::${MEMBER}:assumed-role/target/job`,
    userId: `${target.roleId}:job`,
    roleArn: target.roleArn,
  });
  expect(session.credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
});

test.each([
  ['organization', { StringEquals: { 'aws:PrincipalOrgID': 'o-other67890' } }],
  ['organization path', { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': ['o-local12345/r-root/ou-other/*'] } }],
  ['principal ARN', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${HUB}:role/other` } }],
  ['external ID', { StringEquals: { 'sts:ExternalId': 'abc' } }],
  ['session name', { StringLike: { 'sts:RoleSessionName': 'other-*' } }],
  ['account', { StringEquals: { 'aws:PrincipalAccount': MEMBER } }],
  ['Region', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }],
  ['source ARN, which no role session has', { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } }],
])('refuses when the %s is another than the trust policy wants', (_name, condition) => {
  const stage = makeStage();
  makeRole(stage, MEMBER, 'target', { trust: trust(ROOT, condition) });
  expect(reason(() => assume(stage, worker(stage), { externalId: 'xyz' }))).toBe(
    `AccessDenied: User: arn:aws:sts::${HUB}:assumed-role/worker/work is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${MEMBER}:role/target because no role trust policy allows the sts:AssumeRole action`,
  );
  expect(stage.trace.entries().at(-1)).toMatchObject({ kind: 'denied', policyKind: 'role trust policy' });
});

test('refuses a caller whose own policies do not allow it, also when another account trusts it by name', () => {
  const stage = makeStage();
  const caller = worker(stage, [allow('sts:AssumeRole', 'arn:aws:iam::*:role/other')]);
  makeRole(stage, MEMBER, 'target', { trust: trust({ AWS: WORKER }) });
  expect(reason(() => assume(stage, caller))).toMatch(
    /because no identity-based policy allows the sts:AssumeRole action$/,
  );
});

test('in one account, trust in the role itself suffices and trust in the account does not', () => {
  const stage = makeStage();
  const caller = worker(stage, [allow('s3:*')]);
  const named = makeRole(stage, HUB, 'named', { trust: trust({ AWS: WORKER }) });
  const account = makeRole(stage, HUB, 'account', { trust: trust({ AWS: HUB }) });
  expect(reason(() => assume(stage, caller, { roleArn: named.roleArn }))).toBe('allowed');
  expect(reason(() => assume(stage, caller, { roleArn: account.roleArn }))).toMatch(/no identity-based policy/);
});

test('refuses a caller of an account that is not trusted, administrator or not', () => {
  const stage = makeStage();
  makeRole(stage, MEMBER, 'target', { trust: trust(ROOT) });
  const { caller } = stage.administrator(STRANGER);
  const roleArn = `arn:aws:iam::${MEMBER}:role/target`;
  expect(reason(() => stage.sessions.assume({ caller, roleArn, sessionName: 'job', region: 'eu-west-1' }))).toMatch(
    /^AccessDenied/,
  );
  const own = stage.administrator(MEMBER).caller;
  expect(
    reason(() => stage.sessions.assume({ caller: own, roleArn, sessionName: 'job', region: 'eu-west-1' })),
  ).toMatch(/no role trust policy/);
});

test('refuses a role that was made again under a name that is trusted', () => {
  const stage = makeStage();
  worker(stage);
  makeRole(stage, MEMBER, 'target', { trust: trust({ AWS: WORKER }) });
  stage.registry.deleteRolePolicy(HUB, 'worker', 'inline');
  stage.registry.deleteRole(HUB, 'worker');
  expect(reason(() => assume(stage, worker(stage)))).toMatch(/no role trust policy/);
});

test('a service needs a trust policy that names it', () => {
  const stage = makeStage();
  const caller = { kind: 'service', principal: 'lambda.amazonaws.com', sourceAccount: HUB } as const;
  const role = makeRole(stage, HUB, 'function', { trust: trust({ Service: 'lambda.amazonaws.com' }) });
  const other = makeRole(stage, HUB, 'other', { trust: trust({ Service: 'events.amazonaws.com' }) });
  const request = { caller, sessionName: 'fn', region: 'eu-west-1' };
  expect(reason(() => stage.sessions.assume({ ...request, roleArn: role.roleArn }))).toBe('allowed');
  expect(reason(() => stage.sessions.assume({ ...request, roleArn: other.roleArn }))).toMatch(/no role trust policy/);
});

test('refuses a role that does not exist as if it were not trusted', () => {
  const stage = makeStage();
  expect(reason(() => assume(stage, worker(stage)))).toMatch(/^AccessDenied: User: .*:role\/target$/);
});

test.each([
  ['a duration below 900 seconds', { durationSeconds: 899 }, /^ValidationError/],
  ['a chained session of more than an hour', { durationSeconds: 3601 }, /role chaining/],
  ['a session name with a blank', { sessionName: 'a b' }, /^ValidationError/],
  ['a session name of one character', { sessionName: 'a' }, /^ValidationError/],
  ['an ARN that is none', { roleArn: 'arn:aws:iam::1:role/x-x-x-x-x' }, /^ValidationError/],
])('refuses %s', (_name, options, expected) => {
  const stage = makeStage();
  const caller = worker(stage);
  makeRole(stage, MEMBER, 'target', { trust: trust(ROOT), maxSessionDuration: 7200 });
  expect(reason(() => assume(stage, caller, options))).toMatch(expected);
});

test('refuses more than the role’s own maximum, and root users', () => {
  const stage = makeStage();
  makeRole(stage, MEMBER, 'target', { trust: trust(ROOT), maxSessionDuration: 7200 });
  const base = { roleArn: `arn:aws:iam::${MEMBER}:role/target`, sessionName: 'job', region: 'eu-west-1' };
  const { caller } = stage.administrator(HUB);
  expect(reason(() => stage.sessions.assume({ ...base, caller, durationSeconds: 7200 }))).toBe('allowed');
  expect(reason(() => stage.sessions.assume({ ...base, caller, durationSeconds: 7201 }))).toMatch(/MaxSessionDuration/);
  const root = stage.identities.byAccessKey(stage.identities.createRootAccessKey(HUB).accessKeyId);
  expect(root && reason(() => stage.sessions.assume({ ...base, caller: root.caller }))).toBe(
    'AccessDenied: Roles may not be assumed by root accounts.',
  );
});

test('a session policy travels with the session', () => {
  const stage = makeStage();
  makeRole(stage, MEMBER, 'target', { trust: trust(ROOT), statements: [allow('s3:*')] });
  const sessionPolicies = [
    parsePolicy({ Version: '2012-10-17', Statement: [allow('s3:GetObject', 'arn:aws:s3:::a/*')] }),
  ];
  const { caller } = assume(stage, worker(stage), { sessionPolicies });
  const get = (resource: string) =>
    stage.authorizer.decide({ caller, action: 's3:GetObject', resource, resourceAccount: MEMBER, region: 'eu-west-1' });
  expect(get('arn:aws:s3:::a/x')).toEqual({ allowed: true });
  expect(get('arn:aws:s3:::b/x')).toEqual({ allowed: false, policyKind: 'session policy', explicit: false });
});
