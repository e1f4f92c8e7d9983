import type { AccountRecord } from '../core/sweep/account-record';
import type { Check } from './check';
import { EXCLUDED_NAMES } from './existing-buckets';
import { loseEvents } from './lost-events';
import { Operator } from './operator';
import { OwnersCopies } from './owners-copies';
import { type PlayedBucket, playScenes } from './play';
import { type PlayedContest, playContested } from './play-contested';
import { type PlayedPause, playPause } from './play-pause';
import { type PlayedReport, playReport } from './play-report';
import {
  makeUnheard,
  type PlayedAgain,
  type PlayedSweep,
  playSecondSweep,
  playSweep,
  type Unheard,
} from './play-sweep';
import { playUndo, playUndoOfEverything, type UndoneBucket, type UndoneEverything } from './play-undo';
import { pollUntil } from './poll-until';
import type { Stage, StageOptions } from './stage';
import { playStrangers } from './strangers';

/** The stage that the tour needs. */
export const TOUR_STAGE: StageOptions = {
  accounts: 4,
  regions: ['eu-central-1', 'us-east-1'],
  settleSeconds: 1,
  // a pause is heeded at once, and few accounts at a time let the progress be seen
  settings: { pauseSeconds: 0, surveyConcurrency: 2, excludedBucketNames: [EXCLUDED_NAMES] },
};

/** The bucket of `SCENES` whose owner has rules and a header: the one that is undone by itself. */
const UNDONE = 'foreign-rules';

export interface PlayedTour {
  readonly played: readonly PlayedBucket[];
  readonly strangers: readonly Check[];
  readonly contested: PlayedContest;
  readonly sweep: PlayedSweep;
  readonly again: PlayedAgain;
  readonly accounts: readonly AccountRecord[];
  readonly report: PlayedReport;
  readonly undone: UndoneBucket;
  readonly pause: PlayedPause;
  readonly everything: UndoneEverything;
}

/**
 * Plays the whole tour on a stage opened with `TOUR_STAGE`. `tell` is given a line of plain text whenever something is done. Throws when
 * a user's call is refused, or when something is not heard of at all.
 */
export async function playTour(stage: Stage, tell: (line: string) => void = () => {}): Promise<PlayedTour> {
  loseEvents(stage.cloud);
  const copies = new OwnersCopies(stage.cloud);
  const operator = new Operator(stage);
  try {
    const { strangers, played, contested, unheard } = await playEvents(stage, operator, tell);
    tell(`${unheard.existing.length} existing buckets, and no event of them: a sweep begins`);
    const sweep = await playSweep(operator, copies, unheard, tell);
    const again = await playSecondSweep(stage, operator);
    tell('a second sweep is through');
    const accounts = await operator.accounts();
    const scene = played.find((bucket) => bucket.scene.name === UNDONE);
    if (scene === undefined) throw new Error(`there is no scene ${UNDONE}`);
    const swept = sweep.buckets.map(({ outcome }) => outcome.bucket);
    const [undone, pause, report] = await Promise.all([
      playUndo(stage, operator, copies, scene),
      playPause(stage, operator, copies, tell),
      playReport(stage, again.run, swept),
    ]);
    tell('undoing everything');
    const everything = await playUndoOfEverything(operator, copies);
    return { played, strangers, contested, sweep, again, accounts, report, undone, pause, everything };
  } finally {
    operator.close();
  }
}

/** What events lead to, and what no event was heard of: nothing here is in the way of anything else. */
async function playEvents(
  stage: Stage,
  operator: Operator,
  tell: (line: string) => void,
): Promise<Pick<PlayedTour, 'strangers' | 'played' | 'contested'> & { readonly unheard: Unheard }> {
  const account = stage.landscape.workloads[1]?.id ?? '';
  const victim = { account, bucket: 'tour-nobody-made-this' };
  const attempts = await playStrangers(stage, victim);
  const [played, [contested, unheard]] = await Promise.all([
    playScenes(stage, { onProgress: tell }),
    // stacks that came into being ask for a first sweep of their account: what is made after it only a later one can find
    firstVisits(stage, operator).then(() => Promise.all([playContested(stage, account, tell), makeUnheard(stage)])),
  ]);
  const disturbed = stage.outcomes(victim.bucket).length > 0;
  const quiet: Check = {
    title: 'nothing was done in answer to those events',
    ok: !disturbed,
    seen: disturbed ? 'there is an outcome for the bucket that they name' : 'no outcome names their bucket',
  };
  return { strangers: [...attempts, quiet], played, contested, unheard };
}

/** Resolves when every account of the landscape that has our stacks was looked at once. */
async function firstVisits({ landscape }: Stage, operator: Operator): Promise<void> {
  const { hub, logArchive, workloads } = landscape;
  await pollUntil('the first look at every account', async () => {
    const known = new Set(
      (await operator.accounts()).flatMap(({ account, standing }) => (standing ? [`${account}`] : [])),
    );
    return [hub, logArchive, ...workloads].every(({ id }) => known.has(id)) || undefined;
  });
}

/** Everything that had to come about, in the order of the tour, but for the buckets of the scenes. */
export function checksOf(tour: PlayedTour): readonly Check[] {
  const { strangers, sweep, again, contested, undone, pause, report, everything } = tour;
  const parts = [again, contested, undone, pause, report, everything].map(({ check }) => check);
  return [...strangers, ...sweep.checks, ...parts];
}

/** Whether everything held. */
export function allHeld(tour: PlayedTour): boolean {
  return tour.played.every(({ problems }) => problems.length === 0) && checksOf(tour).every(({ ok }) => ok);
}
