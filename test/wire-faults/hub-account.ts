import { names, STATE_INDEX } from '../../core/contract/names';
import type { ReconcileBucketConfig } from '../../handlers/environment/reconcile-bucket';
import type { StartSweepConfig } from '../../handlers/environment/start-sweep';
import type { SurveyAccountConfig } from '../../handlers/environment/survey-account';
import type { WriteReportConfig } from '../../handlers/environment/write-report';
import type { Cloud } from '../../sandbox/cloud';
import { HOME, HUB } from '../adapters/local-organization';
import { account } from '../fakes/identifiers';

const QUALIFIER = 'faulty';
export const NAME = names(QUALIFIER);
export const HUB_STACK = 'hub';
const IMAGES = 'faulty-images';
const REPORTS = 'faulty-reports';
const UNIT = 'production';

/** What the adapters of the hub's functions call, without the functions: a table, queues, a bus, a bucket, and the role of every member as a stack set. */
export async function deployHubAccount(cloud: Cloud): Promise<void> {
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' });
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: range, KeyType: 'RANGE' },
  ];
  const queue = (QueueName: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName } });
  const Resources = {
    Table: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        TableName: NAME.inventoryTable,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk', 'ik', 'is'].map(text),
        KeySchema: keys('pk', 'sk'),
        GlobalSecondaryIndexes: [
          { IndexName: STATE_INDEX, KeySchema: keys('ik', 'is'), Projection: { ProjectionType: 'ALL' } },
        ],
      },
    },
    Settle: queue(NAME.settleQueue),
    Dead: queue(NAME.settleDeadLetterQueue),
    Sweep: queue(NAME.sweepQueue),
    Accounts: queue(NAME.accountQueue),
    Reported: queue(NAME.reportQueue),
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: NAME.bus } },
    Images: { Type: 'AWS::S3::Bucket', Properties: { BucketName: IMAGES } },
    Reports: { Type: 'AWS::S3::Bucket', Properties: { BucketName: REPORTS } },
    Members: memberRoles(cloud),
  };
  await cloud.stacks.deployStack({
    account: HUB,
    region: HOME,
    stackName: HUB_STACK,
    template: { Resources },
    capabilities: ['CAPABILITY_NAMED_IAM'],
    parameters: {},
  });
}

function memberRoles(cloud: Cloud): object {
  const actions = ['s3:*', 's3express:*', 'tag:GetResources'];
  const document = (statement: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...statement }],
  });
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: NAME.memberRole,
      AssumeRolePolicyDocument: document({ Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${HUB}:root` } }),
      Policies: [{ PolicyName: 'All', PolicyDocument: document({ Action: actions, Resource: '*' }) }],
    },
  };
  return {
    Type: 'AWS::CloudFormation::StackSet',
    Properties: {
      StackSetName: NAME.roleStackSet,
      PermissionModel: 'SERVICE_MANAGED',
      CallAs: 'DELEGATED_ADMIN',
      AutoDeployment: { Enabled: true, RetainStacksOnAccountRemoval: false },
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      OperationPreferences: { MaxConcurrentCount: 4, FailureToleranceCount: 4, RegionConcurrencyType: 'PARALLEL' },
      TemplateBody: JSON.stringify({ Resources: { Role: role } }),
      StackInstancesGroup: [
        {
          Regions: [HOME],
          DeploymentTargets: { OrganizationalUnitIds: [cloud.organization.organizationalUnitId(UNIT)] },
        },
      ],
    },
  };
}

/** As the environments of the functions would say it. Nothing is remembered, so that each call is made. */
export function hubConfig(
  endpoint: string,
): ReconcileBucketConfig & StartSweepConfig & SurveyAccountConfig & WriteReportConfig {
  const url = (name: string) => `${endpoint}/${HUB}/${name}`;
  return {
    qualifier: QUALIFIER,
    homeRegion: HOME,
    scope: 'organization',
    mode: 'apply',
    modes: {},
    targets: null,
    days: 7,
    settleSeconds: 1,
    retrySeconds: 1,
    maxTries: 5,
    pauseSeconds: 0,
    inventoryTable: NAME.inventoryTable,
    settleQueueUrl: url(NAME.settleQueue),
    deadLetterQueueUrl: url(NAME.settleDeadLetterQueue),
    sweepQueueUrl: url(NAME.sweepQueue),
    accountQueueUrl: url(NAME.accountQueue),
    reportQueueUrl: url(NAME.reportQueue),
    rolePath: '/',
    partition: 'aws',
    onLongerRule: 'add',
    onForeignConfiguration: 'merge',
    onManagedConfiguration: 'merge',
    contestedAfter: 3,
    contestedDays: 30,
    ruleOfExcludedBuckets: 'keep',
    bucketOptOut: true,
    excludedBucketNames: [],
    busName: NAME.bus,
    timeoutSeconds: 60,
    profileSeconds: 0,
    writesPerHour: 1_000,
    writesPerSweep: 1_000,
    imageBucket: IMAGES,
    hubAccountId: HUB,
    managementAccountId: account('111111111111'),
    deployToManagementAccount: false,
    callAs: 'DELEGATED_ADMIN',
    stackSetNames: [NAME.roleStackSet],
    forwardedRegions: [HOME],
    directoryBucketRegions: [HOME],
    repairLostUpdates: true,
    organizationId: null,
    reportBucket: REPORTS,
  };
}

/** ID of the OU that the member is in, with one below it. */
export function unitOf(cloud: Cloud): string {
  return cloud.organization.organizationalUnitId(UNIT);
}
