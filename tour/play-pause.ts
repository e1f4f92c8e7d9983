import type { Outcome } from '../core/outcome';
import { type Check, checked } from './check';
import type { Operator } from './operator';
import type { OwnersCopies } from './owners-copies';
import type { Stage } from './stage';
import { writesOfProduct } from './writes-of-product';

const OUTCOME_SECONDS = 240;

export interface PlayedPause {
  readonly bucket: string;
  readonly whilePaused: Outcome;
  readonly afterResume: Outcome;
  readonly check: Check;
}

/** Everything is paused, a bucket is made, everything is resumed. Throws when nothing is heard of the bucket. */
export async function playPause(
  stage: Stage,
  operator: Operator,
  copies: OwnersCopies,
  tell: (line: string) => void,
): Promise<PlayedPause> {
  const account = stage.landscape.workloads[2]?.id ?? '';
  const bucket = `tour-while-paused-${account}`;
  const problems: string[] = [];
  const next = (what: string, matches: (outcome: Outcome) => boolean): Promise<Outcome> =>
    stage.waitFor(`${bucket} to be ${what}`, () => stage.outcomes(bucket).find(matches), OUTCOME_SECONDS);

  await operator.pause('the tour shows that nothing is written then');
  tell('everything is paused');
  await stage.user(account, stage.regions[0] ?? '').create(bucket);
  const whilePaused = await next(
    'held back, or written',
    ({ verdict, reason }) => verdict !== 'waiting' || reason.code === 'paused',
  );
  if (whilePaused.reason.code !== 'paused') problems.push(`while paused the reason is ${whilePaused.reason.code}`);
  if (copies.now(bucket) !== undefined || writesOfProduct(stage, 0, bucket) > 0)
    problems.push('it was written while paused');

  const run = await operator.resume();
  tell('resumed: a sweep finds what was held up');
  await operator.through(run);
  const afterResume = await next('written', ({ verdict }) => verdict !== 'waiting');
  if (afterResume.verdict !== 'applied') problems.push(`after the resume the verdict is ${afterResume.verdict}`);
  const seen = `while paused: ${whilePaused.reason.text}; after the resume: ${afterResume.verdict}`;
  return {
    bucket,
    whilePaused,
    afterResume,
    check: checked('a bucket that is made while everything is paused', problems, seen),
  };
}
