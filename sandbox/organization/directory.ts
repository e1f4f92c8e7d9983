import type { PolicyDocument } from '../policy/document';

export type AccountState = 'ACTIVE' | 'SUSPENDED' | 'PENDING_ACTIVATION' | 'PENDING_CLOSURE' | 'CLOSED';

export interface DirectoryAccount {
  readonly id: string;
  readonly name: string;
  readonly state: AccountState;
  readonly tags: ReadonlyMap<string, string>;
  /** From the root down to the direct parent: `r-…`, `ou-…`, `ou-…`. */
  readonly parents: readonly string[];
}

/** The organization as other services of the local AWS read it. Not authorized: it is AWS asking itself. */
export interface Directory {
  readonly organizationId: string;
  readonly managementAccountId: string;
  /** Undefined for an account outside the organization. */
  account(id: string): DirectoryAccount | undefined;
  accounts(): readonly DirectoryAccount[];
  /** Active accounts in the OU or root and in all OUs below. */
  accountsUnder(parentId: string): readonly DirectoryAccount[];
  /** `o-…/r-…/ou-…/` as `aws:PrincipalOrgPaths` has it; undefined outside. */
  path(accountId: string): string | undefined;
  /**
   * For each level from the root to the account, the SCPs attached there: all levels must allow. Empty for the
   * management account, which SCPs do not bind, and for accounts outside.
   */
  serviceControlPolicies(accountId: string): readonly (readonly PolicyDocument[])[];
  hasTrustedAccess(servicePrincipal: string): boolean;
  isDelegatedAdministrator(accountId: string, servicePrincipal: string): boolean;
  /** False for an opt-in Region that is off in the account; true for accounts outside the organization. */
  isRegionEnabled(accountId: string, region: string): boolean;
  /** An account came into an OU, by creation or by a move (`from` undefined on creation). Returns the end of listening. */
  onAccountMoved(
    listener: (move: { accountId: string; from: readonly string[] | undefined; to: readonly string[] }) => void,
  ): () => void;
}
