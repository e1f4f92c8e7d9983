import { setTimeout as sleep } from 'node:timers/promises';
import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import type { Outcome } from '../core/outcome';
import { createNewcomer } from './newcomer';
import { problemsOf } from './scene-check';
import { SCENES, type Scene, type SceneAccount } from './scenes';
import type { Stage } from './stage';

/** How long a bucket's outcome is waited for, in seconds. */
const OUTCOME_SECONDS = 240;

/** One bucket of the tour, and what became of it. */
export interface PlayedBucket {
  readonly scene: Scene;
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
  /** Right after the scene was played, before the product could touch it; absent when there was none. */
  readonly before?: LifecycleConfiguration;
  /** When every scene had its outcome; absent when there is none. */
  readonly after?: LifecycleConfiguration;
  /** The expected one if it came, else the last one. */
  readonly outcome: Outcome;
  /** Every expectation that did not hold, one sentence each. */
  readonly problems: string[];
}

export interface PlayOptions {
  /** Told in one line of plain text whenever something is done. @default nobody is told */
  readonly onProgress?: (line: string) => void;
}

/**
 * Plays all scenes at once, as ordinary users of their accounts with the AWS SDK, and waits for what becomes of each bucket. Each
 * bucket is named `tour-<scene>-<account>`. The answer has the order of `SCENES`. Throws when a user's call is refused, when
 * the newcomer's account does not come about, or when nothing at all is heard of a bucket.
 */
export async function playScenes(stage: Stage, { onProgress }: PlayOptions = {}): Promise<PlayedBucket[]> {
  const tell = onProgress ?? (() => {});
  const newcomer = createNewcomer(stage, 'newcomer', 'workloads/production').then((account) => {
    tell(`account ${account} has joined, and stack sets have served it`);
    return account;
  });
  let done = 0;
  const settled = await Promise.all(
    SCENES.map(async (scene, index) => {
      const account = scene.account === 'newcomer' ? await newcomer : accountOf(stage, scene.account, index);
      const played = await playScene(stage, scene, account);
      done += 1;
      tell(`${done} of ${SCENES.length}: ${scene.title}: ${played.outcome.verdict}`);
      return played;
    }),
  );
  // read only now, so that a bucket that has its outcome shows what any later message did to it
  return Promise.all(
    settled.map(async ({ written, before, ...played }) => {
      const after = stage.cloud.s3.inspect(played.bucket)?.lifecycle;
      return {
        ...played,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
        problems: problemsOf(played.scene, { written, before, after, outcome: played.outcome }),
      };
    }),
  );
}

interface SettledScene {
  readonly scene: Scene;
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
  /** What the user put; undefined when nothing. */
  readonly written: LifecycleConfiguration | undefined;
  readonly before: LifecycleConfiguration | undefined;
  readonly outcome: Outcome;
}

async function playScene(stage: Stage, scene: Scene, account: string): Promise<SettledScene> {
  const region = stage.regions[scene.regionIndex % stage.regions.length] ?? '';
  const bucket = `tour-${scene.name}-${account}`;
  const user = stage.user(account, region);
  await scene.play(user, bucket, () => sleep(stage.settleSeconds * 500));
  // looked up in S3 itself: the users read and write with the product's adapter, which must not vouch for itself
  const before = stage.cloud.s3.inspect(bucket)?.lifecycle;
  const outcome = await outcomeOf(stage, scene, bucket);
  return { scene, bucket, account, region, written: user.written(bucket), before, outcome };
}

/** An untouched bucket has its first outcome for good; another may be found covered by the rule that it just got. */
async function outcomeOf(stage: Stage, scene: Scene, bucket: string): Promise<Outcome> {
  const final = ({ verdict }: Outcome): boolean =>
    scene.change === 'untouched' ? verdict !== 'waiting' : verdict === scene.verdict;
  try {
    return await stage.waitFor(`the outcome of ${bucket}`, () => stage.outcomes(bucket).find(final), OUTCOME_SECONDS);
  } catch (error) {
    const last = stage.outcomes(bucket).at(-1);
    if (last === undefined) throw error;
    return last;
  }
}

/** Scenes in workload accounts take turns, so that buckets of several accounts meet in one batch. */
function accountOf({ landscape }: Stage, account: Exclude<SceneAccount, 'newcomer'>, index: number): string {
  if (account === 'log archive') return landscape.logArchive.id;
  const [excluded, ...others] = landscape.workloads;
  const chosen = account === 'excluded workload' ? excluded : others[index % others.length];
  if (chosen === undefined) throw new Error('the tour needs two workload accounts or more');
  return chosen.id;
}
