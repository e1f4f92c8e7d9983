import { RULE_ID } from '../contract/names';
import type { CountedStore } from '../counted-store';
import { bucketKind } from '../identifiers';
import type { ConfigurationState, Outcome, Verdict } from '../outcome';
import { plan, verdictOfRefusal } from '../plan';
import type { Clock, StoreProblem } from '../ports';
import { type Reason, reason } from '../reasons';
import { excludedByBucketTags } from '../selection';
import { deniedInWords, problemMeaning } from '../store-problem';
import type { ListedBucket } from '../sweep/survey';
import { stateOf } from '../written-state';

export interface BucketScan {
  readonly clock: Clock;
  readonly account: Outcome['account'];
  /** Wanted DaysAfterInitiation. */
  readonly days: number;
  readonly onLongerRule: 'add' | 'accept' | 'report';
}

/**
 * What partsweep would do with one bucket, in its own words, and why. One call to S3 where it is covered; one more for the tags where it
 * needs the rule.
 */
export async function scanBucket(scan: BucketScan, store: CountedStore, listed: ListedBucket): Promise<Outcome> {
  const { days, onLongerRule } = scan;
  const ends = (verdict: Verdict, why: Reason, before: ConfigurationState | null, after = before): Outcome => ({
    account: scan.account,
    region: store.region,
    bucket: listed.bucket,
    verdict,
    reason: why,
    days,
    ruleId: WITH_OUR_RULE.includes(why.code) ? RULE_ID : null,
    before,
    after,
    calls: store.calls,
    at: new Date(scan.clock.now()).toISOString(),
  });

  const read = await store.readLifecycle();
  if (read.kind !== 'found' && read.kind !== 'none') {
    const { verdict, reason: why } = meaning(read, listed);
    return ends(verdict, why, null);
  }
  const existing = read.kind === 'found' ? read.configuration : undefined;
  const before = stateOf(existing);
  const planned = plan(existing, { days, onLongerRule });
  if (planned.verdict === 'refuse') {
    return ends(verdictOfRefusal(planned.reason), planned.reason, before);
  }
  if (planned.verdict === 'keep') {
    if (planned.reason.code !== 'covered-by-ours' || bucketKind(listed.bucket) !== 'directory') {
      return ends('covered', planned.reason, before);
    }
    const grant = await store.readLifecycleGrant();
    if (grant.kind === 'granted') return ends('covered', planned.reason, before);
    if (grant.kind === 'missing') return ends('reported', grantMissing(grant.statement), before);
    const problem = meaning(grant, listed);
    return ends(problem.verdict, problem.reason, before);
  }
  const tags = await store.readTags();
  if (tags.kind === 'denied') return ends('denied', reason('tags-denied', deniedInWords(tags)), before);
  if (tags.kind !== 'found' && tags.kind !== 'none') {
    const problem = meaning(tags, listed);
    return ends(problem.verdict, problem.reason, before);
  }
  const excluded = tags.kind === 'found' ? excludedByBucketTags(tags.tags) : undefined;
  if (excluded !== undefined) return ends('excluded', excluded, before);
  return ends('would-apply', reason('would-apply', planned.reason.text), before, stateOf(planned.configuration));
}

/** Reasons that say that our rule is there, or would be. */
const WITH_OUR_RULE: readonly Reason['code'][] = ['covered-by-ours', 'directory-bucket-policy', 'would-apply'];

function meaning(problem: StoreProblem, listed: ListedBucket): { readonly verdict: Verdict; readonly reason: Reason } {
  if (problem.kind === 'no-such-bucket') return problemMeaning(problem, false);
  if (listed.region === null) {
    return { verdict: 'failed', reason: reason('region-unusable', JSON.stringify(listed.regionText)) };
  }
  if (problem.kind === 'wrong-region') return { verdict: 'failed', reason: reason('region-unusable', problem.region) };
  return problemMeaning(problem, false);
}

function grantMissing(statement: string): Reason {
  const text = statement.replace(/\s*\n\s*/g, ' ');
  return { ...reason('directory-bucket-policy', text), snippet: statement };
}
