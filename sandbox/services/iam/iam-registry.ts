import { AwsError } from '../../aws-error';
import type { Caller } from '../../identity/caller';
import type { Identities } from '../../identity/identities';
import type { Directory } from '../../organization/directory';
import type { PolicyDocument } from '../../policy/document';
import { parsePolicy } from '../../policy/parse-policy';
import type { PoliciesOfPrincipal, PrincipalPolicies } from '../../policy/principal-policies';
import { awsManagedPolicy } from './aws-managed-policies';
import { bindPrincipals } from './bind-principals';
import * as limits from './limits';

export interface Role {
  readonly accountId: string;
  readonly roleName: string;
  /** With the path. */
  readonly roleArn: string;
  /** `AROA…`, never used twice. */
  readonly roleId: string;
  /** Principals of roles and users are unique IDs here. */
  readonly trustPolicy: PolicyDocument;
  readonly maxSessionDuration: number;
  readonly permissionsBoundary: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
  readonly createdAt: Date;
}

export interface RoleDefinition {
  readonly accountId: string;
  readonly partition: string;
  readonly roleName: string;
  readonly path: string;
  /** JSON. */
  readonly assumeRolePolicy: unknown;
  /** Seconds, 3,600 to 43,200. */
  readonly maxSessionDuration: number;
  readonly description: string | undefined;
  readonly permissionsBoundary: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

export interface ManagedPolicy {
  readonly arn: string;
  readonly policyId: string;
  readonly document: PolicyDocument;
}

interface StoredRole extends Role {
  readonly inline: Map<string, { readonly source: unknown; readonly document: PolicyDocument }>;
  readonly attached: Set<string>;
}

/**
 * Roles and customer managed policies of all accounts. Answers as IAM's API does: EntityAlreadyExists (409), NoSuchEntity (404),
 * DeleteConflict (409), LimitExceeded (409), ValidationError and MalformedPolicyDocument (400), all AwsError.
 */
export class IamRegistry implements PrincipalPolicies {
  readonly #identities: Identities;
  readonly #directory: Directory;
  /** By ARN without the path and in lower case: names are unique in an account whatever their path and case. */
  readonly #roles = new Map<string, StoredRole>();
  readonly #managed = new Map<string, ManagedPolicy>();

  constructor(options: { readonly identities: Identities; readonly directory: Directory }) {
    this.#identities = options.identities;
    this.#directory = options.directory;
  }

  createRole(definition: RoleDefinition): Role {
    const { accountId, roleName, path, maxSessionDuration, permissionsBoundary, tags } = definition;
    limits.checkName('roleName', roleName, 64);
    limits.checkPath(path);
    limits.checkDescription(definition.description);
    limits.checkTrustPolicySize(definition.assumeRolePolicy);
    checkSessionDuration(maxSessionDuration);
    const key = roleKey(accountId, roleName);
    if (this.#roles.has(key)) throw alreadyExists('Role', roleName);
    const trustPolicy = this.bindPrincipals(parsePolicy(definition.assumeRolePolicy, 'trust'));
    if (permissionsBoundary !== undefined) this.#managedDocument(permissionsBoundary, accountId);
    const role: StoredRole = {
      accountId,
      roleName,
      roleArn: `arn:${definition.partition}:iam::${accountId}:role${path}${roleName}`,
      roleId: this.#identities.identifiers.unique('AROA'),
      trustPolicy,
      maxSessionDuration,
      permissionsBoundary,
      tags,
      createdAt: new Date(),
      inline: new Map(),
      attached: new Set(),
    };
    this.#roles.set(key, role);
    return role;
  }

  /** As UpdateRole, UpdateAssumeRolePolicy and PutRolePermissionsBoundary: its sessions and policies stay. Throws like createRole. */
  updateRole(
    accountId: string,
    roleName: string,
    changes: Pick<RoleDefinition, 'assumeRolePolicy' | 'maxSessionDuration' | 'description' | 'permissionsBoundary'>,
  ): void {
    const role = this.#stored(accountId, roleName);
    const { assumeRolePolicy, maxSessionDuration, description, permissionsBoundary } = changes;
    limits.checkDescription(description);
    limits.checkTrustPolicySize(assumeRolePolicy);
    checkSessionDuration(maxSessionDuration);
    const trustPolicy = this.bindPrincipals(parsePolicy(assumeRolePolicy, 'trust'));
    if (permissionsBoundary !== undefined) this.#managedDocument(permissionsBoundary, accountId);
    this.#roles.set(roleKey(accountId, roleName), { ...role, trustPolicy, maxSessionDuration, permissionsBoundary });
  }

  /** Inline policies must have been deleted and managed ones detached, as IAM wants it. */
  deleteRole(accountId: string, roleName: string): void {
    const role = this.#stored(accountId, roleName);
    if (role.attached.size > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.');
    if (role.inline.size > 0) throw deleteConflict('Cannot delete entity, must delete policies first.');
    this.#roles.delete(roleKey(accountId, roleName));
  }

  putRolePolicy(accountId: string, roleName: string, policyName: string, source: unknown): void {
    limits.checkName('policyName', policyName, 128);
    const role = this.#stored(accountId, roleName);
    const document = parsePolicy(source, 'identity');
    const others = [...role.inline].filter(([name]) => name !== policyName).map(([, policy]) => policy.source);
    limits.checkInlinePolicySize(roleName, [...others, source]);
    role.inline.set(policyName, { source, document });
  }

  deleteRolePolicy(accountId: string, roleName: string, policyName: string): void {
    this.#stored(accountId, roleName).inline.delete(policyName);
  }

  attachRolePolicy(accountId: string, roleName: string, policyArn: string): void {
    const role = this.#stored(accountId, roleName);
    this.#managedDocument(policyArn, accountId);
    if (!role.attached.has(policyArn) && role.attached.size >= limits.MANAGED_POLICIES_PER_ROLE) {
      throw limits.limitExceeded(`Cannot exceed quota for PoliciesPerRole: ${limits.MANAGED_POLICIES_PER_ROLE}`);
    }
    role.attached.add(policyArn);
  }

  detachRolePolicy(accountId: string, roleName: string, policyArn: string): void {
    this.#stored(accountId, roleName).attached.delete(policyArn);
  }

  createPolicy(definition: {
    readonly accountId: string;
    readonly partition: string;
    readonly policyName: string;
    readonly path: string;
    readonly document: unknown;
    readonly description: string | undefined;
  }): ManagedPolicy {
    const { accountId, policyName, path } = definition;
    limits.checkName('policyName', policyName, 128);
    limits.checkPath(path);
    limits.checkDescription(definition.description);
    limits.checkManagedPolicySize(definition.document);
    const name = `:${accountId}:${policyName.toLowerCase()}`;
    const taken = [...this.#managed.keys()].some((arn) => `:${arn.split(':')[4]}:${lastName(arn)}` === name);
    if (taken) throw alreadyExists('A policy called', policyName);
    const policy = {
      arn: `arn:${definition.partition}:iam::${accountId}:policy${path}${policyName}`,
      policyId: this.#identities.identifiers.unique('ANPA'),
      document: parsePolicy(definition.document, 'identity'),
    };
    this.#managed.set(policy.arn, policy);
    return policy;
  }

  deletePolicy(arn: string): void {
    const used = [...this.#roles.values()].some((role) => role.attached.has(arn) || role.permissionsBoundary === arn);
    if (used) throw deleteConflict('Cannot delete a policy attached to entities.');
    this.#managed.delete(arn);
  }

  /** By the ARN with its path; undefined when there is none. */
  role(roleArn: string): Role | undefined {
    const match = /^arn:[^:]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn);
    const role = match === null ? undefined : this.#roles.get(roleKey(match[1] ?? '', match[2] ?? ''));
    return role?.roleArn === roleArn ? role : undefined;
  }

  /** Roles of an account, by name. */
  roles(accountId: string): readonly Role[] {
    return [...this.#roles.values()]
      .filter((role) => role.accountId === accountId)
      .sort((one, other) => (one.roleName < other.roleName ? -1 : 1));
  }

  roleByName(accountId: string, roleName: string): Role | undefined {
    return this.#roles.get(roleKey(accountId, roleName));
  }

  /**
   * Turns the ARNs of roles and users in a trust or resource policy into their unique IDs, as AWS does when the policy is
   * stored: a role made again under the same name is somebody else. Throws AwsError MalformedPolicyDocument for a principal
   * that does not exist.
   */
  bindPrincipals(policy: PolicyDocument): PolicyDocument {
    return bindPrincipals(policy, {
      idOf: (arn) => this.role(arn)?.roleId ?? this.#identities.user(arn)?.userId,
      accountExists: (id) => this.#identities.knowsAccount(id) || this.#directory.account(id) !== undefined,
    });
  }

  policiesOf(caller: Caller): PoliciesOfPrincipal {
    if (caller.kind === 'user') {
      const user = this.#identities.user(caller.userId);
      return { identity: user?.policies ?? [], boundary: undefined, tags: new Map() };
    }
    const role =
      caller.kind === 'assumed-role' ? this.#roles.get(roleKey(caller.accountId, caller.roleName)) : undefined;
    if (role === undefined || caller.kind !== 'assumed-role' || !caller.userId.startsWith(`${role.roleId}:`)) {
      return { identity: [], boundary: undefined, tags: new Map() };
    }
    const managed = [...role.attached].map((arn) => this.#managedDocument(arn, role.accountId));
    const boundary = role.permissionsBoundary;
    return {
      identity: [...[...role.inline.values()].map(({ document }) => document), ...managed],
      boundary: boundary === undefined ? undefined : this.#managedDocument(boundary, role.accountId),
      tags: role.tags,
    };
  }

  #managedDocument(arn: string, accountId: string): PolicyDocument {
    const document = awsManagedPolicy(arn) ?? this.#managed.get(arn)?.document;
    if (document === undefined || (arn.split(':')[4] !== 'aws' && arn.split(':')[4] !== accountId)) {
      throw new AwsError('NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`, 404);
    }
    return document;
  }

  #stored(accountId: string, roleName: string): StoredRole {
    const role = this.#roles.get(roleKey(accountId, roleName));
    if (role !== undefined) return role;
    throw new AwsError('NoSuchEntity', `The role with name ${roleName} cannot be found.`, 404);
  }
}

function checkSessionDuration(seconds: number): void {
  if (seconds >= 3600 && seconds <= 43_200) return;
  throw new AwsError('ValidationError', 'MaxSessionDuration must be between 3600 and 43200 seconds');
}

function roleKey(accountId: string, roleName: string): string {
  return `${accountId}/${roleName.toLowerCase()}`;
}

function lastName(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1).toLowerCase();
}

function alreadyExists(kind: string, name: string): AwsError {
  return new AwsError('EntityAlreadyExists', `${kind} ${name} already exists.`, 409);
}

function deleteConflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message, 409);
}
