import type { Footing } from './bucket-history';
import { noFootings, type SettlingVerdict, settlingVerdict } from './settling-verdict';
import { SettlingWorld, type SettlingWorldOptions } from './settling-world';

export interface SettlingRuns {
  readonly buckets: number;
  /** Applies of Terraform that wrote a configuration and read it back, each at a time of its own. */
  readonly interleavings: number;
  /** Writes of the product, and failed applies that break no promise, by what the write came upon. */
  readonly footings: Readonly<Record<Footing, number>>;
  readonly excused: Readonly<Record<Footing, number>>;
}

/** One world, played. */
export async function settlingRun(
  options: SettlingWorldOptions,
): Promise<{ readonly world: SettlingWorld; readonly verdict: SettlingVerdict }> {
  const world = new SettlingWorld(options);
  return { world, verdict: await settlingVerdictOf(world) };
}

/** Plays a world to the end of a sweep in calm. */
export async function settlingVerdictOf(world: SettlingWorld): Promise<SettlingVerdict> {
  await world.play();
  await world.sweepInCalm();
  return settlingVerdict(world);
}

/** One world for each seed. Throws at the first that breaks a promise, with a line that replays it. */
export async function settlingRuns(
  seeds: Iterable<number>,
  options: Omit<SettlingWorldOptions, 'seed'>,
): Promise<SettlingRuns> {
  const footings = noFootings();
  const excused = noFootings();
  let interleavings = 0;
  let buckets = 0;
  for (const seed of seeds) {
    const { world, verdict } = await settlingRun({ ...options, seed });
    if (verdict.broken.length > 0) throw new Error(inWords({ ...options, seed }, world, verdict));
    interleavings += world.terraform.readBacks;
    buckets += world.plan.buckets.length;
    for (const footing of Object.keys(footings) as Footing[]) {
      footings[footing] += verdict.footings[footing];
      excused[footing] += verdict.excused[footing];
    }
  }
  return { buckets, interleavings, footings, excused };
}

/** What broke, a line that replays it, and what happened to the first bucket concerned. */
function inWords(
  { seed, buckets, reversals }: SettlingWorldOptions,
  world: SettlingWorld,
  { broken }: SettlingVerdict,
): string {
  const lines = broken.map(({ bucket, what }) => `${bucket} ${what}`);
  const about = broken[0]?.bucket;
  const again = `--from ${seed} --seeds 1 --buckets ${buckets}${reversals === true ? ' --reversals' : ''}`;
  const replay = `replay: npm run simulate:settling -- ${again}`;
  return [`seed ${seed}:`, ...lines, replay, world.trace.text(about)].join('\n');
}
