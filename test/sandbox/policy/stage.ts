import { Clock } from '../../../sandbox/clock';
import { Identities } from '../../../sandbox/identity/identities';
import type { Directory, DirectoryAccount } from '../../../sandbox/organization/directory';
import { ADMINISTRATOR_ACCESS } from '../../../sandbox/policy/administrator-access';
import { AuthorizerEngine } from '../../../sandbox/policy/authorizer-engine';
import type { PolicyDocument } from '../../../sandbox/policy/document';
import { IamRegistry, type Role } from '../../../sandbox/services/iam/iam-registry';
import { StsRoleSessions } from '../../../sandbox/services/sts/sts-role-sessions';
import { Trace } from '../../../sandbox/trace';

export const HUB = '111111111111';
export const MEMBER = '222222222222';
export const STRANGER = '999999999999';

/** Two accounts of one organization, in one OU, with an administrator each, and an account outside. */
export function makeStage() {
  const scps = new Map<string, (readonly PolicyDocument[])[]>();
  const account = (id: string): DirectoryAccount => ({
    id,
    name: `account-${id}`,
    state: 'ACTIVE',
    tags: new Map(),
    parents: ['r-root', 'ou-root-work'],
  });
  const members = new Map([HUB, MEMBER].map((id) => [id, account(id)]));
  const directory: Directory = {
    organizationId: 'o-local12345',
    managementAccountId: '000000000001',
    account: (id) => members.get(id),
    accounts: () => [...members.values()],
    accountsUnder: () => [...members.values()],
    path: (id) => (members.has(id) ? 'o-local12345/r-root/ou-root-work/' : undefined),
    serviceControlPolicies: (id) => scps.get(id) ?? [],
    hasTrustedAccess: () => false,
    isDelegatedAdministrator: () => false,
    isRegionEnabled: () => true,
    onAccountMoved: () => () => {},
  };
  const clock = new Clock();
  const trace = new Trace();
  const identities = new Identities({ clock });
  const registry = new IamRegistry({ identities, directory });
  const authorizer = new AuthorizerEngine({ directory, principals: registry, trace, clock });
  const sessions = new StsRoleSessions({ identities, registry, directory, authorizer, trace });
  const administrators = new Map(
    [HUB, MEMBER, STRANGER].map((id) => [id, identities.createUser(id, 'admin', [ADMINISTRATOR_ACCESS])]),
  );
  const administrator = (id: string) => {
    const key = administrators.get(id);
    const identity = key === undefined ? undefined : identities.byAccessKey(key.accessKeyId);
    if (key === undefined || identity === undefined) throw new Error(`no administrator in ${id}`);
    return { ...key, caller: identity.caller };
  };
  return { administrator, authorizer, clock, directory, identities, registry, scps, sessions, trace };
}

export type Stage = ReturnType<typeof makeStage>;

/** A role with one inline policy of `statements`, if there are any. */
export function makeRole(
  stage: Stage,
  accountId: string,
  roleName: string,
  options: {
    trust?: unknown;
    statements?: readonly unknown[];
    boundary?: string;
    path?: string;
    maxSessionDuration?: number;
    tags?: Record<string, string>;
  } = {},
): Role {
  const role = stage.registry.createRole({
    accountId,
    partition: 'aws',
    roleName,
    path: options.path ?? '/',
    assumeRolePolicy: options.trust ?? trust({ AWS: accountId }),
    maxSessionDuration: options.maxSessionDuration ?? 3600,
    description: undefined,
    permissionsBoundary: options.boundary,
    tags: new Map(Object.entries(options.tags ?? {})),
  });
  if (options.statements !== undefined) {
    stage.registry.putRolePolicy(accountId, roleName, 'inline', {
      Version: '2012-10-17',
      Statement: options.statements,
    });
  }
  return role;
}

export function trust(principal: unknown, condition?: unknown) {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  return {
    Version: '2012-10-17',
    Statement: [condition === undefined ? statement : { ...statement, Condition: condition }],
  };
}

export function allow(action: string, resource = '*', condition?: unknown) {
  const statement = { Effect: 'Allow', Action: action, Resource: resource };
  return condition === undefined ? statement : { ...statement, Condition: condition };
}

export function deny(action: string, resource = '*') {
  return { Effect: 'Deny', Action: action, Resource: resource };
}

/** A session of the role, opened without asking its trust policy. */
export function openSession(stage: Stage, role: Role, sessionPolicies: readonly PolicyDocument[] = []) {
  return stage.identities.createRoleSession({ role, sessionName: 'work', sessionPolicies, durationSeconds: 900 });
}
