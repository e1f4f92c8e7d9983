import type { PolicyDocument } from '../policy/document';
import { parsePolicy } from '../policy/parse-policy';
import type { AccountState, Directory, DirectoryAccount } from './directory';
import { DisabledRegions } from './disabled-regions';
import { accountId, organizationalUnitId, policyId, rootId } from './ids';
import type { AccountSpec, OrganizationalUnitSpec, OrganizationSpec } from './spec';

export interface ServiceControlPolicy {
  /** Such as `p-a1b2c3d4`; `p-FullAWSAccess` for AWS's own. */
  readonly id: string;
  readonly name: string;
  readonly document: PolicyDocument;
}

/** A root or an organizational unit. */
export interface OrganizationalLevel {
  readonly id: string;
  readonly name: string;
  /** Undefined for the root. */
  readonly parentId: string | undefined;
  readonly tags: ReadonlyMap<string, string>;
}

export interface MemberAccount extends DirectoryAccount {
  readonly email: string;
  readonly joinedMethod: 'INVITED' | 'CREATED';
  readonly joinedAt: Date;
}

type AccountMove = { accountId: string; from: readonly string[] | undefined; to: readonly string[] };

interface StoredLevel extends OrganizationalLevel {
  readonly tags: Map<string, string>;
  readonly policies: ServiceControlPolicy[];
}

interface StoredAccount {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly joinedMethod: 'INVITED' | 'CREATED';
  readonly joinedAt: Date;
  state: AccountState;
  parentId: string;
  readonly tags: Map<string, string>;
  readonly policies: ServiceControlPolicy[];
}

const FULL_ACCESS: ServiceControlPolicy = {
  id: 'p-FullAWSAccess',
  name: 'FullAWSAccess',
  document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['*'], Resource: ['*'] }] },
};

/**
 * The tree of roots, OUs and accounts with tags and service control policies, and what may be changed of it. Mutations throw an
 * Error for something that is not there: the Organizations service asks first and answers in AWS's words.
 */
export class Organization implements Directory {
  readonly organizationId: string;
  readonly managementAccountId: string;
  readonly rootId: string;
  readonly #levels = new Map<string, StoredLevel>();
  readonly #accounts = new Map<string, StoredAccount>();
  readonly #trustedAccess = new Map<string, Map<string, Date>>();
  readonly #listeners = new Set<(move: AccountMove) => void>();
  readonly #disabledRegions = new DisabledRegions();

  /** Throws an Error for an ID that is not twelve digits or stands twice, two OUs of one name in one place, or a bad policy. */
  constructor(spec: OrganizationSpec) {
    if (!/^o-[a-z0-9]{10,32}$/.test(spec.id)) throw new Error(`${spec.id} is not the ID of an organization (o-…)`);
    this.organizationId = spec.id;
    this.managementAccountId = spec.managementAccount.id;
    this.rootId = rootId(spec.id);
    this.#addLevel({ ...spec.root, name: 'Root' }, this.rootId, undefined);
    this.#addAccount(spec.managementAccount, this.rootId, 'INVITED');
    for (const { servicePrincipal, delegatedAdministrators } of spec.trustedAccess) {
      const since = new Date();
      this.#trustedAccess.set(servicePrincipal, new Map(delegatedAdministrators.map((id) => [id, since])));
      for (const id of delegatedAdministrators) this.#stored(id);
    }
  }

  account(id: string): MemberAccount | undefined {
    const stored = this.#accounts.get(id);
    return stored && this.#view(stored);
  }

  accounts(): readonly MemberAccount[] {
    return [...this.#accounts.values()].map((stored) => this.#view(stored));
  }

  accountsUnder(parentId: string): readonly MemberAccount[] {
    return this.accounts().filter((account) => account.state === 'ACTIVE' && account.parents.includes(parentId));
  }

  /** The root or OU; undefined if there is none. */
  level(id: string): OrganizationalLevel | undefined {
    return this.#levels.get(id);
  }

  organizationalUnits(parentId: string): readonly OrganizationalLevel[] {
    return [...this.#levels.values()].filter((level) => level.parentId === parentId);
  }

  /** ID of the OU at a path of names below the root, such as `Workloads/Production`; throws if there is none. */
  organizationalUnitId(path: string): string {
    let parent = this.rootId;
    for (const name of path.split('/')) {
      const level = this.organizationalUnits(parent).find((unit) => unit.name === name);
      if (level === undefined) throw new Error(`there is no organizational unit ${path}`);
      parent = level.id;
    }
    return parent;
  }

  path(id: string): string | undefined {
    const stored = this.#accounts.get(id);
    return stored && `${this.organizationId}/${this.#upwards(stored.parentId).join('/')}/`;
  }

  serviceControlPolicies(id: string): readonly (readonly PolicyDocument[])[] {
    const stored = this.#accounts.get(id);
    if (stored === undefined || id === this.managementAccountId) return [];
    const attached = this.#upwards(stored.parentId).map((level) => this.#levels.get(level)?.policies ?? []);
    return [...attached, stored.policies].map((policies) => policies.map((policy) => policy.document));
  }

  hasTrustedAccess(servicePrincipal: string): boolean {
    return this.#trustedAccess.has(servicePrincipal);
  }

  isDelegatedAdministrator(id: string, servicePrincipal: string): boolean {
    return this.#trustedAccess.get(servicePrincipal)?.has(id) ?? false;
  }

  /** Delegated administrators of one service, or of any, with the moment when they became so. */
  delegatedAdministrators(servicePrincipal?: string): ReadonlyMap<string, Date> {
    const services = [...this.#trustedAccess].filter(
      ([name]) => servicePrincipal === undefined || name === servicePrincipal,
    );
    return new Map(services.flatMap(([, administrators]) => [...administrators]));
  }

  onAccountMoved(listener: (move: AccountMove) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** `parentId` is the root unless given; AWS creates accounts in the root only. The ID is made up unless given. */
  createAccount(
    name: string,
    parentId: string = this.rootId,
    tags: Readonly<Record<string, string>> = {},
    details: { readonly id?: string; readonly email?: string } = {},
  ): MemberAccount {
    const id = details.id ?? accountId(name, (candidate) => this.#accounts.has(candidate));
    const stored = this.#addAccount({ id, name, tags }, parentId, 'CREATED', details.email);
    this.#tell({ accountId: id, from: undefined, to: this.#upwards(parentId) });
    return this.#view(stored);
  }

  moveAccount(id: string, destinationParentId: string): void {
    const stored = this.#stored(id);
    const from = this.#upwards(stored.parentId);
    const to = this.#upwards(destinationParentId);
    stored.parentId = destinationParentId;
    this.#tell({ accountId: id, from, to });
  }

  /** `id` of the root, an OU or an account. */
  tagResource(id: string, tags: Readonly<Record<string, string>>): void {
    for (const [key, value] of Object.entries(tags)) this.#target(id).tags.set(key, value);
  }

  untagResource(id: string, keys: readonly string[]): void {
    for (const key of keys) this.#target(id).tags.delete(key);
  }

  /** A closed account is SUSPENDED; it keeps its place and what is in it. */
  closeAccount(id: string): void {
    this.setAccountState(id, 'SUSPENDED');
  }

  setAccountState(id: string, state: AccountState): void {
    this.#stored(id).state = state;
  }

  /** Throws an Error for a Region that cannot be turned off. */
  disableRegion(id: string, region: string): void {
    this.#disabledRegions.add(this.#stored(id).id, region);
  }

  enableRegion(id: string, region: string): void {
    this.#disabledRegions.delete(id, region);
  }

  isRegionEnabled(id: string, region: string): boolean {
    return !this.#disabledRegions.has(id, region);
  }

  /** Attaches to the root, an OU or an account, at once. Throws for a document that the evaluator does not know. */
  attachServiceControlPolicy(targetId: string, name: string, document: unknown): void {
    this.#target(targetId).policies.push({
      id: policyId(targetId, name),
      name,
      document: parsePolicy(document, 'identity'),
    });
  }

  /** AWS refuses to detach the last one. */
  detachServiceControlPolicy(targetId: string, name: string): void {
    const { policies } = this.#target(targetId);
    const index = policies.findIndex((policy) => policy.name === name);
    if (index < 0) throw new Error(`no policy ${name} is attached to ${targetId}`);
    if (policies.length === 1) throw new Error(`${name} is the last policy of ${targetId}`);
    policies.splice(index, 1);
  }

  #addLevel(spec: OrganizationalUnitSpec, id: string, parentId: string | undefined): void {
    if (this.#levels.has(id)) throw new Error(`two organizational units are named ${spec.name} in one place`);
    const tags = new Map(Object.entries(spec.tags ?? {}));
    this.#levels.set(id, { id, name: spec.name, parentId, tags, policies: [FULL_ACCESS] });
    for (const policy of spec.serviceControlPolicies ?? []) {
      this.attachServiceControlPolicy(id, policy.name, policy.document);
    }
    for (const account of spec.accounts ?? []) this.#addAccount(account, id, 'CREATED');
    for (const unit of spec.organizationalUnits ?? []) {
      this.#addLevel(unit, organizationalUnitId(this.rootId, id, unit.name), id);
    }
  }

  #addAccount(
    spec: AccountSpec,
    parentId: string,
    joinedMethod: 'INVITED' | 'CREATED',
    email = `aws+${spec.id}@example.com`,
  ): StoredAccount {
    if (!/^\d{12}$/.test(spec.id)) throw new Error(`the account ID ${spec.id} is not twelve digits`);
    if (this.#accounts.has(spec.id)) throw new Error(`the account ${spec.id} is there already`);
    this.#upwards(parentId);
    const stored: StoredAccount = {
      id: spec.id,
      name: spec.name,
      email,
      joinedMethod,
      joinedAt: new Date(),
      state: 'ACTIVE',
      parentId,
      tags: new Map(Object.entries(spec.tags ?? {})),
      policies: [FULL_ACCESS],
    };
    this.#accounts.set(spec.id, stored);
    for (const region of spec.disabledRegions ?? []) this.disableRegion(spec.id, region);
    return stored;
  }

  /** From the root down to `levelId`. */
  #upwards(levelId: string): readonly string[] {
    const level = this.#levels.get(levelId);
    if (level === undefined) throw new Error(`there is no root or organizational unit ${levelId}`);
    return level.parentId === undefined ? [levelId] : [...this.#upwards(level.parentId), levelId];
  }

  #stored(id: string): StoredAccount {
    const stored = this.#accounts.get(id);
    if (stored === undefined) throw new Error(`the account ${id} is not in the organization`);
    return stored;
  }

  #target(id: string): { readonly tags: Map<string, string>; readonly policies: ServiceControlPolicy[] } {
    return this.#levels.get(id) ?? this.#stored(id);
  }

  #view(stored: StoredAccount): MemberAccount {
    const { id, name, email, state, tags, joinedMethod, joinedAt } = stored;
    return { id, name, email, state, tags, joinedMethod, joinedAt, parents: this.#upwards(stored.parentId) };
  }

  #tell(move: AccountMove): void {
    for (const listener of [...this.#listeners]) listener(move);
  }
}
