import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import { awsFailure } from '../../adapters/aws-errors';
import { callerOf } from '../../adapters/caller';
import { stackSetsAdministrators } from '../../adapters/delegated-administrators';
import { organizationDescription } from '../../adapters/organization-description';
import { organizationTree } from '../../adapters/organization-tree';
import { Pace } from '../../adapters/pace';
import { systemClock } from '../../adapters/system-clock';
import { stackSetsAccess } from '../../adapters/trusted-access';
import { visibleText } from '../../report/visible-text';
import { clientConfig } from '../aws';
import type { CommonOptions } from '../command-options';
import type { Found } from './found';

/** Calls a second for the tree, below what Organizations allows. */
const CALLS_A_SECOND = 4;
/** Roots and OUs that are read: more than a person can choose from. */
const MOST_LEVELS = 500;

const NOTHING: Found = {
  account: null,
  region: null,
  organization: null,
  tree: null,
  administrators: null,
  trustedAccess: null,
  notes: [],
};

/** Looks at who asks and at the organization. Never throws for what AWS does not let it see: that is a note. */
export async function lookAround(options: CommonOptions, progress: (text: string) => void): Promise<Found> {
  const notes: string[] = [];
  const tried = async <T>(what: string, advice: string, look: () => Promise<T>): Promise<T | null> => {
    progress(what);
    try {
      return await look();
    } catch (error) {
      const { code, message } = awsFailure(error);
      notes.push(`${what}: not possible (${visibleText(`${code}: ${message}`)}); ${advice}`);
      return null;
    }
  };
  const config = clientConfig(options);
  const sts = new STSClient(config);
  const region = await sts.config.region().catch(() => null);
  const here = { ...config, ...(region === null ? { region: 'us-east-1' } : { region }) };
  const caller = await tried('asking who you are', 'log in, or name a profile with --profile', () =>
    callerOf(new STSClient(here)),
  );
  if (caller === null) return { ...NOTHING, region, notes };

  const organizations = new OrganizationsClient(here);
  const description = await tried(
    'looking at the organization',
    'this needs organizations:DescribeOrganization; else say --scope and the IDs',
    async () => (await organizationDescription(organizations)) ?? ('none' as const),
  );
  const known = { ...NOTHING, account: caller.account, region, organization: description, notes };
  if (description === null || description === 'none') return known;

  if (description.featureSet !== 'ALL') {
    notes.push('the organization has consolidated billing only: stack sets need all of its features');
  }
  const pace = new Pace(CALLS_A_SECOND, systemClock);
  const tree = await tried(
    'reading roots and organizational units',
    'this needs the management account or a delegated administrator; else say --targets',
    () => organizationTree(organizations, { pace, most: MOST_LEVELS }),
  );
  if (tree?.whole === false)
    notes.push(`only the first ${MOST_LEVELS} roots and OUs were read: name others by --targets`);
  const administrators = await tried(
    'asking for the delegated administrators of StackSets',
    'partsweep doctor says what it needs',
    () => stackSetsAdministrators(organizations),
  );
  const callAs = caller.account === description.managementAccountId ? 'SELF' : 'DELEGATED_ADMIN';
  const access = await tried('asking whether StackSets is trusted', 'partsweep doctor says how to see it', () =>
    stackSetsAccess(new CloudFormationClient(here), callAs),
  );
  return {
    ...known,
    organization: { id: description.id, managementAccountId: description.managementAccountId },
    tree: tree?.levels ?? null,
    administrators,
    trustedAccess: access === null ? null : access === 'ENABLED',
  };
}
