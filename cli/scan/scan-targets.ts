import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsFailure } from '../../adapters/aws-errors';
import { OrganizationsProfiles } from '../../adapters/organizations';
import { OrganizationsRoster } from '../../adapters/roster';
import { systemClock } from '../../adapters/system-clock';
import { type AccountId, parseAccountId, parseRegion, type Region } from '../../core/identifiers';
import type { AccountProfiles } from '../../core/ports';
import type { RosterAccount } from '../../core/sweep/roster';
import { clientConfig, withAws } from '../aws';
import { WrongUse } from '../wrong-use';
import type { ScanOptions } from './scan-options';

const MAX_ATTEMPTS = 5;
/** Age after which tags and places in the organization are read again: longer than a scan should take. */
const PROFILE_SECONDS = 12 * 3600;

/** Who scans what. */
export interface ScanTargets {
  readonly sts: STSClient;
  readonly partition: string;
  readonly homeRegion: Region;
  /** The account whose credentials are at hand. */
  readonly caller: AccountId;
  /** ID of the organization; null for a scan of the caller's account alone. */
  readonly organization: string | null;
  readonly accounts: readonly RosterAccount[];
  readonly profiles: AccountProfiles;
}

/** Finds out who calls, and which accounts to go through. Throws WrongUse for what the caller can put right. */
export async function scanTargets(options: ScanOptions, progress: (text: string) => void): Promise<ScanTargets> {
  const sts = new STSClient({ ...clientConfig(options), maxAttempts: MAX_ATTEMPTS });
  const what = 'finding out whose credentials these are';
  const { Account, Arn } = await withAws(what, null, () => sts.send(new GetCallerIdentityCommand({})));
  const caller = parseAccountId(Account);
  const homeRegion = parseRegion(await sts.config.region());
  if (caller === undefined || homeRegion === undefined) throw new Error('STS named no possible account or Region');
  const organizations = new OrganizationsClient({ ...clientConfig(options), maxAttempts: MAX_ATTEMPTS });
  const common = {
    sts,
    partition: Arn?.split(':')[1] ?? 'aws',
    homeRegion,
    caller,
    profiles: new OrganizationsProfiles({ organizations, clock: systemClock, seconds: PROFILE_SECONDS, pace: true }),
  };
  if (options.organization !== true) {
    refuseOtherAccounts(options, caller);
    return { ...common, organization: null, accounts: [{ account: caller, name: null, state: 'ACTIVE' }] };
  }
  const { id, management } = await organizationOf(organizations, caller);
  const all = await listAccounts(organizations, { id, management, caller }, progress);
  return { ...common, organization: id, accounts: chosen(all, options, id) };
}

function refuseOtherAccounts({ account = [], excludeAccount = [] }: ScanOptions, caller: AccountId): void {
  const others = account.filter((id) => id !== caller);
  const flag = excludeAccount.length > 0 ? '--exclude-account' : others.length > 0 ? '--account' : undefined;
  if (flag === undefined) return;
  throw new WrongUse(
    `${flag} needs --organization: without it, account ${caller} alone is scanned`,
    'add --organization, or use credentials of the account',
  );
}

async function organizationOf(organizations: OrganizationsClient, caller: AccountId) {
  try {
    const permission = 'organizations:DescribeOrganization';
    const { Organization } = await withAws('reading the organization', permission, () =>
      organizations.send(new DescribeOrganizationCommand({})),
    );
    const { Id, MasterAccountId } = Organization ?? {};
    if (Id === undefined || MasterAccountId === undefined) throw new Error('Organizations described no organization');
    return { id: Id, management: MasterAccountId };
  } catch (error) {
    const { code, message, status } = awsFailure(error);
    if (error instanceof WrongUse || status !== 400) throw error;
    throw new WrongUse(
      `there is no organization that account ${caller} could be in (${code}: ${message})`,
      'leave out --organization to scan this account alone',
      { cause: error },
    );
  }
}

async function listAccounts(
  organizations: OrganizationsClient,
  { id, management, caller }: { readonly id: string; readonly management: string; readonly caller: AccountId },
  progress: (text: string) => void,
): Promise<readonly RosterAccount[]> {
  const roster = new OrganizationsRoster(organizations);
  const accounts: RosterAccount[] = [];
  let from: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof roster.page>> = await roster.page(null, from);
    if (page.kind !== 'page') {
      throw new WrongUse(
        `account ${caller} cannot list the accounts of organization ${id} (${page.message})`,
        caller === management
          ? 'use credentials that may do organizations:ListAccounts'
          : `start from the management account ${management} or from a delegated administrator, with credentials that may do organizations:ListAccounts`,
      );
    }
    accounts.push(...page.accounts);
    progress(`${accounts.length} accounts…`);
    from = page.next;
  } while (from !== null);
  return accounts;
}

function chosen(all: readonly RosterAccount[], options: ScanOptions, id: string): readonly RosterAccount[] {
  const { account: only = [], excludeAccount: not = [] } = options;
  const unknown = [...only, ...not].find((named) => !all.some(({ account }) => account === named));
  if (unknown !== undefined) {
    throw new WrongUse(
      `account ${unknown} is not in organization ${id}`,
      'check the ID, and which organization this is',
    );
  }
  return all.filter(({ account }) => (only.length === 0 || only.includes(account)) && !not.includes(account));
}
