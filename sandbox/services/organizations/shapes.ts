import { partitionOf } from '../../arn';
import type { MemberAccount, Organization, OrganizationalLevel } from '../../organization/organization';

/** ARNs and answers in the shapes of the Organizations service model; times are seconds since 1970. */
export class Shapes {
  readonly #organization: Organization;
  readonly #prefix: string;

  constructor(organization: Organization, region: string) {
    this.#organization = organization;
    this.#prefix = `arn:${partitionOf(region)}:organizations::${organization.managementAccountId}`;
  }

  accountArn(id: string): string {
    return `${this.#prefix}:account/${this.#organization.organizationId}/${id}`;
  }

  /** `id` of the root, an OU or an account. */
  arn(id: string): string {
    if (/^\d/.test(id)) return this.accountArn(id);
    const kind = id.startsWith('r-') ? 'root' : 'ou';
    return `${this.#prefix}:${kind}/${this.#organization.organizationId}/${id}`;
  }

  account(account: MemberAccount): Record<string, unknown> {
    return {
      Id: account.id,
      Arn: this.accountArn(account.id),
      Email: account.email,
      Name: account.name,
      // Not every state has a status. Source: "Monitor the state of your AWS accounts", Organizations User Guide.
      Status: account.state === 'CLOSED' ? 'SUSPENDED' : account.state,
      State: account.state,
      Paths: [`${this.#organization.organizationId}/${account.parents.join('/')}/${account.id}/`],
      JoinedMethod: account.joinedMethod,
      JoinedTimestamp: account.joinedAt.getTime() / 1000,
    };
  }

  administrator(account: MemberAccount, since: Date): Record<string, unknown> {
    const { Paths: _paths, ...shape } = this.account(account);
    return { ...shape, DelegationEnabledDate: since.getTime() / 1000 };
  }

  organizationalUnit(level: OrganizationalLevel): Record<string, unknown> {
    const path = [level.id];
    for (let above = level.parentId; above !== undefined; above = this.#organization.level(above)?.parentId) {
      path.unshift(above);
    }
    return {
      Id: level.id,
      Arn: this.arn(level.id),
      Name: level.name,
      Path: `${this.#organization.organizationId}/${path.join('/')}/`,
    };
  }

  root(level: OrganizationalLevel): Record<string, unknown> {
    const policyTypes = [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }];
    return { Id: level.id, Arn: this.arn(level.id), Name: level.name, PolicyTypes: policyTypes };
  }

  organization(): Record<string, unknown> {
    const management = this.#organization.account(this.#organization.managementAccountId);
    return {
      Id: this.#organization.organizationId,
      Arn: `${this.#prefix}:organization/${this.#organization.organizationId}`,
      FeatureSet: 'ALL',
      MasterAccountArn: this.accountArn(this.#organization.managementAccountId),
      MasterAccountId: this.#organization.managementAccountId,
      MasterAccountEmail: management?.email,
      AvailablePolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY', Status: 'ENABLED' }],
    };
  }
}
