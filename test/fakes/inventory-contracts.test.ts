import { describeAccountRecordsContract } from '../contracts/account-records';
import { describeBrakeContract } from '../contracts/brake';
import { describeBucketRecordsContract } from '../contracts/bucket-records';
import { describeCoverageHistoryContract } from '../contracts/coverage-history';
import { outcomeOf, placeOf } from '../contracts/outcomes';
import { describeRunsContract } from '../contracts/runs';
import { describeWriteLogContract } from '../contracts/write-log';
import { inMemoryInventory } from './in-memory-inventory';
import { ManualClock } from './manual-clock';

const setup = async (ceilings = {}) => {
  const clock = new ManualClock();
  return { ...inMemoryInventory(clock, { ...ceilings, pageSize: 7 }), clock };
};

describeBucketRecordsContract('the in-memory inventory', setup);
describeWriteLogContract('the in-memory inventory', setup);
describeBrakeContract('the in-memory inventory', setup);
describeRunsContract('the in-memory inventory', setup);
describeAccountRecordsContract('the in-memory inventory', setup);
describeCoverageHistoryContract('the in-memory inventory', setup);

describe('the in-memory inventory in the hands of a test', () => {
  const ORDERS = placeOf('orders');

  test('counts the items that were written, and none for what was known', async () => {
    const { buckets } = await setup();
    await buckets.record(outcomeOf(ORDERS));
    await buckets.record(outcomeOf(ORDERS));
    expect(buckets.itemWrites()).toEqual({ bucket: 1, counters: 1 });
  });

  test('fails before a call, when asked to, or after it, once', async () => {
    const { buckets } = await setup();
    buckets.failNext('record');
    await expect(buckets.record(outcomeOf(ORDERS))).rejects.toThrow('record');
    expect(await buckets.bucket(ORDERS)).toBeUndefined();
    buckets.failNext('record', 'after');
    await expect(buckets.record(outcomeOf(ORDERS))).rejects.toThrow('record');
    expect((await buckets.bucket(ORDERS))?.outcome).toEqual(outcomeOf(ORDERS));
    expect((await buckets.record(outcomeOf(ORDERS))).changed).toBe(false);
  });

  test('fails between an outcome and its counting, which a correction mends', async () => {
    const { buckets, accounts } = await setup();
    buckets.failNext('count');
    await expect(buckets.record(outcomeOf(ORDERS))).rejects.toThrow('count');
    expect(await accounts.account(ORDERS.account)).toBeUndefined();
    expect(await accounts.correctCounts(ORDERS.account, { waiting: 1 }, 0)).toBe(true);
  });

  test('fails to read the switch without throwing', async () => {
    const { brake } = await setup();
    brake.failNext('switch');
    expect((await brake.switch()).kind).toBe('unreadable');
    expect((await brake.switch()).kind).toBe('known');
  });

  test('refuses a write whose image it cannot keep', async () => {
    const { writes } = await setup();
    writes.refusesImages = 'the private bucket says no';
    const write = { purpose: 'rule', before: undefined, planned: 'd', days: 7, readAt: 0 } as const;
    expect(await writes.claim(ORDERS, write, undefined)).toEqual({
      kind: 'not-kept',
      why: 'the private bucket says no',
    });
    expect(await writes.last(ORDERS)).toBeUndefined();
  });
});
