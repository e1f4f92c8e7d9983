import { RULE_ID } from '../contract/names';
import type { CountedStore } from '../counted-store';
import type { Outcome, Verdict } from '../outcome';
import { type Reason, reason } from '../reasons';
import type { TakeOutMessage } from '../settle';
import { hasOurRule } from '../undo';
import { bucketProblem } from './survey-problem';
import type { Candidate, Surveyed, Visit } from './visit';

/**
 * Looks for our rule in one bucket, whatever the inventory says of it, and asks the writer to take it out: a pause does not keep an undo
 * back. Counted as `waiting` where the writer was asked, as `reported` where there is nothing to undo; the inventory hears of it
 * from the writer alone.
 */
export async function undoBucket(visit: Visit, store: CountedStore, candidate: Candidate): Promise<Surveyed> {
  const { run, account, clock } = visit;
  const { bucket, record } = candidate;
  const comesTo = (verdict: Verdict, why: Reason): Surveyed & { readonly outcome: Outcome } => {
    const known = { days: null, ruleId: null, before: null, after: null };
    const place = { account, region: store.region, bucket };
    const at = new Date(clock.now()).toISOString();
    return { outcome: { ...place, verdict, reason: why, ...known, calls: store.calls, at }, uncertain: true };
  };
  const read = await store.readLifecycle();
  const isOnItsWay = record?.outcome?.ruleId === RULE_ID || record?.outcome?.verdict === 'waiting';
  const nothing = (): Surveyed => ({
    ...comesTo(isOnItsWay ? 'waiting' : 'reported', reason('nothing-to-undo')),
    // the writer holds a bucket that it was about to write
    ...(isOnItsWay ? { message: message(store.region) } : {}),
  });
  if (read.kind === 'none') return nothing();
  if (read.kind !== 'found') {
    const { verdict, reason: why } = bucketProblem(read, candidate, visit);
    // what cannot be read just now the writer tries again
    const mayHaveOurs = verdict === 'failed' && (record?.outcome?.ruleId ?? RULE_ID) === RULE_ID;
    return mayHaveOurs ? { ...comesTo('waiting', why), message: message(store.region) } : comesTo(verdict, why);
  }
  if (!hasOurRule(read.configuration)) return nothing();
  return { ...comesTo('waiting', reason('settling')), message: message(store.region) };

  function message(region: Outcome['region']): TakeOutMessage {
    const { id, by, startedAt: requestedAt } = run;
    return { version: 1, task: 'undo', account, region, bucket, by: by ?? 'an operator', requestedAt, run: id };
  }
}
