import { DynamoDbAccountRecords } from '../../../adapters/inventory/account-records';
import { DynamoDbBucketRecords } from '../../../adapters/inventory/bucket-records';
import { DynamoDbCoverageHistory } from '../../../adapters/inventory/coverage-history';
import { DynamoDbRuns } from '../../../adapters/inventory/runs';
import type { InventoryTable } from '../../../adapters/inventory/table';
import { allPages } from '../../contracts/bucket-records';
import { iso, milliseconds, ONE, outcomeOf, placeOf, TWO } from '../../contracts/outcomes';
import { account } from '../../fakes/identifiers';
import { ManualClock } from '../../fakes/manual-clock';
import { LocalDynamoDb } from './local-table';
import { WatchedCalls } from './watched-calls';

const local = new LocalDynamoDb();
beforeAll(() => local.start());
afterAll(() => local.stop());

async function setup() {
  const client = local.client();
  const table: InventoryTable = await local.newTable(client);
  return { table, calls: new WatchedCalls(client).seen };
}

describe('the questions that the inventory is made for', () => {
  test('what is known of one bucket: one GetItem', async () => {
    const { table, calls } = await setup();
    const buckets = new DynamoDbBucketRecords(table);
    await buckets.record(outcomeOf(placeOf('orders')));
    calls.length = 0;
    expect((await buckets.bucket(placeOf('orders')))?.outcome?.verdict).toBe('waiting');
    expect(calls).toEqual(['GetItem']);
  });

  test('which buckets an account has: one Query of the table a page, in the order of the names', async () => {
    const { table, calls } = await setup();
    const buckets = new DynamoDbBucketRecords(table);
    const names = Array.from({ length: 30 }, (_, index) => `bucket-${100 + index}`);
    for (const name of names) await buckets.record(outcomeOf(placeOf(name)));
    await buckets.record(outcomeOf(placeOf('bucket-115', TWO)));
    calls.length = 0;
    const rows = await allPages((after) => buckets.buckets(ONE, { after, through: 'bucket-124', limit: 10 }));
    expect(rows.map(({ bucket }) => bucket)).toEqual(names.slice(0, 25));
    expect(calls).toEqual(['Query', 'Query', 'Query']);
  });

  test('which buckets have a verdict: one Query of the index a shard, and what is right costs none of it', async () => {
    const { table, calls } = await setup();
    const buckets = new DynamoDbBucketRecords(table);
    for (let index = 0; index < 60; index += 1) {
      const verdict = index < 40 ? 'refused' : index < 50 ? 'covered' : 'applied';
      await buckets.record(outcomeOf(placeOf(`bucket-${index}`, index % 2 === 0 ? ONE : TWO), { verdict }));
    }
    calls.length = 0;
    const { rows, next } = await buckets.withVerdict('refused', null);
    expect(new Set(rows.map(({ bucket }) => bucket)).size).toBe(40);
    expect(next).toBeNull();
    expect(calls).toEqual(Array.from({ length: 8 }, () => 'Query by-state'));

    const shards = await Promise.all(
      Array.from({ length: 8 }, async (_, shard) => {
        const values = { ':ik': `verdict#refused#${shard}` };
        return (await table.query({ index: 'by-state', key: '#ik = :ik', values })).items.length;
      }),
    );
    expect(shards.filter((count) => count > 0).length).toBeGreaterThan(1);
    for (const name of ['bucket-45', 'bucket-55']) {
      const item = await table.get({ pk: `account#${TWO}`, sk: `bucket#${name}` });
      expect(item).toBeDefined();
      expect(item).not.toHaveProperty('ik');
      expect(item).not.toHaveProperty('is');
    }
  });

  test('which accounts were not visited since a time: one Query of the index a shard, longest ago first within it', async () => {
    const { table, calls } = await setup();
    const accounts = new DynamoDbAccountRecords(table);
    const all = Array.from({ length: 24 }, (_, index) => account(String(300_000_000_000 + index)));
    for (const [index, one] of all.entries()) {
      if (index % 3 === 0) await accounts.mayHint(one, 0, 600);
      else await accounts.completeVisit(one, 'run', milliseconds((index * 7) % 24));
    }
    calls.length = 0;
    const { rows } = await accounts.byLastVisit(iso(12), null);
    expect(calls).toEqual(Array.from({ length: 4 }, () => 'Query by-state'));
    const expected = all.filter((_, index) => index % 3 === 0 || (index * 7) % 24 < 12);
    expect(rows.map((record) => record.account).sort()).toEqual(expected);
    // within a shard the order never turns back, so it does so once between two shards at most
    const times = rows.map(({ visitedAt }) => visitedAt ?? '0');
    expect(times.filter((time, index) => index > 0 && time < (times[index - 1] ?? '')).length).toBeLessThan(4);
  });

  test('how coverage went: one Query from the newest on, of items that end after 400 days', async () => {
    const { table, calls } = await setup();
    const coverage = new DynamoDbCoverageHistory(table);
    for (const second of [1, 2, 3]) {
      await coverage.keep({ run: `run-${second}`, at: iso(second), buckets: { covered: second }, accounts: {} });
    }
    calls.length = 0;
    expect((await coverage.newest(2)).map(({ run }) => run)).toEqual(['run-2', 'run-3']);
    expect(calls).toEqual(['Query']);
    const item = await table.get({ pk: 'coverage', sk: 'run-1' });
    expect(item).toMatchObject({ expiresAt: milliseconds(1) / 1000 + 400 * 86_400 });
  });

  test('how far a run is: a Query of its parts', async () => {
    const { table, calls } = await setup();
    const runs = new DynamoDbRuns(table, new ManualClock());
    for (const part of ['listing', ONE, TWO] as const) await runs.open('run', part);
    await runs.advance('run', ONE, 0, { state: 'done', cursor: null, counts: { covered: 5 }, reason: null });
    await runs.open('other-run', ONE);
    calls.length = 0;
    const { rows } = await runs.parts('run', null);
    expect(rows.map(({ part, progress }) => [part, progress.state])).toEqual([
      [ONE, 'done'],
      [TWO, 'open'],
      ['listing', 'open'],
    ]);
    expect(calls).toEqual(['Query']);
  });
});
