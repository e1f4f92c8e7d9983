import { AwsError } from '../aws-error';
import type { Clock } from '../clock';
import type { PolicyDocument } from '../policy/document';
import type { Caller } from './caller';
import { Identifiers } from './identifiers';
import type { RoleSession } from './role-sessions';

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Who an access key belongs to, and what proves it. */
export interface Identity {
  readonly caller: Exclude<Caller, { kind: 'service' }>;
  readonly secretAccessKey: string;
  /** With temporary credentials only. */
  readonly sessionToken?: string;
  readonly expiresAt?: Date;
}

export interface IamUser {
  readonly accountId: string;
  readonly userName: string;
  readonly arn: string;
  /** `AIDA…` */
  readonly userId: string;
  readonly policies: readonly PolicyDocument[];
}

export interface SessionRole {
  readonly accountId: string;
  readonly roleName: string;
  readonly roleArn: string;
  /** `AROA…` */
  readonly roleId: string;
}

/** Root users, IAM users and role sessions of all accounts, by access key. */
export class Identities {
  readonly identifiers: Identifiers;
  readonly #clock: Clock;
  readonly #byAccessKey = new Map<string, Identity>();
  readonly #usersByArn = new Map<string, IamUser>();
  readonly #usersById = new Map<string, IamUser>();
  readonly #accounts = new Set<string>();

  constructor(options: { readonly clock: Clock; readonly seed?: string }) {
    this.#clock = options.clock;
    this.identifiers = new Identifiers(options.seed ?? 'local');
  }

  /** Throws AwsError EntityAlreadyExists (409). `policies` come from `parsePolicy` with the kind `identity`. */
  createUser(
    accountId: string,
    userName: string,
    policies: readonly PolicyDocument[],
    partition = 'aws',
  ): AccessKey & { readonly user: IamUser } {
    const arn = `arn:${partition}:iam::${accountId}:user/${userName}`;
    if (this.#usersByArn.has(arn)) {
      throw new AwsError('EntityAlreadyExists', `User with name ${userName} already exists.`, 409);
    }
    const user = { accountId, userName, arn, userId: this.identifiers.unique('AIDA'), policies };
    this.#usersByArn.set(arn, user);
    this.#usersById.set(user.userId, user);
    const key = this.#addKey((accessKeyId) => ({
      kind: 'user',
      accountId,
      arn,
      userId: user.userId,
      userName,
      accessKeyId,
    }));
    return { ...key, user };
  }

  /** An access key of the account's root user. */
  createRootAccessKey(accountId: string, partition = 'aws'): AccessKey {
    const arn = `arn:${partition}:iam::${accountId}:root`;
    return this.#addKey((accessKeyId) => ({ kind: 'root', accountId, arn, userId: accountId, accessKeyId }));
  }

  /** Makes credentials for a role session; whether the role may be assumed has been decided before. */
  createRoleSession(request: {
    readonly role: SessionRole;
    readonly sessionName: string;
    readonly sessionPolicies: readonly PolicyDocument[];
    readonly durationSeconds: number;
  }): RoleSession {
    const { role, sessionName, sessionPolicies } = request;
    const issuedAt = this.#clock.now();
    // STS answers whole seconds.
    const expiresAt = new Date((Math.floor(issuedAt.getTime() / 1000) + request.durationSeconds) * 1000);
    const partition = role.roleArn.split(':')[1] ?? 'aws';
    const accessKeyId = this.identifiers.unique('ASIA');
    const caller = {
      kind: 'assumed-role',
      accountId: role.accountId,
      arn: `arn:${partition}:sts::${role.accountId}:assumed-role/${role.roleName}/${sessionName}`,
      userId: `${role.roleId}:${sessionName}`,
      roleName: role.roleName,
      roleArn: role.roleArn,
      sessionName,
      sessionPolicies,
      accessKeyId,
      issuedAt,
      expiresAt,
    } as const;
    const secretAccessKey = this.identifiers.secret();
    const sessionToken = this.identifiers.sessionToken();
    this.#byAccessKey.set(accessKeyId, { caller, secretAccessKey, sessionToken, expiresAt });
    return { caller, credentials: { accessKeyId, secretAccessKey, sessionToken, expiration: expiresAt } };
  }

  byAccessKey(accessKeyId: string): Identity | undefined {
    return this.#byAccessKey.get(accessKeyId);
  }

  /** By ARN or by unique ID (`AIDA…`). */
  user(arnOrId: string): IamUser | undefined {
    return this.#usersByArn.get(arnOrId) ?? this.#usersById.get(arnOrId);
  }

  /** Makes the account known without an identity in it; accounts with a user or a root key are known anyway. */
  addAccount(accountId: string): void {
    this.#accounts.add(accountId);
  }

  knowsAccount(accountId: string): boolean {
    return this.#accounts.has(accountId);
  }

  #addKey(caller: (accessKeyId: string) => Identity['caller']): AccessKey {
    const accessKeyId = this.identifiers.unique('AKIA');
    const secretAccessKey = this.identifiers.secret();
    const owner = caller(accessKeyId);
    this.#accounts.add(owner.accountId);
    this.#byAccessKey.set(accessKeyId, { caller: owner, secretAccessKey });
    return { accessKeyId, secretAccessKey };
  }
}
