import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { covers, sameForeignRules } from '../../core/plan';
import { hasOurRule } from '../../core/undo';
import { CrashWorld, type Death, ONE, TWO } from './crash-world';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const rules = (text: string): LifecycleConfiguration => ({
  xml: `<LifecycleConfiguration xmlns="${NAMESPACE}">${text}</LifecycleConfiguration>`,
  transitionDefaultMinimumObjectSize: 'varies_by_storage_class',
});
const expiring = (id: string, scope: string): string =>
  `<Rule><ID>${id}</ID>${scope}<Status>Enabled</Status><Expiration><Days>30</Days></Expiration></Rule>`;
const V2 = rules(expiring('logs', '<Filter><Prefix>logs/</Prefix></Filter>'));
const V1 = rules(expiring('old', '<Prefix>old/</Prefix>'));
const THEIRS = rules(expiring('theirs', '<Filter><Prefix>theirs/</Prefix></Filter>'));

type Place = ReturnType<CrashWorld['bucket']>;

/** Plays it whole, and then once for each call to the outside, dying before and after it. Gives the names of the calls. */
async function everyDeath(play: (death: Death | undefined) => Promise<readonly string[]>): Promise<readonly string[]> {
  const calls = await play(undefined);
  for (let call = 0; call < calls.length; call += 1) {
    for (const time of ['before', 'after'] as const) {
      await play({ call, time }).catch((error: unknown) => {
        throw new Error(`dying ${time} call ${call}, ${calls[call]}: ${error instanceof Error ? error.stack : error}`);
      });
    }
  }
  return calls;
}

/** The next sweep, and the one after: that writes nothing, neither buckets nor what is known of them. */
async function comesToRest(world: CrashWorld, check: () => void): Promise<void> {
  await world.sweep();
  check();
  expect(await world.sweep()).toEqual([0, 0]);
  check();
}

describe('whichever call of whichever function is the last that it makes', () => {
  test('an undo of several buckets takes every rule of ours out, to the letter, and they stay as they are', async () => {
    const calls = await everyDeath(async (death) => {
      const world = new CrashWorld();
      const owners: readonly (readonly [Place, LifecycleConfiguration | undefined])[] = [
        ['a-v2', ONE, V2] as const,
        ['b-none', ONE, undefined] as const,
        ['c-v1', ONE, V1] as const,
        ['d-v2', TWO, V2] as const,
      ].map(([name, owner, lifecycle]) => [world.bucket(name, owner, lifecycle), lifecycle]);
      await world.sweep();
      for (const [place] of owners) expect(covers(world.lifecycleOf(place), { days: 7 })).toBe(true);

      world.count(death);
      world.product.ask({ kind: 'sweep', trigger: 'operator', task: 'undo', scope: { kind: 'all' }, by: 'ada' });
      await world.settle();
      const check = () => {
        for (const [place, lifecycle] of owners) expect(world.lifecycleOf(place)).toEqual(lifecycle);
      };
      check();
      await comesToRest(world, check);
      for (const [place] of owners) {
        expect((await world.product.inventory.buckets.bucket(place))?.hold).not.toBeNull();
      }
      return world.calls;
    });
    const made = new Set(calls);
    expect(calls.length).toBeGreaterThan(80);
    for (const name of ['sweep roster.page', 'survey settleQueue.sendAll', 'settle s3.deleteLifecycle']) {
      expect(made).toContain(name);
    }
  });

  test('a lost update is put back beside our rule', async () => {
    const calls = await everyDeath(async (death) => {
      const world = new CrashWorld();
      const place = world.bucket('a-v2', ONE, V2);
      const other = world.bucket('b-none', ONE, undefined);
      world.holdUps.set('settle writes.claim', {
        milliseconds: 5_000,
        meanwhile: () => world.clock.after(2_500, () => void world.put(place, THEIRS)),
      });
      world.product.startSweep();
      // our write has replaced what they wrote, and their event is not there yet
      for (let turns = 0; world.s3.history(place).writes.length === 0; turns += 1) {
        if (turns > 1_000) throw new Error('nothing is written');
        await world.clock.run(world.clock.now() + 1_000);
      }
      expect(sameForeignRules(V2, world.lifecycleOf(place))).toBe(true);

      world.count(death);
      await world.settle();
      const check = () => {
        expect(sameForeignRules(THEIRS, world.lifecycleOf(place))).toBe(true);
        for (const one of [place, other]) expect(covers(world.lifecycleOf(one), { days: 7 })).toBe(true);
      };
      check();
      await comesToRest(world, check);
      expect(hasOurRule(world.lifecycleOf(place))).toBe(true);
      return world.calls;
    });
    const made = new Set(calls);
    for (const name of ['settle writes.noteForeign', 'settle writes.keepLost', 'settle s3.writeLifecycle']) {
      expect(made).toContain(name);
    }
  });
});
