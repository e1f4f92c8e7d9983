import { setImmediate as nextTurn } from 'node:timers/promises';
import { writeItem } from '../../../sandbox/services/dynamodb/conditional-write';
import { DEFAULT_SETTINGS, type Table, tableAddress } from '../../../sandbox/services/dynamodb/table';
import { type JsonObject, TableEngine } from '../../../sandbox/services/dynamodb/table-engine';
import { HOME, REGION } from './dynamodb-stage';

const KEY = { pk: { S: 'p' } };
const TableName = 'ledger';
const table: Table = { ...tableAddress(HOME, REGION, TableName), id: 'id', keys: ['pk'], settings: DEFAULT_SETTINGS };

/** Every read takes so long that any write which is not made to wait comes before it. */
class SlowReads extends TableEngine {
  override async call(operation: string, input: JsonObject): Promise<JsonObject> {
    for (let turn = 0; operation === 'GetItem' && turn < 50; turn++) await nextTurn();
    return super.call(operation, input);
  }
}

async function slowTable(): Promise<TableEngine> {
  const engine = new SlowReads();
  await engine.call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
  const isActive = async () => JSON.stringify(await engine.call('DescribeTable', { TableName })).includes('"ACTIVE"');
  while (!(await isActive())) await nextTurn();
  return engine;
}

describe('writes that begin at the same time', () => {
  test('a failed condition shows the item that failed it, not what the next write makes of it', async () => {
    const engine = await slowTable();
    const put = (n: number, condition: object = {}) =>
      writeItem(engine, table, 'PutItem', { TableName, Item: { ...KEY, n: { N: String(n) } }, ...condition });
    await put(0);
    const guarded = put(9, {
      ConditionExpression: 'n = :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }).catch((error: unknown) => error);
    const next = put(1);
    expect(await guarded).toMatchObject({ code: 'ConditionalCheckFailedException', item: { ...KEY, n: { N: '0' } } });
    await next;
    expect(await engine.call('GetItem', { TableName, Key: KEY })).toEqual({ Item: { ...KEY, n: { N: '1' } } });
  });

  test('a write that is refused does not hold up the next', async () => {
    const engine = await slowTable();
    const refused = writeItem(engine, table, 'PutItem', { TableName, Item: {} }).catch((error: unknown) => error);
    const next = writeItem(engine, table, 'PutItem', { TableName, Item: KEY });
    expect(await refused).toMatchObject({ code: 'ValidationException' });
    expect(await next).toEqual({});
  });
});
