import type { AccountSpec, OrganizationSpec } from '../sandbox/organization/spec';

/** The organization that the tour, the sandbox command and the journeys play in. */
export interface Landscape {
  readonly organization: OrganizationSpec;
  readonly managementAccountId: string;
  readonly hub: AccountSpec;
  readonly logArchive: AccountSpec;
  /** Alternating between the two nested OUs; the first one is excluded by its tag. */
  readonly workloads: readonly (AccountSpec & { readonly ou: string })[];
}

const STACKSETS = 'member.org.stacksets.cloudformation.amazonaws.com';

/** What Control Tower's guardrail does on a log archive: nobody changes a bucket's lifecycle there. */
const KEEP_LOG_LIFECYCLES = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'KeepLogLifecycles', Effect: 'Deny', Action: ['s3:PutLifecycleConfiguration'], Resource: ['*'] }],
};

/**
 * An organization with a management account, the hub in a security account, a log archive under an SCP, and
 * `accounts` (1 to 500) workload accounts. Account IDs are the same for the same number, run after run.
 */
export function landscape(accounts: number): Landscape {
  const hub: AccountSpec = { id: '200000000002', name: 'security' };
  const logArchive: AccountSpec = { id: '200000000003', name: 'log-archive' };
  const workloads = Array.from({ length: accounts }, (_, index) => ({
    id: String(300_000_000_001 + index),
    name: `workload-${index + 1}`,
    tags: index === 0 ? { 'partsweep:exclude': 'true' } : {},
    ou: index % 2 === 0 ? 'workloads' : 'workloads/production',
  }));
  const inOu = (ou: string): AccountSpec[] =>
    workloads.filter((account) => account.ou === ou).map(({ id, name, tags }) => ({ id, name, tags }));
  return {
    managementAccountId: '200000000001',
    hub,
    logArchive,
    workloads,
    organization: {
      id: 'o-tour000001',
      managementAccount: { id: '200000000001', name: 'management' },
      root: {
        organizationalUnits: [
          {
            name: 'security',
            accounts: [hub],
            organizationalUnits: [
              {
                name: 'logs',
                accounts: [logArchive],
                serviceControlPolicies: [{ name: 'keep-log-lifecycles', document: KEEP_LOG_LIFECYCLES }],
              },
            ],
          },
          {
            name: 'workloads',
            accounts: inOu('workloads'),
            organizationalUnits: [{ name: 'production', accounts: inOu('workloads/production') }],
          },
        ],
      },
      trustedAccess: [{ servicePrincipal: STACKSETS, delegatedAdministrators: [hub.id] }],
    },
  };
}
