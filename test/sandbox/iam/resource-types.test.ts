import type { ResourceType } from '../../../sandbox/cloudformation/resource-type';
import { managedPolicyType } from '../../../sandbox/services/iam/managed-policy-type';
import { policyType } from '../../../sandbox/services/iam/policy-type';
import { roleType } from '../../../sandbox/services/iam/role-type';
import { allow, HUB, MEMBER, makeStage, openSession, trust } from '../policy/stage';

let stage: ReturnType<typeof makeStage>;
beforeEach(() => {
  stage = makeStage();
});

const context = {
  account: MEMBER,
  region: 'eu-west-1',
  partition: 'aws',
  stackName: 'my-stack',
  stackId: 'arn:aws:cloudformation:::stack/x',
};

function create<Properties>(type: ResourceType<Properties>, properties: unknown, logicalId = 'Thing') {
  return type.create({ logicalId, properties: type.schema.parse(properties), stack: context, assetPath: () => '' });
}

const role = (properties: object = {}, logicalId?: string) =>
  create(
    roleType(stage.registry, stage.identities.identifiers),
    { AssumeRolePolicyDocument: trust({ AWS: HUB }), ...properties },
    logicalId,
  );
const inline = (properties: object) => create(policyType(stage.registry), properties);
const managed = (properties: object) =>
  create(managedPolicyType(stage.registry, stage.identities.identifiers), properties);
const document = (...statements: unknown[]) => ({ Version: '2012-10-17', Statement: statements });

function mayGet(roleName: string): boolean {
  const found = stage.registry.roleByName(MEMBER, roleName);
  if (found === undefined) throw new Error(`no role ${roleName}`);
  const { caller } = openSession(stage, found);
  const request = {
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::a/b',
    resourceAccount: MEMBER,
    region: 'eu-west-1',
  };
  return stage.authorizer.decide({ caller, ...request }).allowed;
}

test('a role has name, ARN with path, and unique ID', async () => {
  const result = await role({ RoleName: 'reader', Path: '/team/' });
  expect(result.ref).toBe('reader');
  expect(result.attributes).toEqual({
    Arn: `arn:aws:iam::${MEMBER}:role/team/reader`,
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
  });
});

test('a role without a name gets one of at most 64 characters', async () => {
  const { ref } = await role({}, 'AnExtremelyLongLogicalIdThatNobodyWouldEverWantToWriteDownInATemplate');
  expect(ref).toMatch(/^my-stack-AnExtremelyLong\w+-[A-Z2-7]{12}$/);
  expect(ref.length).toBeLessThanOrEqual(64);
});

test('inline, attached and separate policies all count, and go with their resource', async () => {
  const statement = allow('s3:GetObject');
  await role({ RoleName: 'a', Policies: [{ PolicyName: 'p', PolicyDocument: document(statement) }] });
  await role({ RoleName: 'b' });
  await role({ RoleName: 'c' });
  const separate = await inline({ PolicyName: 'p', PolicyDocument: document(statement), Roles: ['b'] });
  const policy = await managed({ PolicyDocument: document(statement), Roles: ['c'] });
  expect(['a', 'b', 'c'].map(mayGet)).toEqual([true, true, true]);
  await separate.delete();
  await policy.delete();
  expect(['a', 'b', 'c'].map(mayGet)).toEqual([true, false, false]);
});

test('the basic execution role of Lambda is written out', async () => {
  await role({
    RoleName: 'fn',
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole'],
  });
  const found = stage.registry.roleByName(MEMBER, 'fn');
  const actions =
    found && stage.registry.policiesOf(openSession(stage, found).caller).identity[0]?.Statement[0]?.Action;
  expect(actions).toContain('logs:PutLogEvents');
});

test.each([
  ['a name of 65 characters', { RoleName: 'r'.repeat(65) }, 'ValidationError'],
  ['a name with a blank', { RoleName: 'a b' }, 'ValidationError'],
  ['a path without slashes', { Path: 'team' }, 'ValidationError'],
  ['a session of more than twelve hours', { MaxSessionDuration: '43201' }, 'ValidationError'],
  [
    'trust without principal',
    { AssumeRolePolicyDocument: document(allow('sts:AssumeRole')) },
    'MalformedPolicyDocument',
  ],
  [
    'trust in a role that does not exist',
    { AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${HUB}:role/none` }) },
    'MalformedPolicyDocument',
  ],
  [
    'trust in an account that does not exist',
    { AssumeRolePolicyDocument: trust({ AWS: '123456789012' }) },
    'MalformedPolicyDocument',
  ],
  [
    'a trust policy of more than 2,048 characters',
    { AssumeRolePolicyDocument: trust({ AWS: Array(100).fill(`arn:aws:iam::${HUB}:root`) }) },
    'LimitExceeded',
  ],
  ['a malformed inline policy', { Policies: [{ PolicyName: 'p', PolicyDocument: {} }] }, 'MalformedPolicyDocument'],
  [
    'a managed policy that does not exist',
    { ManagedPolicyArns: [`arn:aws:iam::${MEMBER}:policy/none`] },
    'NoSuchEntity',
  ],
  ['a boundary that does not exist', { PermissionsBoundary: `arn:aws:iam::${MEMBER}:policy/none` }, 'NoSuchEntity'],
])('refuses %s and leaves nothing behind', async (_name, properties, code) => {
  await expect(role({ RoleName: 'x', ...properties })).rejects.toMatchObject({ code });
  expect(stage.registry.roleByName(MEMBER, 'x')).toBeUndefined();
});

test('refuses an AWS managed policy that is not written out, as not modelled', async () => {
  const ManagedPolicyArns = ['arn:aws:iam::aws:policy/PowerUserAccess'];
  await expect(role({ ManagedPolicyArns })).rejects.toMatchObject({ name: 'NotModelledError' });
});

test('refuses a property that it does not know', async () => {
  expect(() => role({ Groups: [] })).toThrow(/Groups/);
  expect(() => inline({ PolicyName: 'p', PolicyDocument: document(), Users: ['u'] })).toThrow(/Users/);
});

test('refuses a name that is taken, in any case and under any path', async () => {
  await role({ RoleName: 'Reader' });
  await expect(role({ RoleName: 'reader', Path: '/x/' })).rejects.toMatchObject({
    code: 'EntityAlreadyExists',
    status: 409,
  });
  await managed({ ManagedPolicyName: 'p', PolicyDocument: document(allow('s3:*')) });
  await expect(managed({ ManagedPolicyName: 'P', PolicyDocument: document(allow('s3:*')) })).rejects.toMatchObject({
    code: 'EntityAlreadyExists',
  });
});

test('refuses a policy for a role that does not exist', async () => {
  await expect(
    inline({ PolicyName: 'p', PolicyDocument: document(allow('s3:*')), Roles: ['none'] }),
  ).rejects.toMatchObject({
    code: 'NoSuchEntity',
  });
});

test('refuses to delete a role with a policy of somebody else, and a managed policy in use', async () => {
  const created = await role({ RoleName: 'a' });
  const policy = await inline({ PolicyName: 'p', PolicyDocument: document(allow('s3:*')), Roles: ['a'] });
  await expect(created.delete()).rejects.toMatchObject({ code: 'DeleteConflict' });
  await policy.delete();
  await created.delete();
  expect(stage.registry.roleByName(MEMBER, 'a')).toBeUndefined();
  const boundary = await managed({ PolicyDocument: document(allow('s3:*')) });
  await role({ RoleName: 'b', PermissionsBoundary: boundary.ref });
  await expect(boundary.delete()).rejects.toMatchObject({ code: 'DeleteConflict' });
});
