import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, ListEventBusesCommand } from '@aws-sdk/client-eventbridge';
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketLifecycleConfigurationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListDirectoryBucketsCommand,
  PutBucketTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type Cloud, startCloud } from '../../../sandbox/cloud';

const HUB = '200000000000';
const MEMBER = '300000000001';
const OFF = 'eu-south-1';
const ON = 'eu-west-1';
const BUCKET = 'in-the-south';
const ROLE = `arn:aws:iam::${MEMBER}:role/reader`;

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

let cloud: Cloud;
const clients: { destroy(): void }[] = [];

beforeEach(async () => {
  cloud = await startCloud({
    organization: {
      id: 'o-regionsoff1',
      managementAccount: { id: '100000000000', name: 'management' },
      root: { accounts: [HUB, MEMBER].map((id) => ({ id, name: id })) },
      trustedAccess: [],
    },
  });
  const statement = (Action: string, rest: object) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, ...rest }],
  });
  const Properties = {
    RoleName: 'reader',
    AssumeRolePolicyDocument: statement('sts:AssumeRole', { Principal: { AWS: HUB } }),
    Policies: [{ PolicyName: 'all', PolicyDocument: statement('*', { Resource: '*' }) }],
  };
  const template = { Resources: { Role: { Type: 'AWS::IAM::Role', Properties } } };
  await cloud.stacks.deployStack({
    template,
    account: MEMBER,
    region: ON,
    stackName: 'roles',
    capabilities: ['CAPABILITY_NAMED_IAM'],
  });
  await client(S3Client, OFF).send(create(BUCKET, OFF));
  cloud.organization.disableRegion(MEMBER, OFF);
});

afterEach(async () => {
  for (const each of clients.splice(0)) each.destroy();
  await cloud.stop();
});

function client<Client extends { destroy(): void }>(
  kind: new (options: object) => Client,
  region: string,
  credentials: Keys = cloud.administrator(MEMBER),
  more: object = {},
): Client {
  const place = { endpoint: cloud.endpoint, region, credentials };
  const made = new kind({ ...place, maxAttempts: 1, forcePathStyle: true, ...more });
  clients.push(made);
  return made;
}

function create(Bucket: string, LocationConstraint: BucketLocationConstraint) {
  return new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } });
}

/** The hub acts in the member through a session from the Region where STS is asked. */
async function session(region = ON): Promise<Keys> {
  const sts = client(STSClient, region, cloud.administrator(HUB));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'read' }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

const inTheSouth = { Bucket: BUCKET };
const read = new GetBucketLifecycleConfigurationCommand(inTheSouth);

test.each<[string, () => Promise<unknown>, string, number]>([
  ['S3', () => client(S3Client, OFF).send(read), 'InvalidAccessKeyId', 403],
  ['S3, for a new bucket', () => client(S3Client, OFF).send(create('another', OFF)), 'InvalidAccessKeyId', 403],
  [
    'S3, for directory buckets',
    () => client(S3Client, OFF).send(new ListDirectoryBucketsCommand({})),
    'InvalidAccessKeyId',
    403,
  ],
  ['STS', () => client(STSClient, OFF).send(new GetCallerIdentityCommand({})), 'InvalidClientTokenId', 403],
  ['SQS', () => client(SQSClient, OFF).send(new ListQueuesCommand({})), 'InvalidClientTokenId', 400],
  [
    'EventBridge',
    () => client(EventBridgeClient, OFF).send(new ListEventBusesCommand({})),
    'UnrecognizedClientException',
    400,
  ],
  ['DynamoDB', () => client(DynamoDBClient, OFF).send(new ListTablesCommand({})), 'UnrecognizedClientException', 400],
  [
    'tagging',
    () => client(ResourceGroupsTaggingAPIClient, OFF).send(new GetResourcesCommand({})),
    'UnrecognizedClientException',
    400,
  ],
])("refuses a user's key where the Region is off in its account: %s", async (_service, call, name, status) => {
  await expect(call()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
  expect(cloud.trace.entries().at(-1)).toMatchObject({ kind: 'call', region: OFF, account: '', error: {} });
});

test("refuses a session of the account's role there, which elsewhere still lists the bucket in the Region that is off", async () => {
  const keys = await session();
  await expect(client(S3Client, OFF, keys).send(read)).rejects.toMatchObject({
    name: 'InvalidToken',
    $metadata: { httpStatusCode: 400 },
  });
  const tagging = client(ResourceGroupsTaggingAPIClient, OFF, keys);
  await expect(tagging.send(new GetResourcesCommand({}))).rejects.toMatchObject({
    name: 'UnrecognizedClientException',
  });
  const { Buckets } = await client(S3Client, ON, keys).send(new ListBucketsCommand({ MaxBuckets: 10 }));
  expect(Buckets).toMatchObject([{ Name: BUCKET, BucketRegion: OFF }]);
});

test('refuses to open a session at STS of a Region that is off in the account of the role', async () => {
  await expect(session(OFF)).rejects.toMatchObject({
    name: 'RegionDisabledException',
    $metadata: { httpStatusCode: 403 },
  });
});

test('the account of the caller counts, not that of the bucket', async () => {
  const Tagging = { TagSet: [] };
  const call = client(S3Client, OFF, cloud.administrator(HUB)).send(
    new PutBucketTaggingCommand({ ...inTheSouth, Tagging }),
  );
  await expect(call).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('a Region that is turned on again knows the account', async () => {
  cloud.organization.enableRegion(MEMBER, OFF);
  const s3 = client(S3Client, OFF, await session(OFF));
  await expect(s3.send(read)).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
});

test.each(['us-east-1', ON])('refuses a new bucket in an opt-in Region at the endpoint of %s', async (region) => {
  await expect(client(S3Client, region).send(create('another', OFF))).rejects.toMatchObject({
    name: 'IllegalLocationConstraintException',
    message: `The ${OFF} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    $metadata: { httpStatusCode: 400 },
  });
  expect(cloud.s3.inspect('another')).toBeUndefined();
});

test('refuses a bucket of an opt-in Region at another endpoint, and names the Region', async () => {
  const s3 = client(S3Client, ON);
  await expect(s3.send(read)).rejects.toMatchObject({
    name: 'IllegalLocationConstraintException',
    $metadata: { httpStatusCode: 400 },
    $response: { headers: { 'x-amz-bucket-region': OFF } },
  });
  await expect(s3.send(new HeadBucketCommand(inTheSouth))).rejects.toMatchObject({
    $metadata: { httpStatusCode: 400 },
    $response: { headers: { 'x-amz-bucket-region': OFF } },
  });
});

test('a client that follows Regions finds a bucket of an opt-in Region', async () => {
  cloud.organization.enableRegion(MEMBER, OFF);
  const s3 = client(S3Client, ON, cloud.administrator(MEMBER), { followRegionRedirects: true });
  await expect(s3.send(read)).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
});

test('refuses a stack where the Region is off in its account', async () => {
  const template = { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } };
  const place = { account: MEMBER, region: OFF, stackName: 'queues' };
  await expect(cloud.stacks.deployStack({ template, ...place })).rejects.toThrow(
    `the Region ${OFF} is off in the account ${MEMBER}`,
  );
});
