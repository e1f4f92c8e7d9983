import fc from 'fast-check';
import { sameMeaning } from '../../core/lifecycle/meaning';
import { covers } from '../../core/plan';
import { type Foreign, interleavedWorld } from './interleaved-world';

jest.setTimeout(600_000);

const foreigner = (fates: readonly Foreign['fate'][]): fc.Arbitrary<Foreign> =>
  fc.record({
    deed: fc.constantFrom('one', 'two', 'with-ours', 'delete'),
    fate: fc.constantFrom(...fates),
    late: fc.integer({ min: 1, max: 900 }),
  });
/** Seconds that a call takes: often several calls within one second, often seconds between two. */
const steps = fc.array(fc.constantFrom(0, 0.02, 0.3, 1, 2.5), { minLength: 1, maxLength: 12 });
const stale = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });

const second = (milliseconds: number): number => Math.floor(milliseconds / 1000);

type World = ReturnType<typeof interleavedWorld>;

/** The oracle: what truly was in the bucket just before each write of ours, where that said something else than the write. */
function losses({ truth }: World) {
  return truth.flatMap((state, index) => {
    const before = truth[index - 1];
    if (state.by !== 'ours' || before === undefined || !before.by.startsWith('f')) return [];
    return sameMeaning(before.meaning, state.meaning) ? [] : [{ foreign: before, ours: state, index }];
  });
}

/** Whether what was lost was in the bucket again, whoever put it there. */
function isBack({ truth }: World, { foreign, index }: ReturnType<typeof losses>[number]): boolean {
  return truth.slice(index + 1).some(({ meaning }) => sameMeaning(meaning, foreign.meaning));
}

/** Whether somebody else wrote again behind our write, and was heard of: a PUT replaces everything, so that theirs is the last word. */
function isSuperseded({ truth }: World, { index }: ReturnType<typeof losses>[number], foreigners: readonly Foreign[]) {
  return truth
    .slice(index + 1)
    .some(({ by }) => by.startsWith('f') && foreigners[Number(by.slice(1))]?.fate !== 'lost');
}

async function played(
  scheduler: fc.Scheduler,
  options: { readonly steps: readonly number[]; readonly stale: readonly boolean[] },
  foreigners: readonly Foreign[],
): Promise<World> {
  const world = interleavedWorld(scheduler, options);
  await world.play(foreigners);
  return world;
}

describe('our read, plan, write and read-back among foreign writers, their events and stale reads', () => {
  test('every lost update whose event comes is told, or what was lost is there again, or somebody wrote behind us', async () => {
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        steps,
        stale,
        fc.array(foreigner(['on-time', 'late', 'doubled', 'lost']), { minLength: 1, maxLength: 3 }),
        async (scheduler, time, old, foreigners) => {
          const world = await played(scheduler, { steps: time, stale: old }, foreigners);
          for (const loss of losses(world)) {
            const fate = foreigners[Number(loss.foreign.by.slice(1))]?.fate;
            if (fate === 'lost' || isBack(world, loss) || isSuperseded(world, loss, foreigners)) continue;
            seen += 1;
            const names = world.told.map(({ eventId }) => eventId);
            // of two within one second nobody knows which came last: either name tells
            const sameSecond = world.truth
              .filter(({ at }) => second(at) === second(loss.foreign.at))
              .map(({ by }) => by);
            const isTold = names.some((name) => sameSecond.includes(name) || name === 'read-back');
            expect(isTold).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
    // the others were no losses, or healed
    expect(seen).toBeGreaterThan(5);
  });

  test('no foreign configuration is lost in the end where the order is beyond doubt and every event comes', async () => {
    let repaired = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.constantFrom(1, 2.5), { minLength: 1, maxLength: 12 }),
        fc.array(foreigner(['on-time', 'late', 'doubled']), { minLength: 1, maxLength: 3 }),
        async (scheduler, time, foreigners) => {
          const world = await played(scheduler, { steps: time, stale: [false] }, foreigners);
          const last = world.truth.findLast(({ by }) => by.startsWith('f'));
          const doubts = world.told.some(({ order }) => order !== 'certain');
          if (last === undefined || doubts) return;
          if (world.told.length > 0) repaired += 1;
          expect(world.truth.at(-1)?.meaning.rules).toBe(last.meaning.rules);
          expect(covers(world.bucket.lifecycle, { days: 7 })).toBe(true);
        },
      ),
      { numRuns: 150 },
    );
    expect(repaired).toBeGreaterThan(5);
  });

  test('what is told as certain is lost in truth, as long as every event comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        steps,
        stale,
        fc.array(foreigner(['on-time', 'late', 'doubled']), { minLength: 1, maxLength: 3 }),
        async (scheduler, time, old, foreigners) => {
          const world = await played(scheduler, { steps: time, stale: old }, foreigners);
          const lost = losses(world).map(({ foreign }) => foreign.by);
          for (const { eventId, order } of world.told) {
            if (order !== 'certain') continue;
            const at = world.truth.find(({ by }) => by === eventId)?.at ?? 0;
            // an earlier one may be told until the event of the one that replaced it is heard
            const isReplaced = world.truth.some(
              ({ by, at: then }) => by.startsWith('f') && by !== eventId && then >= at,
            );
            expect(lost.includes(eventId) || isReplaced).toBe(true);
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  test('nothing is told and nothing counted where nobody else writes, however stale the reads are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), steps, stale, async (scheduler, time, old) => {
        const world = await played(scheduler, { steps: time, stale: old }, []);
        expect(world.told).toEqual([]);
        expect(await world.inventory.brake.countFailure(world.clock.now())).toBe(1);
        expect(covers(world.bucket.lifecycle, { days: 7 })).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('a repair never replaces a foreign configuration of which was heard', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        steps,
        stale,
        fc.array(foreigner(['on-time', 'late', 'doubled', 'lost']), { minLength: 1, maxLength: 3 }),
        async (scheduler, time, old, foreigners) => {
          const world = await played(scheduler, { steps: time, stale: old }, foreigners);
          const { truth } = world;
          for (const [index, state] of truth.entries()) {
            const before = truth[index - 1];
            if (state.by !== 'ours' || before === undefined || sameMeaning(before.meaning, state.meaning)) continue;
            const theirs = truth.slice(0, index).filter(({ by }) => by.startsWith('f'));
            const putBack = theirs.filter(({ meaning }) => sameMeaning(meaning, state.meaning));
            if (before.by !== 'ours' || putBack.length === 0) continue;
            const newest = Math.max(...putBack.map(({ at }) => second(at)));
            const known = theirs.filter(
              ({ by, meaning }) => state.heard.includes(by) && !sameMeaning(meaning, state.meaning),
            );
            expect(known.filter(({ at }) => second(at) >= newest)).toEqual([]);
          }
        },
      ),
      { numRuns: 120 },
    );
  });
});
