import {
  CloudFormationClient,
  DescribeStackSetCommand,
  ListStackInstancesCommand,
  ListStackSetOperationsCommand,
  ListStackSetsCommand,
  paginateListStackInstances,
  paginateListStackSets,
} from '@aws-sdk/client-cloudformation';
import { type Cloud, startCloud } from '../../../sandbox/cloud';

const MANAGEMENT = '100000000000';
const HUB = '200000000000';
const MEMBERS = ['300000000001', '300000000002', '300000000003', '300000000004'] as const;
const [PLAIN, DENIED, SUSPENDED, OFF] = MEMBERS;
const REGIONS = ['eu-west-1', 'eu-south-1'];

describe('stack instances over the wire', () => {
  let cloud: Cloud;
  let client: CloudFormationClient;
  let unit: string;

  beforeAll(async () => {
    const document = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'sqs:CreateQueue', Resource: '*' }],
    };
    cloud = await startCloud({
      organization: {
        id: 'o-instances1',
        managementAccount: { id: MANAGEMENT, name: 'management' },
        root: {
          organizationalUnits: [
            { name: 'shared', accounts: [{ id: HUB, name: 'hub' }] },
            {
              name: 'teams',
              accounts: [PLAIN, SUSPENDED].map((id) => ({ id, name: id })),
              organizationalUnits: [
                {
                  name: 'fenced',
                  accounts: [{ id: DENIED, name: DENIED }],
                  serviceControlPolicies: [{ name: 'no-queues', document }],
                },
                { name: 'north', accounts: [{ id: OFF, name: OFF, disabledRegions: ['eu-south-1'] }] },
              ],
            },
          ],
        },
        trustedAccess: [
          { servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com', delegatedAdministrators: [HUB] },
        ],
      },
    });
    cloud.organization.closeAccount(SUSPENDED);
    unit = cloud.organization.organizationalUnitId('teams');
    const set = (StackSetName: string) => ({
      Type: 'AWS::CloudFormation::StackSet',
      Properties: {
        StackSetName,
        Description: 'queues',
        PermissionModel: 'SERVICE_MANAGED',
        CallAs: 'DELEGATED_ADMIN',
        AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
        OperationPreferences: { MaxConcurrentCount: 4, FailureToleranceCount: 4, RegionConcurrencyType: 'PARALLEL' },
        TemplateBody: JSON.stringify({
          Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: StackSetName } } },
        }),
        StackInstancesGroup: [{ Regions: REGIONS, DeploymentTargets: { OrganizationalUnitIds: [unit] } }],
      },
    });
    const template = { Resources: { A: set('first'), B: set('second'), C: set('third') } };
    await cloud.stacks.deployStack({ template, account: HUB, region: 'eu-west-1', stackName: 'hub' });
    client = clientOf(HUB);
  });
  afterAll(async () => {
    client.destroy();
    await cloud.stop();
  });

  const clientOf = (account: string) =>
    new CloudFormationClient({
      endpoint: cloud.endpoint,
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: cloud.administrator(account),
    });
  const asked = { StackSetName: 'first', CallAs: 'DELEGATED_ADMIN' } as const;
  const list = async (changes: object = {}) => {
    const { Summaries = [] } = await client.send(new ListStackInstancesCommand({ ...asked, ...changes }));
    return Summaries.map((one) => `${one.Account}/${one.Region} ${one.StackInstanceStatus?.DetailedStatus}`).sort();
  };

  test('each instance says how it is and why, and the OU through which it came', async () => {
    const { Summaries = [] } = await client.send(new ListStackInstancesCommand(asked));
    const of = (account: string, region: string) =>
      Summaries.find((summary) => summary.Account === account && summary.Region === region);
    expect(Summaries).toHaveLength(MEMBERS.length * REGIONS.length);
    expect(of(PLAIN, 'eu-west-1')).toMatchObject({
      Status: 'CURRENT',
      StackInstanceStatus: { DetailedStatus: 'SUCCEEDED' },
      StackId: expect.stringMatching(/^arn:aws:cloudformation:eu-west-1:300000000001:stack\/StackSet-first-/),
      OrganizationalUnitId: unit,
    });
    expect(of(DENIED, 'eu-west-1')).toMatchObject({
      Status: 'OUTDATED',
      StackInstanceStatus: { DetailedStatus: 'FAILED' },
      StatusReason: expect.stringMatching(
        /^ResourceLogicalId:Queue, .*stacksets-exec-.* is not authorized to perform: sqs:CreateQueue .* with an explicit deny in a service control policy\.$/,
      ),
    });
    expect(of(SUSPENDED, 'eu-west-1')).toMatchObject({
      Status: 'OUTDATED',
      StackInstanceStatus: { DetailedStatus: 'SKIPPED_SUSPENDED_ACCOUNT' },
    });
    expect(of(SUSPENDED, 'eu-west-1')?.StackId).toBeUndefined();
    expect(of(OFF, 'eu-west-1')?.Status).toBe('CURRENT');
    expect(of(OFF, 'eu-south-1')).toMatchObject({
      Status: 'OUTDATED',
      StackInstanceStatus: { DetailedStatus: 'FAILED' },
      StatusReason: `Account ${OFF} does not have the Region eu-south-1 enabled`,
    });
    expect(cloud.stacks.list().some((stack) => stack.account === OFF && stack.region === 'eu-south-1')).toBe(false);
  });

  test.each([1, 3, 8, 100])('pages of %d hold all instances, each once', async (pageSize) => {
    const keys: string[] = [];
    let pages = 0;
    for await (const page of paginateListStackInstances({ client, pageSize }, { ...asked })) {
      pages += 1;
      keys.push(...(page.Summaries ?? []).map((summary) => `${summary.Account}/${summary.Region}`));
    }
    expect(pages).toBe(Math.ceil(8 / pageSize));
    expect(keys).toHaveLength(8);
    expect(new Set(keys).size).toBe(8);
  });

  test('filters narrow by status, account and Region', async () => {
    const failed = { Filters: [{ Name: 'DETAILED_STATUS', Values: 'FAILED' }] };
    expect(await list(failed)).toEqual([
      `${DENIED}/eu-south-1 FAILED`,
      `${DENIED}/eu-west-1 FAILED`,
      `${OFF}/eu-south-1 FAILED`,
    ]);
    expect(await list({ ...failed, StackInstanceRegion: 'eu-west-1' })).toEqual([`${DENIED}/eu-west-1 FAILED`]);
    expect(await list({ StackInstanceAccount: OFF })).toEqual([
      `${OFF}/eu-south-1 FAILED`,
      `${OFF}/eu-west-1 SUCCEEDED`,
    ]);
  });

  test('a set is described with its targets', async () => {
    const { StackSet } = await client.send(new DescribeStackSetCommand(asked));
    expect(StackSet).toMatchObject({
      StackSetName: 'first',
      Status: 'ACTIVE',
      Description: 'queues',
      StackSetARN: expect.stringMatching(`^arn:aws:cloudformation:eu-west-1:${MANAGEMENT}:stackset/first:`),
      PermissionModel: 'SERVICE_MANAGED',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      OrganizationalUnitIds: [unit],
      Regions: REGIONS,
      StackSetDriftDetectionDetails: { DriftStatus: 'NOT_CHECKED' },
    });
    expect(JSON.parse(StackSet?.TemplateBody ?? '')).toHaveProperty('Resources.Queue');
  });

  test('sets are listed in pages, deleted ones none', async () => {
    const names: (string | undefined)[] = [];
    for await (const page of paginateListStackSets({ client, pageSize: 2 }, { CallAs: 'DELEGATED_ADMIN' })) {
      names.push(...(page.Summaries ?? []).map((summary) => summary.StackSetName));
    }
    expect(names.sort()).toEqual(['first', 'second', 'third']);
    const deleted = await client.send(new ListStackSetsCommand({ CallAs: 'DELEGATED_ADMIN', Status: 'DELETED' }));
    expect(deleted.Summaries ?? []).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['a page of none', { MaxResults: 0 }, 'ValidationError'],
    ['a page of 101', { MaxResults: 101 }, 'ValidationError'],
    ['a token of its own', { NextToken: 'x' }, 'ValidationError'],
    ['an account that is none', { StackInstanceAccount: '12' }, 'ValidationError'],
    ['a status that is none', { Filters: [{ Name: 'DETAILED_STATUS', Values: 'FINE' }] }, 'ValidationError'],
    ['the last operation', { Filters: [{ Name: 'LAST_OPERATION_ID', Values: 'x' }] }, 'NotModelled'],
    ['a set that is not there', { StackSetName: 'other' }, 'StackSetNotFoundException'],
  ])('refuses %s', async (_, changes, name) => {
    await expect(client.send(new ListStackInstancesCommand({ ...asked, ...changes }))).rejects.toMatchObject({ name });
  });

  test('refuses operations, and accounts that do not administer', async () => {
    await expect(client.send(new ListStackSetOperationsCommand(asked))).rejects.toMatchObject({ name: 'NotModelled' });
    const member = clientOf(PLAIN);
    await expect(member.send(new DescribeStackSetCommand(asked))).rejects.toMatchObject({ name: 'ValidationError' });
    member.destroy();
  });
});
