import { DynamoDbAccountRecords } from '../../../adapters/inventory/account-records';
import { DynamoDbBucketRecords } from '../../../adapters/inventory/bucket-records';
import { reason } from '../../../core/reasons';
import { changeOf, iso, milliseconds, ONE, outcomeOf, placeOf, TWO } from '../../contracts/outcomes';
import { LocalDynamoDb } from './local-table';
import { WatchedCalls } from './watched-calls';

const ORDERS = placeOf('orders');
const KEY = { pk: `account#${ONE}`, sk: 'bucket#orders' };
const GONE = outcomeOf(ORDERS, { verdict: 'gone', reason: reason('bucket-missing'), at: iso(100) });

const local = new LocalDynamoDb();
beforeAll(() => local.start());
afterAll(() => local.stop());

async function setup() {
  const client = local.client();
  const table = await local.newTable(client);
  const watched = new WatchedCalls(client);
  const buckets = new DynamoDbBucketRecords(table);
  return { table, watched, calls: watched.seen, buckets, accounts: new DynamoDbAccountRecords(table) };
}

describe('DynamoDbBucketRecords', () => {
  test('a new verdict costs two updates, another reason one, what is known one that writes nothing; none reads', async () => {
    const { buckets, calls } = await setup();
    await buckets.record(outcomeOf(ORDERS));
    expect(calls.splice(0)).toEqual(['UpdateItem', 'UpdateItem']);
    await buckets.record(outcomeOf(ORDERS, { reason: reason('our-rule-changed'), at: iso(1) }));
    expect(calls.splice(0)).toEqual(['UpdateItem']);
    await buckets.record(outcomeOf(ORDERS, { reason: reason('our-rule-changed'), at: iso(2) }));
    expect(calls.splice(0)).toEqual(['UpdateItem']);
  });

  test('verdicts of the same moment are all counted, and one whose count broke off does not spoil the next', async () => {
    const { buckets, accounts, watched } = await setup();
    const many = Array.from({ length: 40 }, (_, index) => placeOf(`bucket-${index}`));
    await Promise.all(many.map((place) => buckets.record(outcomeOf(place))));
    expect(await accounts.account(ONE)).toMatchObject({ counts: { waiting: 40 }, countsVersion: 40 });

    await Promise.all([
      ...many.slice(0, 30).map((place) => buckets.record(outcomeOf(place, { verdict: 'applied', at: iso(1) }))),
      buckets.record(outcomeOf(placeOf('orders', TWO))),
    ]);
    expect(await accounts.account(ONE)).toMatchObject({ counts: { waiting: 10, applied: 30 }, countsVersion: 70 });
    expect((await accounts.account(TWO))?.counts).toEqual({ waiting: 1 });

    // the outcomes are written, and then nothing more
    watched.dieAt(5, 'after');
    const denied = many.slice(30, 35).map((place) => outcomeOf(place, { verdict: 'denied', at: iso(2) }));
    const broken = await Promise.allSettled(denied.map((outcome) => buckets.record(outcome)));
    expect(broken.map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    watched.revive();
    expect(await buckets.record(outcomeOf(many[36] ?? ORDERS, { verdict: 'denied', at: iso(3) }))).toEqual({
      changed: true,
      was: 'waiting',
    });
    expect(await accounts.account(ONE)).toMatchObject({ counts: { waiting: 9, applied: 30, denied: 1 } });
  });

  test('a bucket that is gone expires after 90 days, and does not when it is heard of again', async () => {
    const { buckets, table } = await setup();
    const expiresAt = async () => (await table.get(KEY))?.['expiresAt'];
    const ninetyDaysOn = milliseconds(100) / 1000 + 90 * 86_400;
    await buckets.record(GONE);
    expect(await expiresAt()).toBe(ninetyDaysOn);
    await buckets.hold(ORDERS, { since: iso(101), by: 'someone' });
    expect(await expiresAt()).toBeUndefined();
    await buckets.record(outcomeOf(ORDERS, { at: iso(102) }));
    await buckets.record({ ...GONE, at: iso(103) });
    expect(await expiresAt()).toBe(ninetyDaysOn + 3);
    await buckets.record(outcomeOf(ORDERS, { at: iso(104) }));
    expect(await expiresAt()).toBeUndefined();
  });

  test('an adding that broke off leaves the counters wrong until a count corrects them', async () => {
    const { buckets, accounts, watched } = await setup();
    await buckets.record(outcomeOf(placeOf('letters')));
    watched.dieAt(1, 'after');
    await expect(buckets.record(outcomeOf(ORDERS))).rejects.toThrow('died');
    watched.revive();
    expect((await buckets.record(outcomeOf(ORDERS))).changed).toBe(false);
    const known = await accounts.account(ONE);
    expect(known?.counts).toEqual({ waiting: 1 });
    expect(await accounts.correctCounts(ONE, { waiting: 2 }, known?.countsVersion ?? 0)).toBe(true);
    expect((await accounts.account(ONE))?.counts).toEqual({ waiting: 2 });
  });

  test('counters below nothing are shown as nothing, and set right', async () => {
    const { buckets, accounts, watched } = await setup();
    watched.dieAt(1, 'after');
    await expect(buckets.record(outcomeOf(ORDERS))).rejects.toThrow('died');
    watched.revive();
    await buckets.record(outcomeOf(ORDERS, { verdict: 'denied', at: iso(1) }));
    expect((await accounts.account(ONE))?.counts).toEqual({ denied: 1 });
    expect(await accounts.correctCounts(ONE, { denied: 1 }, 1)).toBe(true);
    await buckets.record(outcomeOf(ORDERS, { at: iso(2) }));
    expect((await accounts.account(ONE))?.counts).toEqual({ waiting: 1 });
  });

  test.each(['before', 'after'] as const)(
    'killed %s any call of a bucket that is gone, it forgets all the same the next time',
    async (time) => {
      for (let call = 1; call <= 6; call += 1) {
        const { buckets, watched } = await setup();
        await buckets.noteChange(ORDERS, changeOf(iso(1)));
        await buckets.record(outcomeOf(ORDERS, { at: iso(2) }));
        await buckets.hold(ORDERS, { since: iso(3), by: 'someone' });
        watched.dieAt(call, time);
        await expect(buckets.record(GONE)).rejects.toThrow('died');
        watched.revive();
        await buckets.record({ ...GONE, at: iso(101) });
        expect(await buckets.bucket(ORDERS)).toMatchObject({ outcome: { verdict: 'gone' }, change: null, hold: null });
      }
    },
  );

  test('a page of the table that ends early does not end the listing', async () => {
    const { buckets, calls } = await setup();
    const long = { code: 'unexpected-error', text: 'x'.repeat(150_000) } as const;
    for (let index = 10; index < 30; index += 1) {
      await buckets.record(outcomeOf(placeOf(`bucket-${index}`), { verdict: 'failed', reason: long }));
    }
    calls.length = 0;
    const { rows, next } = await buckets.buckets(ONE, { after: null, through: null, limit: 20 });
    expect(rows).toHaveLength(20);
    expect(next).toBeNull();
    expect(calls.length).toBeGreaterThan(1);
  });

  test('refuses a token of another verdict', async () => {
    const { table, buckets } = await setup();
    const paged = new DynamoDbBucketRecords(table, 1);
    for (const name of ['aaa', 'bbb', 'ccc']) await buckets.record(outcomeOf(placeOf(name)));
    const { next } = await paged.withVerdict('waiting', null);
    expect((await paged.withVerdict('waiting', next)).rows).toHaveLength(1);
    await expect(paged.withVerdict('failed', next)).rejects.toThrow('verdict failed');
  });

  test('fails when the table does not answer, and never takes that for nothing known', async () => {
    const { buckets, accounts, watched } = await setup();
    watched.dieAt(1, 'before');
    await expect(buckets.bucket(ORDERS)).rejects.toThrow('died');
    await expect(buckets.record(outcomeOf(ORDERS))).rejects.toThrow('died');
    await expect(buckets.withVerdict('failed', null)).rejects.toThrow('died');
    await expect(accounts.account(ONE)).rejects.toThrow('died');
  });
});
