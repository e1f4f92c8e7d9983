import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbAccountRecords } from '../../../adapters/inventory/account-records';
import { DynamoDbRuns } from '../../../adapters/inventory/runs';
import { InventoryTable } from '../../../adapters/inventory/table';
import { iso, ONE, TWO } from '../../contracts/outcomes';
import { ManualClock } from '../../fakes/manual-clock';
import { ScriptedEndpoint } from '../scripted-endpoint';
import { LocalDynamoDb } from './local-table';

const local = new LocalDynamoDb();
const scripted = new ScriptedEndpoint();
let client: DynamoDBClient;

beforeAll(async () => {
  await local.start();
  const endpoint = await scripted.start();
  const credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' };
  client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials, maxAttempts: 1 });
});

afterAll(async () => {
  client.destroy();
  await scripted.stop();
  await local.stop();
});

describe('InventoryTable', () => {
  test('what a batch left out is asked for again', async () => {
    const answer = (body: object) => scripted.answer({ status: 200, body: JSON.stringify(body) });
    const item = (account: string) => ({ pk: { S: `account#${account}` }, sk: { S: 'account' } });
    answer({ Responses: { t: [item(ONE)] }, UnprocessedKeys: { t: { Keys: [item(TWO)] } } });
    answer({ Responses: { t: [item(TWO)] }, UnprocessedKeys: {} });
    const accounts = new DynamoDbAccountRecords(new InventoryTable(client, 't'));
    expect((await accounts.accounts([ONE, TWO])).map(({ account }) => account)).toEqual([ONE, TWO]);
    expect(JSON.parse(scripted.seen.at(-1)?.body ?? '')).toMatchObject({ RequestItems: { t: { Keys: [item(TWO)] } } });
  });

  test.each([
    ['ProvisionedThroughputExceededException', 400],
    ['InternalServerError', 500],
    ['AccessDeniedException', 400],
  ])('fails with %s as DynamoDB says it', async (name, status) => {
    scripted.answer({
      status,
      body: JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'm' }),
    });
    const table = new InventoryTable(client, 't');
    await expect(table.update({ pk: 'a', sk: 'b' }, { update: 'REMOVE #x' })).rejects.toMatchObject({ name });
  });

  test('refuses a batch of more than 100', async () => {
    const keys = Array.from({ length: 101 }, (_, index) => ({ pk: String(index), sk: 's' }));
    await expect(new InventoryTable(client, 't').getAll(keys)).rejects.toThrow(RangeError);
  });
});

test('runs and their parts expire after 90 days', async () => {
  const table = await local.newTable();
  const clock = new ManualClock();
  const runs = new DynamoDbRuns(table, clock);
  const expiresAt = clock.now() / 1000 + 90 * 86_400;
  const all = { scope: { kind: 'all' }, trigger: 'schedule', task: 'sweep', by: null, finishedAt: null } as const;
  await runs.begin({ id: 'run', startedAt: iso(0), ...all });
  await runs.open('run', ONE);
  expect(await table.get({ pk: 'runs', sk: 'run' })).toMatchObject({ expiresAt });
  expect(await table.get({ pk: 'run#run', sk: ONE })).toMatchObject({ expiresAt });
});
