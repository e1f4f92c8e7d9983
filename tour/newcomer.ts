import {
  CreateAccountCommand,
  DescribeCreateAccountStatusCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { pollUntil } from './poll-until';
import type { Stage } from './stage';

const TIMEOUT_SECONDS = 240;

/**
 * Creates an account as an administrator of the management account would, moves it into the OU at `path` (names below
 * the root, such as `workloads/production`) and waits until stack sets have served it in every Region. Gives the account's ID.
 * Throws an Error when it does not come about within half a minute.
 */
export async function createNewcomer(stage: Stage, name: string, path: string): Promise<string> {
  const { cloud, landscape } = stage;
  const organizations = new OrganizationsClient({
    endpoint: cloud.endpoint,
    region: 'us-east-1',
    credentials: cloud.administrator(landscape.managementAccountId),
  });
  try {
    const { Roots } = await organizations.send(new ListRootsCommand({}));
    const root = Roots?.[0]?.Id ?? '';
    const account = await create(organizations, name);
    await organizations.send(
      new MoveAccountCommand({
        AccountId: account,
        SourceParentId: root,
        DestinationParentId: await unitAt(organizations, root, path),
      }),
    );
    await pollUntil(
      `stack sets to serve account ${account}`,
      async () => isServed(stage, account) || undefined,
      TIMEOUT_SECONDS,
    );
    return account;
  } finally {
    organizations.destroy();
  }
}

async function create(organizations: OrganizationsClient, name: string): Promise<string> {
  const { CreateAccountStatus } = await organizations.send(
    new CreateAccountCommand({ AccountName: name, Email: `aws+${name}@example.com` }),
  );
  const look = async (): Promise<string | undefined> => {
    const { CreateAccountStatus: status } = await organizations.send(
      new DescribeCreateAccountStatusCommand({ CreateAccountRequestId: CreateAccountStatus?.Id }),
    );
    if (status?.State === 'FAILED') throw new Error(`account ${name} was not created: ${status.FailureReason}`);
    return status?.State === 'SUCCEEDED' ? status.AccountId : undefined;
  };
  return pollUntil(`account ${name}`, look, TIMEOUT_SECONDS);
}

async function unitAt(organizations: OrganizationsClient, root: string, path: string): Promise<string> {
  let parent = root;
  for (const name of path.split('/')) {
    let token: string | undefined;
    let found: string | undefined;
    do {
      const page = await organizations.send(
        new ListOrganizationalUnitsForParentCommand({ ParentId: parent, NextToken: token }),
      );
      found = page.OrganizationalUnits?.find((unit) => unit.Name === name)?.Id;
      token = page.NextToken;
    } while (found === undefined && token !== undefined);
    if (found === undefined) throw new Error(`there is no organizational unit ${path}`);
    parent = found;
  }
  return parent;
}

/** Whether every stack set has a stack in the account. Throws an Error for one that failed. */
function isServed({ cloud }: Stage, account: string): boolean {
  const sets = cloud.stackSets.list();
  const instances = sets.flatMap((set) => set.instances().filter((instance) => instance.account === account));
  const failed = instances.find((instance) => instance.detailedStatus === 'FAILED');
  if (failed !== undefined) throw new Error(`${failed.stackName} in ${account} failed: ${failed.statusReason}`);
  const expected = sets.reduce((sum, set) => sum + set.groups.flatMap((group) => group.Regions).length, 0);
  return instances.filter((instance) => instance.detailedStatus === 'SUCCEEDED').length === expected;
}
