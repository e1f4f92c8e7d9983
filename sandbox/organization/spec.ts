/** An organization as it stands when the local AWS starts. Account IDs are twelve digits; OU and root IDs are made up from the names. */
export interface OrganizationSpec {
  /** Such as `o-exampleorg1`. */
  readonly id: string;
  readonly managementAccount: AccountSpec;
  readonly root: Omit<OrganizationalUnitSpec, 'name'>;
  /** Service principals with trusted access, such as `member.org.stacksets.cloudformation.amazonaws.com`, and their delegated administrators. */
  readonly trustedAccess: readonly {
    readonly servicePrincipal: string;
    readonly delegatedAdministrators: readonly string[];
  }[];
}

export interface OrganizationalUnitSpec {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly accounts?: readonly AccountSpec[];
  readonly organizationalUnits?: readonly OrganizationalUnitSpec[];
  /** SCPs attached here, besides FullAWSAccess, which every root, OU and account has. JSON documents. */
  readonly serviceControlPolicies?: readonly { readonly name: string; readonly document: unknown }[];
}

export interface AccountSpec {
  readonly id: string;
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Opt-in Regions that are off in the account. @default none */
  readonly disabledRegions?: readonly string[];
}
