import fc from 'fast-check';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import { covers, digest, sameForeignRules } from '../../core/plan';
import { hasOurRule } from '../../core/undo';
import { type BatchServices, SettleBatch } from '../../handlers/settle-batch';
import { FOREIGN } from '../core/reconcile-world';
import { bucketName } from '../fakes/identifiers';
import type { FakeBucket } from '../fakes/in-memory-s3';
import { type BatchWorld, batchWorld, HERE, ONE, withEveryCall } from './batch-world';

const PLACE = { account: ONE, region: HERE, bucket: bucketName('orders') };

function scene(existing: LifecycleConfiguration | undefined): { world: BatchWorld; bucket: FakeBucket } {
  const world = batchWorld();
  const bucket: FakeBucket = { account: ONE, region: HERE, lifecycle: existing };
  world.s3.buckets.set(PLACE.bucket, bucket);
  return { world, bucket };
}

/** Handles each message in a batch of its own, all at once, in the order of calls that `scheduler` makes up; then what they left behind. */
async function atOnce(world: BatchWorld, scheduler: fc.Scheduler, messages: readonly unknown[]): Promise<void> {
  const services: BatchServices = withEveryCall(world.services, async (call) => {
    await scheduler.schedule(Promise.resolve());
    return call();
  });
  const handled = messages.map(async (message) => {
    const { batchItemFailures } = await new SettleBatch(services).handle([world.record(message)]);
    return batchItemFailures.length > 0 ? [message] : [];
  });
  const back = (await scheduler.waitFor(Promise.all(handled))).flat();
  world.clock.advance(120);
  for (const message of back) await new SettleBatch(world.services).handle([world.record(message, 2)]);
  const { sent } = world.settleQueue;
  for (let next = sent.shift(); next !== undefined; next = sent.shift()) {
    world.clock.advance(next.delaySeconds);
    await new SettleBatch(world.services).handle([world.record(next.message)]);
  }
}

const writesOf = ({ s3 }: BatchWorld): number =>
  s3.operations().filter((operation) => operation === 'writeLifecycle').length;

describe('batches at the same time on one bucket', () => {
  test('write it once, whatever the order of their calls', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 3 }), async (scheduler, count) => {
        const { world, bucket } = scene(FOREIGN);
        const message = world.sighted('orders', digest(FOREIGN));
        await atOnce(world, scheduler, Array(count).fill(message));
        expect(writesOf(world)).toBe(1);
        expect(covers(bucket.lifecycle, { days: 7 })).toBe(true);
        expect(sameForeignRules(FOREIGN, bucket.lifecycle)).toBe(true);
        expect((await world.inventory.buckets.bucket(PLACE))?.removals).toEqual([]);
        expect((await world.inventory.writes.images(PLACE))[0]).toEqual({ configuration: FOREIGN });
      }),
      { numRuns: 150 },
    );
  });

  test('write it once and count one removal after somebody removed our rule', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 0, max: 3600 }), async (scheduler, seconds) => {
        const { world, bucket } = scene(FOREIGN);
        await new SettleBatch(world.services).handle([world.record(world.sighted('orders', digest(FOREIGN)))]);
        expect(writesOf(world)).toBe(1);
        bucket.lifecycle = FOREIGN;
        world.clock.advance(seconds);
        const message = world.sighted('orders', digest(FOREIGN));
        await atOnce(world, scheduler, [message, message]);
        expect(writesOf(world)).toBe(2);
        expect((await world.inventory.buckets.bucket(PLACE))?.removals).toHaveLength(1);
        expect(covers(bucket.lifecycle, { days: 7 })).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('leave no rule in a bucket that an undo held because there was none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.constantFrom<LifecycleConfiguration | undefined>(FOREIGN, undefined),
        async (scheduler, existing) => {
          const { world, bucket } = scene(existing);
          await atOnce(world, scheduler, [world.sighted('orders', digest(existing)), world.takeOut('orders')]);
          expect(bucket.lifecycle).toEqual(existing);
          expect((await world.inventory.buckets.bucket(PLACE))?.hold).not.toBeNull();
        },
      ),
      { numRuns: 300 },
    );
  });

  test('never put back what an undo takes out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        // ours, and too long: one message wants it shorter, the other wants it gone
        const longer = { xml: ourConfigurationXml(30), transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' };
        const { world, bucket } = scene(longer);
        await atOnce(world, scheduler, [world.sighted('orders', digest(longer)), world.takeOut('orders')]);
        expect(hasOurRule(bucket.lifecycle)).toBe(false);
        expect((await world.inventory.buckets.bucket(PLACE))?.hold).not.toBeNull();
      }),
      { numRuns: 150 },
    );
  });
});
