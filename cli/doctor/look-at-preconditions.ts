import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { callerOf } from '../../adapters/caller';
import { stackSetsAdministrators } from '../../adapters/delegated-administrators';
import { unreservedConcurrency } from '../../adapters/function-concurrency';
import { organizationDescription } from '../../adapters/organization-description';
import { Pace } from '../../adapters/pace';
import { regionState } from '../../adapters/regions-on';
import { OrganizationsRoster } from '../../adapters/roster';
import { stackState } from '../../adapters/stack-states';
import { systemClock } from '../../adapters/system-clock';
import { stackSetsAccess } from '../../adapters/trusted-access';
import type { Facts } from '../../core/doctor/facts';
import type { Settings } from '../../core/settings/settings';
import { looked, lookedIf, Unavailable } from './look';

/** Accounts that are counted: an organization has no more than 50,000, and this is about 100,000. */
const MOST_ACCOUNTS = 1_000;
/** ListAccounts calls a second, below what Organizations allows. */
const CALLS_A_SECOND = 6;

export type Preconditions = Pick<
  Facts,
  | 'caller'
  | 'organization'
  | 'stackSetsAccess'
  | 'administrators'
  | 'accounts'
  | 'regions'
  | 'concurrency'
  | 'bootstrap'
>;

/** `missing`: why nothing of the hub's account can be looked at; null when it can. */
export async function lookAtPreconditions(
  settings: Settings,
  config: { readonly profile?: string; readonly region: string },
  progress: (text: string) => void,
): Promise<Preconditions & { readonly missing: string | null }> {
  progress('asking who you are');
  const caller = await looked('sts:GetCallerIdentity', () => callerOf(new STSClient(config)));
  const account = caller.kind === 'seen' ? caller.value.account : null;
  const noCaller = account === null ? 'needs credentials' : null;
  const { hubAccountId, homeRegion } = settings;
  const missing =
    noCaller ?? (account === hubAccountId ? null : `needs credentials of the hub account, ${hubAccountId}`);
  const noOrganization = settings.scope === 'organization' ? noCaller : 'there is no organization in the settings';

  progress('looking at the organization');
  const organizations = new OrganizationsClient(config);
  const isManagement = settings.scope === 'organization' && account === settings.managementAccountId;
  const cloudFormation = new CloudFormationClient({ ...config, region: homeRegion });
  const organization = await lookedIf(noOrganization, 'organizations:DescribeOrganization', () =>
    organizationDescription(organizations),
  );
  const access = await lookedIf(noOrganization, 'cloudformation:DescribeOrganizationsAccess', () =>
    stackSetsAccess(cloudFormation, isManagement ? 'SELF' : 'DELEGATED_ADMIN'),
  );
  const administrators = await lookedIf(noOrganization, 'organizations:ListDelegatedAdministrators', () =>
    stackSetsAdministrators(organizations),
  );
  progress('counting accounts');
  const accounts = await lookedIf(noOrganization, 'organizations:ListAccounts', () => countAccounts(organizations));

  progress("looking at the hub's account");
  const lambda = new LambdaClient({ ...config, region: homeRegion });
  const concurrency = await lookedIf(missing, 'lambda:GetAccountSettings', () => unreservedConcurrency(lambda));
  const bootstrap = await lookedIf(missing, 'cloudformation:DescribeStacks', () =>
    stackState(cloudFormation, 'CDKToolkit'),
  );
  const regions: Facts['regions'][number][] = [];
  for (const region of settings.regions) {
    progress(`asking in ${region}`);
    // a Region that is off may be slow to say so: one try
    const sts = new STSClient({ ...config, region, maxAttempts: 2 });
    regions.push({ region, look: await lookedIf(missing, 'sts:GetCallerIdentity', () => regionState(sts)) });
  }
  return {
    caller,
    organization,
    stackSetsAccess: access,
    administrators,
    accounts,
    concurrency,
    bootstrap,
    regions,
    missing,
  };
}

async function countAccounts(organizations: OrganizationsClient): Promise<{ count: number; whole: boolean }> {
  const roster = new OrganizationsRoster(organizations, new Pace(CALLS_A_SECOND, systemClock));
  let count = 0;
  let from: string | null = null;
  do {
    const page = await roster.page(null, from);
    if (page.kind === 'unavailable') throw new Unavailable(page.message);
    count += page.accounts.length;
    from = page.next;
  } while (from !== null && count < MOST_ACCOUNTS);
  return { count, whole: from === null };
}
