import { randomBytes } from 'node:crypto';
import { DynamoDbBucketRecords } from '../../../adapters/inventory/bucket-records';
import { DynamoDbWriteLog } from '../../../adapters/inventory/write-log';
import type { LifecycleConfiguration } from '../../../core/lifecycle/configuration';
import { LEASE_MS } from '../../../core/write-log';
import { ONE, placeOf } from '../../contracts/outcomes';
import { ManualClock } from '../../fakes/manual-clock';
import { InMemoryImages } from './in-memory-images';
import { LocalDynamoDb } from './local-table';
import { WatchedCalls } from './watched-calls';

const ORDERS = placeOf('orders');
const KEY = { pk: `account#${ONE}`, sk: 'write#orders' };

const local = new LocalDynamoDb();
beforeAll(() => local.start());
afterAll(() => local.stop());

async function setup() {
  const client = local.client();
  const table = await local.newTable(client);
  const watched = new WatchedCalls(client);
  const clock = new ManualClock();
  const store = new InMemoryImages();
  const log = new DynamoDbWriteLog(table, clock, store);
  const claim = async (before: LifecycleConfiguration | undefined, last?: Awaited<ReturnType<typeof log.last>>) =>
    log.claim(ORDERS, { purpose: 'rule', before, planned: 'p', days: 7, readAt: clock.now() }, last);
  const write = async (before: LifecycleConfiguration | undefined) => {
    const claimed = await claim(before, await log.last(ORDERS));
    if (claimed.kind === 'claimed') await log.end(ORDERS, claimed.id, 'written');
    clock.advance(1);
    return claimed;
  };
  const images = async () => (await log.images(ORDERS)).map(({ configuration }) => configuration?.xml);
  return { client, table, watched, clock, store, log, claim, write, images };
}

/** Larger than 300,000 bytes, however well it is compressed. */
const LARGE = {
  xml: randomBytes(320_000).toString('hex'),
  transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
};

describe('DynamoDbWriteLog', () => {
  test('an image that fits is in the item, compressed', async () => {
    const { table, store, write, images } = await setup();
    const xml = '<Rule><ID>a</ID></Rule>'.repeat(10_000);
    await write({ xml });
    const { image } = (await table.get(KEY)) ?? {};
    expect((image as Uint8Array).length).toBeLessThan(5_000);
    expect(store.images.size).toBe(0);
    expect(await images()).toEqual([xml]);
  });

  test('a write takes one conditional PutItem, and an update at its end', async () => {
    const { watched, claim, log } = await setup();
    const claimed = await claim({ xml: '<a/>' });
    expect(watched.seen.splice(0)).toEqual(['PutItem']);
    await log.end(ORDERS, claimed.kind === 'claimed' ? claimed.id : '', 'written');
    expect(watched.seen).toEqual(['UpdateItem']);
  });

  test('a larger image is in the store, and stays the first one of its life', async () => {
    const { log, store, write } = await setup();
    const claimed = await write(LARGE);
    expect([...store.images.keys()]).toEqual([
      `images/${ONE}/orders/${claimed.kind === 'claimed' ? claimed.id : ''}.xml.gz`,
    ]);
    expect((await log.last(ORDERS))?.before).toEqual(LARGE);
    await write({ xml: '<b/>' });
    await write({ xml: '<c/>' });
    expect(await log.images(ORDERS)).toEqual([{ configuration: LARGE }, { configuration: { xml: '<c/>' } }]);
    expect(store.images.size).toBe(1);
  });

  test('refuses a write whose image the store does not take, and leaves everything as it was', async () => {
    const { table, store, write, claim, log } = await setup();
    store.refuses = true;
    expect(await claim(LARGE)).toEqual({ kind: 'not-kept', why: expect.stringMatching(/AccessDenied: no$/) });
    expect(await table.get(KEY)).toBeUndefined();
    await write({ xml: '<a/>' });
    expect((await claim(LARGE, await log.last(ORDERS))).kind).toBe('not-kept');
    expect((await log.last(ORDERS))?.state).toBe('written');
  });

  test('fails, and gives no image, when the store does not give one back', async () => {
    const { log, store, write } = await setup();
    await write(LARGE);
    store.refuses = true;
    await expect(log.last(ORDERS)).rejects.toThrow('image');
    await expect(log.images(ORDERS)).rejects.toThrow('image');
  });

  test.each(['before', 'after'] as const)(
    'killed %s any call of a claim, nobody is locked out and no image is lost',
    async (time) => {
      for (let call = 1; call <= 2; call += 1) {
        const { log, watched, clock, claim, write, images } = await setup();
        await write({ xml: '<a/>' });
        const last = await log.last(ORDERS);
        watched.dieAt(call, time);
        await expect(claim({ xml: '<b/>' }, last)).rejects.toThrow('died');
        watched.revive();
        expect(await images()).toEqual(call === 2 && time === 'after' ? ['<a/>', '<b/>'] : ['<a/>']);
        clock.advance(LEASE_MS / 1000);
        expect((await write({ xml: '<c/>' })).kind).toBe('claimed');
        expect(await images()).toEqual(['<a/>', '<c/>']);
      }
    },
  );

  test('a claim whose answer is lost on the way, and which is sent again, is no one else’s', async () => {
    const { client, claim, images } = await setup();
    let lost = 0;
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const answer = await next(args);
        if (context['commandName'] === 'PutItemCommand' && lost === 0) {
          lost += 1;
          throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
        }
        return answer;
      },
      { step: 'deserialize' },
    );
    expect((await claim({ xml: '<a/>' })).kind).toBe('claimed');
    expect(lost).toBe(1);
    expect(await images()).toEqual(['<a/>']);
  });

  test.each([false, true])(
    'an image of a life that ended during the claim is not the first one of the next (begun: %p)',
    async (begun) => {
      const { table, log, watched, clock, claim, write, images } = await setup();
      await write({ xml: '<old/>' });
      const last = await log.last(ORDERS);
      const buckets = new DynamoDbBucketRecords(table);
      watched.beforeSecondPut(async () => {
        // only write# is there to end: first# is put after it is looked for
        await table.delete(KEY);
        if (begun) expect((await claim({ xml: '<new/>' })).kind).toBe('claimed');
      });
      expect((await claim({ xml: '<late/>' }, last)).kind).toBe('busy');
      expect(await images()).toEqual(begun ? ['<new/>'] : []);
      clock.advance(LEASE_MS / 1000);
      await write({ xml: '<next/>' });
      expect(await images()).toEqual(begun ? ['<new/>', '<next/>'] : ['<next/>']);
      await buckets.endLife(ORDERS, clock.now());
      expect(await images()).toEqual([]);
    },
  );
});
