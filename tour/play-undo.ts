import type { LifecycleConfiguration } from '../core/lifecycle/configuration';
import type { Outcome } from '../core/outcome';
import { hasOurRule } from '../core/undo';
import { type Check, checked } from './check';
import type { Operator, Place } from './operator';
import { type Compared, compared, type OwnersCopies } from './owners-copies';
import { pollUntil } from './poll-until';
import type { Stage } from './stage';

const OUTCOME_SECONDS = 240;

export interface UndoneBucket {
  readonly outcome: Outcome;
  readonly before: LifecycleConfiguration | undefined;
  readonly after: LifecycleConfiguration | undefined;
  readonly check: Check;
}

/** One bucket's undo: it has what its owner wrote, to the letter, and is held. Throws when nothing is heard of it. */
export async function playUndo(
  stage: Stage,
  operator: Operator,
  copies: OwnersCopies,
  place: Place,
): Promise<UndoneBucket> {
  const before = copies.now(place.bucket);
  const from = stage.outcomes(place.bucket).length;
  await operator.undo(place);
  const said = (): Outcome | undefined =>
    stage
      .outcomes(place.bucket)
      .slice(from)
      .find(({ verdict }) => verdict !== 'waiting' && verdict !== 'covered');
  const outcome = await stage.waitFor(`the undo of ${place.bucket}`, said, OUTCOME_SECONDS);
  const after = copies.now(place.bucket);
  const problems: string[] = [];
  if (!hasOurRule(before)) problems.push('there was nothing to undo');
  if (outcome.verdict !== 'held') problems.push(`the verdict is ${outcome.verdict}`);
  if (compared(copies.of(place.bucket), after) !== 'same')
    problems.push('it is not what its owner wrote, to the letter');
  const seen = `${place.bucket} has what its owner wrote, to the letter, header included, and is ${outcome.verdict}`;
  return { outcome, before, after, check: checked('the undo of one bucket', problems, seen) };
}

export interface UndoneEverything {
  readonly run: string;
  /** Buckets whose configuration is compared with the copy. */
  readonly configurations: number;
  /** To the letter what their owners wrote last. */
  readonly same: number;
  /** The same, without a rule with our ID that their owners had written. */
  readonly withoutOurs: readonly string[];
  readonly different: readonly string[];
  readonly check: Check;
}

/** Undo of everything, and every configuration of the organization against the copy. */
export async function playUndoOfEverything(operator: Operator, copies: OwnersCopies): Promise<UndoneEverything> {
  const run = await operator.begin('undo');
  await operator.through(run);
  try {
    await pollUntil(
      'the last rule of ours to be gone',
      async () => !copies.compare().some(({ bucket }) => hasOurRule(copies.now(bucket))) || undefined,
    );
  } catch {
    // the comparison tells which ones
  }
  return undoneEverything(run, copies.compare());
}

/** What the comparison comes to. */
export function undoneEverything(run: string, compared: readonly Compared[]): UndoneEverything {
  const named = (verdict: Compared['verdict']): readonly string[] =>
    compared.filter((one) => one.verdict === verdict).map(({ bucket }) => bucket);
  const [same, withoutOurs, different] = [named('same').length, named('same-without-ours'), named('different')];
  const problems = different.map((bucket) => `${bucket} is not what its owner wrote last`);
  if (compared.length === 0) problems.push('there is no bucket');
  const seen = `${same} of ${compared.length} configurations are to the letter, header included, what their owners wrote last; ${withoutOurs.length} had a rule with our ID in them before and are that without it`;
  const check = checked('the undo of everything', problems, seen);
  return { run, configurations: compared.length, same, withoutOurs, different, check };
}
