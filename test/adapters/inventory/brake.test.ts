import { DynamoDbBrake } from '../../../adapters/inventory/brake';
import { NO_PAUSE } from '../../../core/brake';
import { iso, ONE } from '../../contracts/outcomes';
import { ManualClock } from '../../fakes/manual-clock';
import { LocalDynamoDb } from './local-table';
import { WatchedCalls } from './watched-calls';

const PAUSE = { since: iso(0), by: 'someone', why: 'an incident' };
const CEILINGS = { writesPerHour: 100, writesPerRun: 100, pauseSeconds: 60 };

const local = new LocalDynamoDb();
beforeAll(() => local.start());
afterAll(() => local.stop());

async function setup() {
  const client = local.client();
  const table = await local.newTable(client);
  const watched = new WatchedCalls(client);
  const clock = new ManualClock();
  const brake = () => new DynamoDbBrake(table, clock, CEILINGS);
  return { table, watched, clock, writer: brake(), operator: brake() };
}

describe('DynamoDbBrake', () => {
  test('the switch is read once a minute, and a pause by somebody else is seen after that', async () => {
    const { watched, clock, writer, operator } = await setup();
    await writer.switch();
    await operator.pause({ kind: 'all' }, PAUSE);
    watched.seen.length = 0;
    clock.advance(59.999);
    expect(await writer.switch()).toEqual({ kind: 'known', state: NO_PAUSE });
    expect(watched.seen).toEqual([]);
    clock.advance(0.001);
    expect(await writer.switch()).toEqual({ kind: 'known', state: { ...NO_PAUSE, all: PAUSE } });
    await writer.switch();
    expect(watched.seen).toEqual(['GetItem']);
  });

  test('a pause is looked at again after five seconds, so that its end is seen soon', async () => {
    const { clock, writer, operator } = await setup();
    await operator.pause({ kind: 'all' }, PAUSE);
    await writer.switch();
    await operator.resume({ kind: 'all' });
    clock.advance(4.999);
    expect(await writer.switch()).toMatchObject({ state: { all: PAUSE } });
    clock.advance(0.001);
    expect(await writer.switch()).toEqual({ kind: 'known', state: NO_PAUSE });
  });

  test('who ask at the same time share one reading', async () => {
    const { watched, writer } = await setup();
    await Promise.all([writer.switch(), writer.switch(), writer.switch()]);
    expect(watched.seen).toEqual(['GetItem']);
  });

  test('a switch that cannot be read is unreadable for five seconds at most', async () => {
    const { watched, clock, writer } = await setup();
    watched.dieAt(1, 'before');
    expect(await writer.switch()).toEqual({ kind: 'unreadable', message: expect.stringContaining('died') });
    watched.revive();
    clock.advance(4.999);
    expect((await writer.switch()).kind).toBe('unreadable');
    clock.advance(0.001);
    expect((await writer.switch()).kind).toBe('known');
  });

  test('what was read before is not believed for longer because nothing can be read', async () => {
    const { watched, clock, writer } = await setup();
    await writer.switch();
    watched.dieAt(1, 'before');
    clock.advance(60);
    expect((await writer.switch()).kind).toBe('unreadable');
  });

  test('a pause by its own side is seen at once, and so is its end', async () => {
    const { writer } = await setup();
    await writer.switch();
    await writer.pause({ kind: 'account', id: ONE }, PAUSE);
    expect(await writer.switch()).toMatchObject({ state: { accounts: { [ONE]: PAUSE } } });
    await writer.resume({ kind: 'account', id: ONE });
    expect(await writer.switch()).toMatchObject({ state: { accounts: {} } });
  });

  test('an hour that is full is not asked about again until it is over', async () => {
    const { table, watched, clock } = await setup();
    const brake = new DynamoDbBrake(table, clock, { ...CEILINGS, writesPerHour: 1 });
    expect(await brake.allow('run')).toEqual({ kind: 'granted' });
    expect(await brake.allow('run')).toEqual({ kind: 'hour-full', seconds: 3_600 });
    watched.seen.length = 0;
    clock.advance(600);
    expect(await brake.allow('run')).toEqual({ kind: 'hour-full', seconds: 3_000 });
    expect(await brake.allow(null)).toEqual({ kind: 'hour-full', seconds: 3_000 });
    expect(watched.seen).toEqual([]);
    clock.advance(3_000);
    expect(await brake.allow('run')).toEqual({ kind: 'granted' });
    expect(await table.get({ pk: 'run-writes#run', sk: 'writes' })).toMatchObject({ count: 2 });
  });

  test('the counts of hours and runs expire', async () => {
    const { table, clock, writer } = await setup();
    const now = clock.now() / 1000;
    await writer.allow('run');
    clock.advance(60);
    await writer.allow('run');
    expect(await table.get({ pk: 'brake', sk: 'hour#2026-01-01T00' })).toMatchObject({
      count: 2,
      expiresAt: now + 7_200,
    });
    const ofRun = await table.get({ pk: 'run-writes#run', sk: 'writes' });
    expect(ofRun).toMatchObject({ count: 2, expiresAt: now + 30 * 86_400 });
  });

  test('fails, and allows nothing, when a write cannot be counted', async () => {
    const { watched, writer } = await setup();
    for (const call of [1, 2]) {
      watched.dieAt(call, 'before');
      await expect(writer.allow('run')).rejects.toThrow('died');
      watched.revive();
    }
  });

  test('failures that are long over are not kept, and of a burst the last hundred', async () => {
    const { table, clock, writer } = await setup();
    const times = async () => (await table.get({ pk: 'brake', sk: 'failures' }))?.['times'] as readonly number[];
    for (let index = 0; index < 105; index += 1) await writer.countFailure(clock.now());
    expect(await times()).toHaveLength(100);
    clock.advance(600);
    expect(await writer.countFailure(clock.now())).toBe(1);
    expect(await times()).toEqual([clock.now()]);
  });
});
