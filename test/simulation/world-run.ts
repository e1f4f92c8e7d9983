import { checkCovered, checkUndone } from './calm-checks';
import type { Fate } from './lost-updates';
import { joins, playAction } from './play-action';
import type { Broken } from './promises';
import { Random } from './random';
import { World } from './world';
import { DAY_MS, HOUR_MS, TROUBLE_MS } from './world-places';
import { type Aim, type WorldPlan, worldPlan } from './world-plan';

/** What became of one world. */
export interface WorldResult {
  readonly broken: readonly Broken[];
  /** Cells of faults that were hit. */
  readonly hits: readonly string[];
  /** Harm that S3 lets nobody prevent, by name. */
  readonly excused: Readonly<Record<string, number>>;
  /** What became of foreign writes that ours replaced. */
  readonly fates: Readonly<Partial<Record<Fate, number>>>;
  readonly writes: number;
  /** Tasks of the clock. */
  readonly tasks: number;
  readonly buckets: number;
  readonly trace: () => string;
}

/** `aim`: what is to happen there, instead of the faults that are the seed's own. */
export function planOf(seed: number, aim?: Aim): WorldPlan {
  return worldPlan(seed, new Random(seed), aim);
}

/**
 * Plays a world: trouble, until nothing is on its way; a sweep in calm, and another one; an undo of everything. Promises are looked at
 * with each write, and after each of these.
 */
export async function playWorld(plan: WorldPlan): Promise<WorldResult> {
  const world = new World(plan);
  try {
    await playThrough(world);
  } catch (error) {
    world.promises.broken('reasons', 'the world', `broke: ${error instanceof Error ? error.stack : String(error)}`);
  }
  const { promises, faults, s3, trace, losses } = world;
  return {
    ...{
      broken: promises.all,
      hits: faults.hits,
      excused: promises.excused,
      fates: losses.fates,
      writes: s3.writes,
      tasks: world.clock.done,
    },
    ...{ buckets: s3.histories.size, trace: () => trace.text() },
  };
}

async function playThrough(world: World): Promise<void> {
  const { clock, plan, start, trace, faults, pauses, product, s3 } = world;
  for (const action of plan.actions) clock.at(start + action.at, () => playAction(world, action));
  for (const { account, joinsAt, hasRole } of plan.accounts) {
    if (joinsAt > 0) clock.at(start + joinsAt, () => joins(world, account, hasRole));
  }
  await clock.run(start + TROUBLE_MS);

  trace.note('world', 'calm');
  faults.on = false;
  world.watch.calm();
  await settle(world);
  for (const scope of pauses.scopes) product.ask({ kind: 'resume', scope, by: 'ada' });
  await settle(world);
  // what denied a write is tried again once a week
  await clock.run(clock.now() + (world.wasDenied ? 8 * DAY_MS : HOUR_MS));
  product.startSweep();
  await settle(world);
  world.losses.judge();
  await checkCovered(world);

  trace.note('world', 'a second sweep');
  await clock.run(clock.now() + DAY_MS);
  const written = () => [
    s3.writes,
    product.inventory.buckets.itemWrites()['bucket'],
    product.inventory.buckets.itemWrites()['counters'],
  ];
  const before = written();
  product.startSweep();
  await settle(world);
  if (String(written()) !== String(before)) {
    world.promises.broken(
      'second-sweep',
      'the world',
      `wrote: buckets, their items and counters ${before} became ${written()}`,
    );
  }

  trace.note('world', 'an undo of everything');
  world.undone.add('all');
  product.ask({ kind: 'sweep', trigger: 'operator', task: 'undo', scope: { kind: 'all' }, by: 'ada' });
  await settle(world);
  await checkUndone(world);
}

/** Until nothing is on its way any more. */
async function settle({ clock, watch }: World): Promise<void> {
  await clock.run();
  await Promise.all(watch.pending.splice(0));
}
