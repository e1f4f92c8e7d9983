import fc from 'fast-check';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { covers, plan, sameForeignRules } from '../../core/plan';
import { planUndo } from '../../core/undo';
import { configurations } from '../core/lifecycle/generated';
import { s3Refusal } from '../core/lifecycle/s3-validator';

export interface RoundTrips {
  /** Nothing to do, not to be done, and done. */
  readonly kept: number;
  readonly refused: number;
  readonly put: number;
  /** Of those that were put: what came back to the letter, and what was deleted, for nothing but our rule was there. */
  readonly exact: number;
  readonly deleted: number;
}

const MADE_UP = 'all_storage_classes_128K';
const WANTED = { days: 7, onLongerRule: 'add' } as const;
/** Configurations that are drawn at a time. */
const SLICE = 1_000;

const drawn = fc.record({
  state: fc.constantFrom('V1' as const, 'V2' as const).chain(configurations),
  header: fc.constantFrom<string | undefined>(undefined, MADE_UP, 'varies_by_storage_class'),
});

/**
 * Draws `count` configurations, puts our rule in where the plan says so, and takes it out again. Throws at the first one that S3 would
 * refuse, whose foreign rules change, or that does not come back as it was.
 */
export function planRoundTrips(count: number, seed: number): RoundTrips {
  const trips = { kept: 0, refused: 0, put: 0, exact: 0, deleted: 0 };
  for (let done = 0; done < count; done += SLICE) {
    const numRuns = Math.min(SLICE, count - done);
    for (const { state, header } of fc.sample(drawn, { numRuns, seed: seed + done })) {
      const before: LifecycleConfiguration | undefined =
        state.foreign.length === 0 && state.own === undefined ? undefined : configurationOf(state.xml, header);
      const planned = plan(before, WANTED);
      if (planned.verdict === 'keep') trips.kept += 1;
      else if (planned.verdict === 'refuse') trips.refused += 1;
      else {
        trips.put += 1;
        const after = configurationOf(
          planned.configuration.xml,
          planned.configuration.transitionDefaultMinimumObjectSize ?? MADE_UP,
        );
        const came = comesBack(before, after, state.own);
        if (came === 'exact') trips.exact += 1;
        else if (came === 'deleted') trips.deleted += 1;
      }
    }
  }
  return trips;
}

/** What S3 shows after our write, and what an undo of it comes to. */
function comesBack(
  before: LifecycleConfiguration | undefined,
  after: LifecycleConfiguration,
  own: string | undefined,
): 'exact' | 'deleted' | 'cut' {
  const refusal = s3Refusal(after.xml);
  if (refusal !== undefined) fail(`S3 refuses it: ${refusal}`, before, after);
  if (!covers(after, WANTED)) fail('it is not covered', before, after);
  if (!sameForeignRules(before, after)) fail('foreign rules changed', before, after);
  const undone = planUndo(after, [{ configuration: before }]);
  if (undone.kind === 'delete') {
    if (before !== undefined && !sameForeignRules(before, undefined)) fail('it would be deleted', before, after);
    return 'deleted';
  }
  if (undone.kind !== 'put') return fail(`an undo comes to ${undone.kind}`, before, after);
  if (!sameForeignRules(before, undone.configuration)) fail('an undo changes foreign rules', before, after);
  if (own === undefined) {
    if (undone.configuration.xml !== before?.xml || !undone.exact) fail('it does not come back', before, after);
    return 'exact';
  }
  return 'cut';
}

function configurationOf(xml: string, header: string | undefined): LifecycleConfiguration {
  return header === undefined ? { xml } : { xml, transitionDefaultMinimumObjectSize: header };
}

function fail(why: string, before: LifecycleConfiguration | undefined, after: LifecycleConfiguration): never {
  throw new Error(`${why}\nbefore: ${JSON.stringify(before)}\nafter: ${JSON.stringify(after)}`);
}
