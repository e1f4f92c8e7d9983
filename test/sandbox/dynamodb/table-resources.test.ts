import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Billing, BillingMode, ProjectionType, Table, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Stacks } from '../../../sandbox/cloudformation/stacks';
import { tableResourceTypes } from '../../../sandbox/services/dynamodb/table-resource';
import { type DynamoDbStage, dynamoDbStage, HOME, LEDGER, REGION } from './dynamodb-stage';

const GLOBAL = 'AWS::DynamoDB::GlobalTable';
const simple = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
};

describe('resource types of DynamoDB', () => {
  let stage: DynamoDbStage;
  let client: DynamoDBClient;

  beforeAll(async () => {
    stage = await dynamoDbStage();
    client = stage.client();
  });
  afterAll(() => stage.close());

  test('a table is there when its resource is, with its settings, and gone with its items after it', async () => {
    const properties = {
      ...LEDGER,
      TableName: 'all-settings',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: 'true' },
      SSESpecification: { SSEEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      TableClass: 'STANDARD_INFREQUENT_ACCESS',
      Tags: [{ Key: 'a', Value: 'b' }],
    };
    const table = await stage.create(properties);
    const TableName = table.ref;
    expect(table).toMatchObject({
      ref: 'all-settings',
      attributes: { Arn: `arn:aws:dynamodb:${REGION}:${HOME}:table/all-settings` },
    });
    expect((await client.send(new DescribeTableCommand({ TableName }))).Table).toMatchObject({
      TableStatus: 'ACTIVE',
      DeletionProtectionEnabled: false,
      SSEDescription: { Status: 'ENABLED' },
      TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
      BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    });
    expect((await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription).toEqual({
      TimeToLiveStatus: 'ENABLED',
      AttributeName: 'expires',
    });
    expect(await client.send(new DescribeContinuousBackupsCommand({ TableName }))).toMatchObject({
      ContinuousBackupsDescription: { PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' } },
    });

    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'p' }, sk: { S: 'a' } } }));
    await table.delete();
    await expect(client.send(new DescribeTableCommand({ TableName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found: Table: all-settings not found',
    });
    await table.delete();
    const again = await stage.create(properties);
    expect(await stage.dynamodb.items(HOME, REGION, 'all-settings')).toEqual([]);
    await again.delete();
  });

  test('a table without a name gets one from the stack and its logical ID', async () => {
    expect((await stage.create(simple)).ref).toMatch(/^stage-Resource-[A-Z2-7]{12}$/);
  });

  test('a global table of the Region of its stack is a table', async () => {
    const table = await stage.create(
      { ...simple, TableName: 'world', Replicas: [{ Region: REGION, DeletionProtectionEnabled: true }] },
      { type: GLOBAL },
    );
    const { Table: known } = await client.send(new DescribeTableCommand({ TableName: 'world' }));
    expect(known).toMatchObject({ DeletionProtectionEnabled: true, TableId: table.attributes['TableId'] });
    await expect(table.delete()).rejects.toThrow('protected against deletion');
  });

  test.each([
    ['a second table of one name', { TableName: 'taken' }, /'taken' already exists/],
    ['a short name', { TableName: 'ab' }, /at least 3 characters/],
    ['a long name', { TableName: 'a'.repeat(256) }, /at most 255 characters/],
    ['a name with a slash', { TableName: 'a/b' }, /\[a-zA-Z0-9_.-\]/],
    [
      'an attribute that no key uses',
      { AttributeDefinitions: [...simple.AttributeDefinitions, { AttributeName: 'x', AttributeType: 'S' }] },
      /does not exactly match/,
    ],
    [
      'an attribute that neither table nor index uses',
      {
        ...LEDGER,
        AttributeDefinitions: [...LEDGER.AttributeDefinitions, { AttributeName: 'x', AttributeType: 'S' }],
      },
      /Some AttributeDefinitions are not used/,
    ],
    ['a key that is not defined', { KeySchema: [{ AttributeName: 'x', KeyType: 'HASH' }] }, /not defined/],
    [
      'capacity on demand that is provisioned',
      { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: '1' } },
      /when BillingMode is PAY_PER_REQUEST/,
    ],
    [
      'an index that includes nothing',
      {
        GlobalSecondaryIndexes: [
          { IndexName: 'index', KeySchema: simple.KeySchema, Projection: { ProjectionType: 'INCLUDE' } },
        ],
      },
      /NonKeyAttributes is not specified/,
    ],
    ['a lifetime without its attribute', { TimeToLiveSpecification: { Enabled: true } }, /needs an AttributeName/],
    [
      'one tag twice',
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ],
      },
      /tag keys must differ/,
    ],
    ['provisioned capacity, which is not modelled', { BillingMode: 'PROVISIONED' }, /does not model provisioned/],
    ['the default billing mode, which is provisioned', { BillingMode: undefined }, /does not model provisioned/],
    [
      'contributor insights, which are not modelled',
      { ContributorInsightsSpecification: { Enabled: true } },
      /does not model contributor insights/,
    ],
    [
      "a customer's key, which is not modelled",
      { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'alias/x' } },
      /does not model KMSMasterKeyId/,
    ],
    ['no key', { KeySchema: [] }, /Member must have length greater than or equal to 1/],
  ])('refuses %s', async (_, change, message) => {
    const taken = await stage.create({ ...simple, TableName: 'taken' });
    try {
      await expect(stage.create({ ...simple, ...change })).rejects.toThrow(message);
    } finally {
      await taken.delete();
    }
  });

  test('refuses properties that it does not know', () => {
    expect(() => stage.create({ ...simple, StreamSpecification: { StreamViewType: 'KEYS_ONLY' } })).toThrow(
      /StreamSpecification/,
    );
  });

  test('refuses a global table elsewhere, or in several Regions', async () => {
    const create = (...regions: string[]) =>
      stage.create({ ...simple, Replicas: regions.map((Region) => ({ Region })) }, { type: GLOBAL });
    await expect(create('us-east-1')).rejects.toThrow('must have the Region of the stack');
    await expect(create(REGION, 'us-east-1')).rejects.toThrow('does not model replicas');
    const withIndex = stage.create(
      { ...simple, Replicas: [{ Region: REGION, GlobalSecondaryIndexes: [{ IndexName: 'none' }] }] },
      { type: GLOBAL },
    );
    await expect(withIndex).rejects.toThrow('the index none, which the table does not have');
  });

  test('tables can be made and deleted over the wire', async () => {
    const create = (more: object) => client.send(new CreateTableCommand({ ...(simple as object), ...more } as never));
    const { TableDescription } = await create({ TableName: 'by-hand' });
    expect(TableDescription?.TableArn).toBe(`arn:aws:dynamodb:${REGION}:${HOME}:table/by-hand`);
    await expect(create({ TableName: 'by-hand' })).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: 'Table already exists: by-hand',
    });
    await expect(create({ TableName: 'other', StreamSpecification: { StreamEnabled: true } })).rejects.toMatchObject({
      name: 'NotModelled',
    });
    await client.send(new DeleteTableCommand({ TableName: 'by-hand' }));
    await expect(client.send(new DeleteTableCommand({ TableName: 'by-hand' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('what the CDK synthesizes for both kinds of tables deploys, and what is retained outlives its stack', async () => {
    const stacks = new Stacks({ trace: stage.trace, accountExists: () => true });
    stacks.register(...tableResourceTypes(stage.dynamodb.tables));
    const place = { account: HOME, region: REGION, stackName: 'synthesized' };
    const stack = new Stack(new App(), 'Stack', { env: { account: HOME, region: REGION } });
    const keys = {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      timeToLiveAttribute: 'expires',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: false,
    };
    const index = { indexName: 'by-n', partitionKey: { name: 'n', type: AttributeType.NUMBER } };
    new Table(stack, 'One', {
      ...keys,
      tableName: 'one',
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.RETAIN,
    }).addGlobalSecondaryIndex({ ...index, projectionType: ProjectionType.KEYS_ONLY });
    new TableV2(stack, 'Two', {
      ...keys,
      tableName: 'two',
      billing: Billing.onDemand(),
      globalSecondaryIndexes: [index],
      removalPolicy: RemovalPolicy.DESTROY,
    });
    await stacks.deployStack({ ...place, template: Template.fromStack(stack).toJSON() });
    expect(stage.dynamodb.tables.names(HOME, REGION)).toEqual(expect.arrayContaining(['one', 'two']));
    await stacks.deleteStack(place);
    expect(stage.dynamodb.tables.names(HOME, REGION)).toContain('one');
    expect(stage.dynamodb.tables.names(HOME, REGION)).not.toContain('two');
  });
});
