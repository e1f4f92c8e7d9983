import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDbRuns } from '../../../adapters/inventory/runs';
import { InventoryTable } from '../../../adapters/inventory/table';
import { LISTING } from '../../../core/sweep/run';
import { ManualClock } from '../../fakes/manual-clock';
import { LocalDynamoDb } from './local-table';

const local = new LocalDynamoDb();
beforeAll(() => local.start());
afterAll(() => local.stop());

/** Breaks the connection under the answer to the next call, which was done: the SDK makes it again. */
function loseNextAnswer(client: DynamoDBClient): void {
  let isLost = false;
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      if (isLost) return result;
      isLost = true;
      throw Object.assign(new Error('aborted'), { code: 'ECONNRESET', $retryable: {} });
    },
    { step: 'deserialize', priority: 'low', name: 'loseNextAnswer' },
  );
}

async function setup() {
  const client = local.client({ maxAttempts: 2 });
  const table = await local.newTable(client);
  const runs = new DynamoDbRuns(table, new ManualClock());
  return { client, table, runs };
}

const NEXT = { state: 'open', cursor: 'here', counts: {}, reason: null } as const;

describe('an answer that is lost', () => {
  test('does not make a step look as if somebody else had gone on, so that nobody would', async () => {
    const { client, runs } = await setup();
    await runs.open('run', LISTING);
    loseNextAnswer(client);
    expect(await runs.advance('run', LISTING, 0, NEXT)).toBe(true);
    expect(await runs.advance('run', LISTING, 0, NEXT)).toBe(false);
  });

  test('does not make a step busy with its own claim', async () => {
    const { client, runs } = await setup();
    await runs.open('run', LISTING);
    loseNextAnswer(client);
    expect(await runs.claim('run', LISTING, 0, 60)).toMatchObject({ kind: 'claimed', progress: { step: 0 } });
    expect(await runs.claim('run', LISTING, 0, 60)).toMatchObject({ kind: 'busy' });
  });

  test('does not make a part look as if it had been there', async () => {
    const { client, runs } = await setup();
    loseNextAnswer(client);
    expect(await runs.open('run', LISTING)).toBe(true);
    expect(await runs.open('run', LISTING)).toBe(false);
  });

  test('fails as a condition where somebody else has written', async () => {
    const { client, table } = await setup();
    const other = new InventoryTable(local.client(), 'inventory-4');
    await other.put({ pk: 'a', sk: 'b' }, { condition: 'attribute_not_exists(#pk)' });
    loseNextAnswer(client);
    const written = await table.put({ pk: 'a', sk: 'b' }, { condition: 'attribute_not_exists(#pk)' });
    expect(written).toEqual({ kind: 'condition-failed' });
  });
});
