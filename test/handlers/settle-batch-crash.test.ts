import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import { covers, digest, plan, sameForeignRules } from '../../core/plan';
import { SettleBatch } from '../../handlers/settle-batch';
import { FOREIGN, RULES } from '../core/reconcile-world';
import { bucketName } from '../fakes/identifiers';
import type { FakeBucket } from '../fakes/in-memory-s3';
import { type BatchWorld, batchWorld, HERE, ONE, withEveryCall } from './batch-world';

const PLACE = { account: ONE, region: HERE, bucket: bucketName('orders') };
const WRITES = ['writeLifecycle', 'deleteLifecycle'];

/** At which call the function dies, and whether that call is made. */
interface Death {
  readonly call: number;
  readonly time: 'before' | 'after';
}

interface Scene {
  readonly world: BatchWorld;
  readonly bucket: FakeBucket;
  readonly body: string;
  /** What S3 holds before the message is handled. */
  readonly before: LifecycleConfiguration | undefined;
}

/** Handles the scene's message in a function that dies at its first delivery, and gives how many calls it made. */
async function handle({ world, body, before }: Scene, death: Death | undefined): Promise<number> {
  let calls = 0;
  let dead = false;
  const services = withEveryCall(world.services, async (call) => {
    if (dead) throw new Error('the function is dead');
    const mine = calls;
    calls += 1;
    const die = (): never => {
      dead = true;
      throw new Error('the function died');
    };
    if (mine === death?.call && death.time === 'before') die();
    const result = await call();
    if (mine === death?.call) die();
    return result;
  });
  try {
    await new SettleBatch(services).handle([world.record(body)]);
  } catch (error) {
    if (!dead) throw error;
  }
  await expectImage(world, before);
  if (dead) {
    // whatever was not acknowledged is seen again once its visibility timeout is over
    world.clock.advance(60);
    const { batchItemFailures } = await new SettleBatch(world.services).handle([world.record(body, 2)]);
    expect(batchItemFailures).toEqual([]);
  }
  const { sent } = world.settleQueue;
  for (let next = sent.shift(); next !== undefined; next = sent.shift()) {
    world.clock.advance(next.delaySeconds);
    const { batchItemFailures } = await new SettleBatch(world.services).handle([world.record(next.message)]);
    expect(batchItemFailures).toEqual([]);
  }
  await expectImage(world, before);
  return calls;
}

/** Wherever a write of ours was made, what was there before it is kept. */
async function expectImage({ s3, inventory }: BatchWorld, before: Scene['before']): Promise<void> {
  if (!s3.operations().some((operation) => WRITES.includes(operation))) return;
  const images = await inventory.writes.images(PLACE);
  expect(images).toContainEqual({ configuration: before });
}

function scene(
  before: LifecycleConfiguration | undefined,
  make: (world: BatchWorld) => unknown,
  removes = false,
): Scene {
  const world = batchWorld(removes ? { rules: { ...RULES, ruleOfExcluded: 'remove' } } : {});
  const bucket: FakeBucket = { account: ONE, region: HERE, lifecycle: before };
  if (removes) bucket.tags = new Map([['partsweep:exclude', 'true']]);
  world.s3.buckets.set(PLACE.bucket, bucket);
  return { world, bucket, before, body: JSON.stringify(make(world)) };
}

/** Runs the scene whole, and then once for each call, dying before and after it. */
async function everyDeath(make: () => Scene, check: (scene: Scene) => Promise<void>): Promise<number> {
  const whole = make();
  const calls = await handle(whole, undefined);
  await check(whole);
  for (let call = 0; call < calls; call += 1) {
    for (const time of ['before', 'after'] as const) {
      const again = make();
      await handle(again, { call, time });
      await check(again);
    }
  }
  return calls;
}

const planned = plan(FOREIGN, { days: 7, onLongerRule: 'add' });
const WITH_OURS = planned.verdict === 'put' ? planned.configuration : undefined;

describe('a function that dies before or after any call to the outside', () => {
  test('leaves a before-image wherever it wrote, and the next delivery covers the bucket with exactly the foreign rules', async () => {
    const calls = await everyDeath(
      () => scene(FOREIGN, ({ sighted }) => sighted('orders', digest(FOREIGN))),
      async ({ world, bucket }) => {
        expect(covers(bucket.lifecycle, { days: 7 })).toBe(true);
        expect(sameForeignRules(FOREIGN, bucket.lifecycle)).toBe(true);
        expect(bucket.lifecycle?.transitionDefaultMinimumObjectSize).toBe(FOREIGN.transitionDefaultMinimumObjectSize);
        expect(world.s3.operations().filter((operation) => WRITES.includes(operation))).toHaveLength(1);
        const record = await world.inventory.buckets.bucket(PLACE);
        expect(['applied', 'covered']).toContain(record?.outcome?.verdict);
        expect(record?.removals).toEqual([]);
        expect(world.deadLetters.sent).toEqual([]);
      },
    );
    expect(calls).toBeGreaterThan(10);
  });

  test.each([
    ['undo', 'held'],
    ['exclusion', 'excluded'],
  ] as const)('takes our rule out all the same, to the letter: %s', async (task, verdict) => {
    const calls = await everyDeath(
      () => scene(WITH_OURS, ({ takeOut }) => takeOut('orders', task), task === 'exclusion'),
      async ({ world, bucket }) => {
        expect(bucket.lifecycle).toEqual(FOREIGN);
        const record = await world.inventory.buckets.bucket(PLACE);
        expect(record?.outcome?.verdict).toBe(verdict);
        expect(record?.hold === null).toBe(task === 'exclusion');
        const { record: message, event } = world;
        await new SettleBatch(world.services).handle([message(event('orders', 'PutBucketLifecycle'))]);
        expect(bucket.lifecycle).toEqual(FOREIGN);
      },
    );
    expect(calls).toBeGreaterThan(8);
  });

  test('deletes a configuration that was ours alone', async () => {
    const ours = { xml: ourConfigurationXml(7), transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' };
    await everyDeath(
      () => scene(ours, ({ takeOut }) => takeOut('orders')),
      async ({ bucket }) => expect(bucket.lifecycle).toBeUndefined(),
    );
  });
});
