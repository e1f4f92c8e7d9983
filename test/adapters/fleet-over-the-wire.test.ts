import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { StackSetFleet } from '../../adapters/fleet-status';
import { OrganizationsRoster } from '../../adapters/roster';
import { type Cloud, startCloud } from '../../sandbox/cloud';
import { describeAccountRosterContract } from '../contracts/account-roster';
import { describeFleetStatusContract } from '../contracts/fleet-status';
import { account, region } from '../fakes/identifiers';

const HOME = region('eu-west-1');
const OPT_IN = region('eu-south-1');
const HUB = account('200000000000');
const MANAGEMENT = account('100000000000');
const TEAMS = Array.from({ length: 23 }, (_, index) => account(String(300_000_000_000 + index)));
const NESTED = [account('400000000000'), account('400000000001')];

let cloud: Cloud;

beforeAll(async () => {
  const named = (id: string) => ({ id, name: `account ${id}` });
  cloud = await startCloud({
    organization: {
      id: 'o-fleet00001',
      managementAccount: named(MANAGEMENT),
      root: {
        accounts: [named(HUB)],
        organizationalUnits: [
          {
            name: 'teams',
            accounts: TEAMS.map(named),
            organizationalUnits: [
              {
                name: 'north',
                accounts: NESTED.map((id) => ({ ...named(id), disabledRegions: [OPT_IN] })),
                organizationalUnits: [{ name: 'nobody' }],
              },
            ],
          },
        ],
      },
      trustedAccess: [
        { servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com', delegatedAdministrators: [HUB] },
      ],
    },
  });
});
afterAll(() => cloud.stop());

describeAccountRosterContract('OrganizationsRoster over the wire', async () => {
  const closed = TEAMS[4];
  if (closed !== undefined) cloud.organization.closeAccount(closed);
  const config = { endpoint: cloud.endpoint, region: HOME, credentials: cloud.administrator(HUB) };
  return {
    roster: new OrganizationsRoster(new OrganizationsClient(config)),
    all: [MANAGEMENT, HUB, ...TEAMS, ...NESTED].map((id) => ({
      account: id,
      name: `account ${id}`,
      state: cloud.organization.account(id)?.state ?? '',
    })),
    unit: cloud.organization.organizationalUnitId('teams'),
    inUnit: [...TEAMS, ...NESTED],
    emptyUnit: cloud.organization.organizationalUnitId('teams/north/nobody'),
    root: cloud.organization.rootId,
  };
});

describeFleetStatusContract('StackSetFleet over the wire', async () => {
  const stackSet = 'queues';
  const template = {
    Resources: {
      Set: {
        Type: 'AWS::CloudFormation::StackSet',
        Properties: {
          StackSetName: stackSet,
          PermissionModel: 'SERVICE_MANAGED',
          CallAs: 'DELEGATED_ADMIN',
          AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
          OperationPreferences: { MaxConcurrentCount: 4, FailureToleranceCount: 4, RegionConcurrencyType: 'PARALLEL' },
          TemplateBody: JSON.stringify({ Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } } }),
          StackInstancesGroup: [
            {
              Regions: [HOME, OPT_IN],
              DeploymentTargets: { OrganizationalUnitIds: [cloud.organization.organizationalUnitId('teams/north')] },
            },
          ],
        },
      },
    },
  };
  await cloud.stacks.deployStack({ template, account: HUB, region: HOME, stackName: 'hub' });
  const config = { endpoint: cloud.endpoint, region: HOME, credentials: cloud.administrator(HUB) };
  const cloudFormation = new CloudFormationClient(config);
  const instances = NESTED.flatMap((id) => [
    { stackSet, account: id, region: HOME, detailedStatus: 'SUCCEEDED', statusReason: null },
    {
      ...{ stackSet, account: id, region: OPT_IN, detailedStatus: 'FAILED' },
      statusReason: expect.stringContaining(OPT_IN) as unknown as string,
    },
  ]);
  return {
    fleet: new StackSetFleet({ cloudFormation, stackSets: [stackSet], callAs: 'DELEGATED_ADMIN' }),
    stackSet,
    instances,
  };
});
