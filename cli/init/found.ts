import type { OrganizationLevel } from '../../adapters/organization-tree';

/** What looking around found out. Null: it could not be looked at, and `notes` say why. */
export interface Found {
  /** Account of the credentials. */
  readonly account: string | null;
  /** Region of the SDK's configuration. */
  readonly region: string | null;
  /** `none`: the account belongs to no organization. */
  readonly organization: { readonly id: string; readonly managementAccountId: string } | 'none' | null;
  /** Roots and OUs, parents before what is below them. */
  readonly tree: readonly OrganizationLevel[] | null;
  /** Delegated administrators of StackSets. */
  readonly administrators: readonly string[] | null;
  /** Whether StackSets may act in the organization. */
  readonly trustedAccess: boolean | null;
  /** For people: what could not be looked at and why, and what else they should know. */
  readonly notes: readonly string[];
}

/** What somebody said: by options, or when asked. */
export interface Given {
  readonly scope?: 'organization' | 'account';
  readonly organizationId?: string;
  readonly managementAccountId?: string;
  readonly hubAccountId?: string;
  readonly targets?: readonly string[];
  readonly homeRegion?: string;
  readonly regions?: readonly string[];
  readonly mode?: 'apply' | 'audit';
  readonly days?: number;
}

/** Settings as they stand in a file: not checked, in their order. */
export type RawSettings = Readonly<Record<string, unknown>>;
