import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type DynamoDbStage, dynamoDbStage, HOME, LEDGER, REGION } from './dynamodb-stage';

describe('items over the wire', () => {
  let stage: DynamoDbStage;
  let client: DynamoDBClient;
  let tables = 0;

  beforeAll(async () => {
    stage = await dynamoDbStage();
    client = stage.client();
  });
  afterAll(() => stage.close());

  const newTable = async () => {
    tables += 1;
    return (await stage.create({ ...LEDGER, TableName: `ledger-${tables}` })).ref;
  };
  const key = (pk: string, sk = 'a') => ({ pk: { S: pk }, sk: { S: sk } });
  const put = (TableName: string, Item: Record<string, never> | object) =>
    client.send(new PutItemCommand({ TableName, Item: Item as never }));

  test('an item is read as it was written, binary and nested values included', async () => {
    const TableName = await newTable();
    const Item = {
      ...key('p'),
      count: { N: '1.50' },
      flag: { BOOL: true },
      none: { NULL: true },
      empty: { S: '' },
      bytes: { B: new Uint8Array([0, 255]) },
      names: { SS: ['a', 'b'] },
      deep: { M: { list: { L: [{ N: '7' }, { S: 'x' }] } } },
    } as const;
    await client.send(new PutItemCommand({ TableName, Item: Item as never }));
    const read = await client.send(new GetItemCommand({ TableName, Key: key('p'), ConsistentRead: true }));
    expect(read.Item).toEqual({ ...Item, count: { N: '1.5' } });
    expect(await stage.dynamodb.items(HOME, REGION, TableName)).toEqual([
      { ...Item, count: { N: '1.5' }, bytes: { B: 'AP8=' } },
    ]);
  });

  test('a condition decides whether an item is written', async () => {
    const TableName = await newTable();
    const create = new PutItemCommand({
      TableName,
      Item: key('p'),
      ConditionExpression: 'attribute_not_exists(pk)',
    });
    await client.send(create);
    const failure = await client.send(create).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      $metadata: { httpStatusCode: 400 },
    });
    expect((failure as { Item?: unknown }).Item).toBeUndefined();
  });

  test.each([
    ['PutItem', (table: string) => new PutItemCommand({ ...failing(table), Item: { ...key('p'), n: { N: '9' } } })],
    ['DeleteItem', (table: string) => new DeleteItemCommand({ ...failing(table), Key: key('p') })],
    [
      'UpdateItem',
      (table: string) => new UpdateItemCommand({ ...failing(table), Key: key('p'), UpdateExpression: 'REMOVE n' }),
    ],
  ])('%s shows the item that failed its condition when asked to', async (_, command) => {
    const TableName = await newTable();
    await put(TableName, { ...key('p'), n: { N: '1' } });
    await expect(client.send(command(TableName) as PutItemCommand)).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { ...key('p'), n: { N: '1' } },
    });
    expect(await stage.dynamodb.items(HOME, REGION, TableName)).toEqual([{ ...key('p'), n: { N: '1' } }]);
  });

  test('no item is shown where there is none', async () => {
    const failure = await client
      .send(new DeleteItemCommand({ ...failing(await newTable()), Key: key('p') }))
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect((failure as { Item?: unknown }).Item).toBeUndefined();
  });

  test('update expressions count, set, remove and answer the new values', async () => {
    const TableName = await newTable();
    const update = (UpdateExpression: string, values: object, names: object = {}) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key('p'),
          UpdateExpression,
          ExpressionAttributeValues: values as never,
          ...names,
          ReturnValues: 'ALL_NEW',
        }),
      );
    await update(
      'SET #list = :empty, n = if_not_exists(n, :zero) + :one ADD hits :one',
      {
        ':empty': { L: [] },
        ':zero': { N: '0' },
        ':one': { N: '1' },
      },
      { ExpressionAttributeNames: { '#list': 'list' } },
    );
    const { Attributes } = await update(
      'SET #list = list_append(#list, :more), n = n - :two ADD hits :two, tags :tags',
      { ':more': { L: [{ S: 'x' }] }, ':two': { N: '2' }, ':tags': { SS: ['t'] } },
      { ExpressionAttributeNames: { '#list': 'list' } },
    );
    expect(Attributes).toEqual({
      ...key('p'),
      list: { L: [{ S: 'x' }] },
      n: { N: '-1' },
      hits: { N: '3' },
      tags: { SS: ['t'] },
    });
    expect((await update('REMOVE hits DELETE tags :tags', { ':tags': { SS: ['t'] } })).Attributes).toEqual({
      ...key('p'),
      list: { L: [{ S: 'x' }] },
      n: { N: '-1' },
    });
  });

  test('refuses an update of a key and an expression that names an unknown value', async () => {
    const TableName = await newTable();
    const update = (UpdateExpression: string, values: object) =>
      client.send(
        new UpdateItemCommand({
          TableName,
          Key: key('p'),
          UpdateExpression,
          ExpressionAttributeValues: values as never,
        }),
      );
    await expect(update('SET sk = :v', { ':v': { S: 'b' } })).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(update('SET a = :v, b = :w', { ':v': { S: 'b' } })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('a query pages through a partition in order, forward and backward', async () => {
    const TableName = await newTable();
    for (const sk of ['e', 'b', 'd', 'a', 'c']) await put(TableName, key('p', sk));
    await put(TableName, key('q'));
    const pages = async (ScanIndexForward: boolean, condition = 'pk = :p', values: object = {}) => {
      const found: (string | undefined)[][] = [];
      let ExclusiveStartKey: unknown;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: condition,
            ExpressionAttributeValues: { ':p': { S: 'p' }, ...values },
            Limit: 2,
            ScanIndexForward,
            ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey: ExclusiveStartKey as never }),
          }),
        );
        found.push((page.Items ?? []).map(({ sk }) => sk?.S));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return found;
    };
    expect(await pages(true)).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(await pages(false)).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    const between = { ':x': { S: 'b' }, ':y': { S: 'c' } };
    expect((await pages(true, 'pk = :p AND sk BETWEEN :x AND :y', between)).flat()).toEqual(['b', 'c']);
  });

  test('an index has the items that carry its keys, in their order, and forgets what loses them', async () => {
    const TableName = await newTable();
    for (const [sk, size] of Object.entries({ a: '10', b: '9', c: '-1' })) {
      await put(TableName, { ...key('p', sk), colour: { S: 'red' }, size: { N: size }, more: { S: 'x' } });
    }
    await put(TableName, { ...key('p', 'd'), colour: { S: 'red' } });
    const red = async () => {
      const { Items } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'by-colour',
          KeyConditionExpression: 'colour = :c',
          ExpressionAttributeValues: { ':c': { S: 'red' } },
        }),
      );
      return Items ?? [];
    };
    expect((await red()).map(({ sk }) => sk?.S)).toEqual(['c', 'b', 'a']);
    expect((await red())[0]).not.toHaveProperty('more');
    await client.send(new UpdateItemCommand({ TableName, Key: key('p', 'b'), UpdateExpression: 'REMOVE colour' }));
    expect((await red()).map(({ sk }) => sk?.S)).toEqual(['c', 'a']);
    const { Count } = await client.send(new ScanCommand({ TableName, IndexName: 'by-colour', Select: 'COUNT' }));
    expect(Count).toBe(2);
  });

  test('batches read and write several tables', async () => {
    const [one, two] = [await newTable(), await newTable()];
    await put(two, key('old'));
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [one]: [{ PutRequest: { Item: key('a') } }, { PutRequest: { Item: key('b') } }],
          [two]: [{ DeleteRequest: { Key: key('old') } }],
        },
      }),
    );
    const { Responses } = await client.send(
      new BatchGetItemCommand({
        RequestItems: { [one]: { Keys: [key('a'), key('x')] }, [two]: { Keys: [key('old')] } },
      }),
    );
    expect(Responses).toEqual({ [one]: [key('a')], [two]: [] });
  });

  test('refuses a request of a table that is not there, in the words that AWS has', async () => {
    await expect(put('nowhere', key('p'))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Requested resource not found',
    });
    await expect(stage.dynamodb.items(HOME, REGION, 'nowhere')).rejects.toThrow('Table: nowhere not found');
  });

  test('fails for what is not modelled', async () => {
    const TableName = await newTable();
    const condition = (more: object) =>
      new DeleteItemCommand({ TableName, Key: key('p'), ConditionExpression: 'm = :m', ...more });
    const notModelled = { name: 'NotModelled' };
    const transaction = new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName, Item: key('p') } }],
    });
    await expect(client.send(transaction)).rejects.toMatchObject(notModelled);
    await expect(client.send(condition({ ExpressionAttributeValues: { ':m': { M: {} } } }))).rejects.toMatchObject(
      notModelled,
    );
    await expect(
      client.send(condition({ ConditionExpression: undefined, ReturnItemCollectionMetrics: 'SIZE' })),
    ).rejects.toMatchObject(notModelled);
    await expect(
      client.send(new UpdateItemCommand({ TableName, Key: key('p'), UpdateExpression: 'REMOVE l[0], l[1]' })),
    ).rejects.toMatchObject(notModelled);
  });
});

function failing(TableName: string) {
  return {
    TableName,
    ConditionExpression: 'n = :two',
    ExpressionAttributeValues: { ':two': { N: '2' } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}
