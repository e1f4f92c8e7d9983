import {
  BatchGetItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDbStage, dynamoDbStage, HOME, LEDGER, OTHER, REGION } from './dynamodb-stage';

const ARN = `arn:aws:dynamodb:${REGION}:${HOME}:table/ledger`;
const KEY = { pk: { S: 'p' }, sk: { S: 'a' } };

describe('who may reach which table', () => {
  let stage: DynamoDbStage;

  beforeAll(async () => {
    stage = await dynamoDbStage();
    await stage.create({ ...LEDGER, TableName: 'ledger' });
    await stage.create({ ...LEDGER, TableName: 'second' });
  });
  afterAll(() => stage.close());

  const allowed = (action: string | string[], resource: string | string[] = '*') =>
    stage.client(HOME, REGION, [{ Effect: 'Allow', Action: action, Resource: resource }]);
  const byColour = (IndexName?: string) =>
    new QueryCommand({
      TableName: 'ledger',
      ...(IndexName === undefined ? {} : { IndexName }),
      KeyConditionExpression: IndexName === undefined ? 'pk = :v' : 'colour = :v',
      ExpressionAttributeValues: { ':v': { S: 'x' } },
    });

  test('tables of one name in two accounts and two Regions are four tables', async () => {
    const places = [
      [HOME, 'us-east-1'],
      [OTHER, REGION],
      [OTHER, 'us-east-1'],
    ] as const;
    for (const [account, region] of places) {
      await stage.create({ ...LEDGER, TableName: 'ledger' }, { account, region });
    }
    for (const [account, region] of [[HOME, REGION] as const, ...places]) {
      const client = stage.client(account, region);
      await client.send(
        new PutItemCommand({ TableName: 'ledger', Item: { ...KEY, where: { S: `${account}/${region}` } } }),
      );
      const { Table } = await client.send(new DescribeTableCommand({ TableName: 'ledger' }));
      const arn = `arn:aws:dynamodb:${region}:${account}:table/ledger`;
      expect(Table).toMatchObject({
        TableName: 'ledger',
        TableArn: arn,
        TableStatus: 'ACTIVE',
        GlobalSecondaryIndexes: [{ IndexArn: `${arn}/index/by-colour` }],
      });
    }
    for (const [account, region] of [[HOME, REGION] as const, ...places]) {
      expect(await stage.dynamodb.items(account, region, 'ledger')).toEqual([
        { ...KEY, where: { S: `${account}/${region}` } },
      ]);
    }
    const other = stage.client(OTHER);
    expect((await other.send(new ListTablesCommand({}))).TableNames).toEqual(['ledger']);
    await expect(other.send(new GetItemCommand({ TableName: 'second', Key: KEY }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  test('names are listed page by page', async () => {
    const client = stage.client();
    const first = await client.send(new ListTablesCommand({ Limit: 1 }));
    expect(first).toMatchObject({ TableNames: ['ledger'], LastEvaluatedTableName: 'ledger' });
    const rest = await client.send(new ListTablesCommand({ ExclusiveStartTableName: 'ledger' }));
    expect(rest.TableNames).toEqual(['second']);
    expect(rest.LastEvaluatedTableName).toBeUndefined();
    await expect(client.send(new ListTablesCommand({ Limit: 101 }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('refuses a caller without a policy for the action, and the trace says so', async () => {
    const client = allowed('dynamodb:GetItem', ARN);
    await client.send(new GetItemCommand({ TableName: 'ledger', Key: KEY }));
    await client.send(new GetItemCommand({ TableName: ARN, Key: KEY }));
    await expect(client.send(new PutItemCommand({ TableName: 'ledger', Item: KEY }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`dynamodb:PutItem on resource: ${ARN}`),
      $metadata: { httpStatusCode: 400 },
    });
    await expect(client.send(new GetItemCommand({ TableName: 'second', Key: KEY }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    const calls = stage.trace.entries().filter((entry) => entry.kind === 'call' && entry.region === REGION);
    expect(calls).toContainEqual(expect.objectContaining({ action: 'dynamodb:GetItem', account: HOME, resource: ARN }));
    expect(calls).toContainEqual(
      expect.objectContaining({
        action: 'dynamodb:PutItem',
        resource: ARN,
        error: expect.objectContaining({ code: 'AccessDenied' }),
      }),
    );
  });

  test('refuses an index to whom only the table is allowed, and the table to whom only the index is', async () => {
    const actions = ['dynamodb:Query', 'dynamodb:Scan'];
    const table = allowed(actions, ARN);
    const index = allowed(actions, `${ARN}/index/*`);
    await table.send(byColour());
    await index.send(byColour('by-colour'));
    await index.send(new ScanCommand({ TableName: 'ledger', IndexName: 'by-colour' }));
    await expect(table.send(byColour('by-colour'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`${ARN}/index/by-colour`),
    });
    await expect(index.send(byColour())).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('refuses a batch if one of its tables is not allowed', async () => {
    const client = allowed('dynamodb:BatchGetItem', ARN);
    const keys = { Keys: [KEY] };
    await client.send(new BatchGetItemCommand({ RequestItems: { ledger: keys } }));
    await expect(
      client.send(new BatchGetItemCommand({ RequestItems: { ledger: keys, second: keys } })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException', message: expect.stringContaining('table/second') });
  });

  test("refuses another account's table, named by its ARN", async () => {
    await expect(stage.client(OTHER).send(new GetItemCommand({ TableName: ARN, Key: KEY }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
    await expect(
      stage.client(HOME, 'us-east-1').send(new GetItemCommand({ TableName: ARN, Key: KEY })),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
