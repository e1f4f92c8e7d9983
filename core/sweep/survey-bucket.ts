import { contestedReason } from '../contested';
import { RULE_ID } from '../contract/names';
import type { CountedStore } from '../counted-store';
import { heldReason } from '../held';
import { bucketKind } from '../identifiers';
import type { Hold } from '../inventory';
import type { ConfigurationState, Outcome, Verdict } from '../outcome';
import { plan, verdictOfRefusal } from '../plan';
import type { BucketPlace, StoreProblem } from '../ports';
import { type Reason, reason } from '../reasons';
import { excludedByBucketTags, excludedByName } from '../selection';
import { stateOf } from '../written-state';
import { excludedBucket, takeOutOf } from './excluded-bucket';
import { isStillSo } from './known-outcome';
import { bucketProblem } from './survey-problem';
import type { Candidate, SelectedVisit, Surveyed } from './visit';

/** What is said of a bucket that was excluded by its tags when it was looked at last. */
const EXCLUDED_BY_TAG = ['excluded-by-bucket-tag', 'rule-taken-out'];

/**
 * Looks at one bucket without writing. One call to S3 where it is covered; one more where its tags have to be asked. A
 * bucket that needs the rule comes back as `waiting`, with the message for the settle queue; while the writer is paused without one.
 */
export function surveyBucket(visit: SelectedVisit, store: CountedStore, candidate: Candidate): Promise<Surveyed> {
  return new BucketSurvey(visit, store, candidate).whole();
}

class BucketSurvey {
  readonly #visit: SelectedVisit;
  readonly #store: CountedStore;
  readonly #candidate: Candidate;
  readonly #known: Outcome | null;
  #state: ConfigurationState | null = null;

  constructor(visit: SelectedVisit, store: CountedStore, candidate: Candidate) {
    this.#visit = visit;
    this.#store = store;
    this.#candidate = candidate;
    this.#known = candidate.record?.outcome ?? null;
  }

  async whole(): Promise<Surveyed> {
    const { rules, days } = this.#visit;
    const named = excludedByName(this.#candidate.bucket, rules.excludedNames);
    // whether a bucket that is in no listing is still there, S3 alone can say
    if (named !== undefined && this.#candidate.listed !== null) return this.#excludedByName(named);
    const read = await this.#store.readLifecycle();
    if (read.kind !== 'found' && read.kind !== 'none') {
      const problem = this.#problem(read);
      return named === undefined || problem.outcome.verdict === 'gone' ? problem : this.#excludedByName(named);
    }
    if (named !== undefined) return this.#excludedByName(named);
    const existing = read.kind === 'found' ? read.configuration : undefined;
    this.#state = stateOf(existing);
    const planned = plan(existing, { days, onLongerRule: rules.onLongerRule });
    if (planned.verdict === 'put') return this.#needsRule(this.#state.digest);
    if (planned.verdict === 'keep') return this.#covered(planned.reason);
    return this.#comesTo(verdictOfRefusal(planned.reason), planned.reason);
  }

  async #covered(planned: Reason): Promise<Surveyed> {
    if (planned.code !== 'covered-by-ours') return this.#comesTo('covered', planned);
    const excluded = await this.#excludedWithOurRule();
    if (excluded !== undefined) return excluded;
    if (bucketKind(this.#candidate.bucket) !== 'directory') return this.#comesTo('covered', planned);
    const grant = await this.#store.readLifecycleGrant();
    if (grant.kind === 'granted') return this.#comesTo('covered', planned);
    if (grant.kind !== 'missing') return this.#problem(grant);
    const why = lifecycleGrantMissing(grant.statement);
    // what the writer said when it had put the rule there stays, as long as the configuration does
    const isSaid = this.#known?.reason.text === why.text && this.#known.after?.digest === this.#state?.digest;
    return isSaid && this.#known !== null ? { outcome: this.#known } : this.#comesTo('reported', why);
  }

  /** A bucket with our rule whose tags exclude it since: only where the hint does not rule that out, so that a covered bucket costs one call. */
  async #excludedWithOurRule(): Promise<Surveyed | undefined> {
    const { rules, mode, hinted, pause } = this.#visit;
    if (rules.ruleOfExcluded !== 'remove' || !rules.bucketOptOut || mode === 'audit') return undefined;
    // it was tried, and the writer could not
    if (this.#known !== null && isStillSo(this.#visit, this.#known, this.#state?.digest ?? '')) return undefined;
    if ((await hinted(this.#place)) === false) return undefined;
    const excluded = await this.#excludedByTags();
    if (excluded === undefined) return undefined;
    const paused = await pause();
    const waiting = this.#comesTo('waiting', paused ?? excluded);
    return paused === undefined ? { ...waiting, message: takeOutOf(this.#visit, waiting.outcome) } : waiting;
  }

  async #needsRule(digest: string): Promise<Surveyed> {
    const { rules, days, clock, hinted, pause } = this.#visit;
    const { hold = null, removals = [] } = this.#candidate.record ?? {};
    if (hold !== null) return this.#held(hold, digest);
    const contested = contestedReason(removals, rules, days, clock.now());
    if (contested !== undefined) return this.#comesTo('contested', contested);
    const still = this.#known !== null && isStillSo(this.#visit, this.#known, digest) ? this.#known : null;
    const wasExcluded = EXCLUDED_BY_TAG.includes(this.#known?.reason.code ?? '');
    const hint = !rules.bucketOptOut ? false : wasExcluded || (await hinted(this.#place));
    // where nothing else is news, and nobody says that the tags are, they are not asked
    if (hint === true || (hint === null && still === null)) {
      const excluded = await this.#excludedByTags();
      if (excluded !== undefined) return this.#excludedByTag(excluded, digest);
    }
    if (still !== null) return { outcome: still };
    const paused = await pause();
    if (paused !== undefined) return this.#comesTo('waiting', paused);
    const waiting = this.#comesTo('waiting', reason('settling'));
    const { account, region, bucket, at } = waiting.outcome;
    const { id: run } = this.#visit.run;
    const message = { version: 1, account, region, bucket, digest, sightedAt: at, firstSightedAt: at, run } as const;
    return { ...waiting, message };
  }

  /** That our rule was taken out stays said, as long as the configuration does. */
  #excludedByTag(why: Reason, digest: string): Surveyed {
    const isSaid = this.#known?.reason.code === 'rule-taken-out' && this.#known.after?.digest === digest;
    return isSaid && this.#known?.verdict === 'excluded' ? { outcome: this.#known } : this.#comesTo('excluded', why);
  }

  /** Undefined where the tags say nothing, or cannot be read: that is for the writer to find out, which touches nothing until it can. */
  async #excludedByTags(): Promise<Reason | undefined> {
    const tags = await this.#store.readTags();
    return tags.kind === 'found' ? excludedByBucketTags(tags.tags) : undefined;
  }

  /** What the writer said when the undo was done stays, as long as the configuration does. */
  #held(hold: Hold, digest: string): Surveyed {
    const isSaid = this.#known?.verdict === 'held' && this.#known.after?.digest === digest;
    if (isSaid && this.#known !== null) return { outcome: this.#known };
    return this.#comesTo('held', heldReason(hold));
  }

  #excludedByName(why: Reason): Promise<Surveyed> {
    this.#state = null;
    return excludedBucket(this.#visit, this.#known, this.#comesTo('excluded', why).outcome);
  }

  #problem(problem: StoreProblem): Surveyed {
    const { verdict, reason: why } = bucketProblem(problem, this.#candidate, this.#visit);
    return this.#comesTo(verdict, why);
  }

  #comesTo(verdict: Verdict, why: Reason): { readonly outcome: Outcome } {
    const ours = why.code === 'covered-by-ours' || why.code === 'directory-bucket-policy';
    // a bucket that could not be read is as it was known, as far as our rule goes
    const unread = this.#state === null && (verdict === 'failed' || verdict === 'denied');
    const known = unread ? (this.#known?.ruleId ?? null) : null;
    return {
      outcome: {
        ...this.#place,
        verdict,
        reason: why,
        days: this.#visit.days,
        ruleId: ours ? RULE_ID : known,
        before: this.#state,
        after: this.#state,
        calls: this.#store.calls,
        at: new Date(this.#visit.clock.now()).toISOString(),
      },
    };
  }

  /** In the Region in which the bucket is, as far as that is known by now. */
  get #place(): BucketPlace {
    const { bucket } = this.#candidate;
    return { account: this.#visit.account, region: this.#store.region, bucket };
  }
}

function lifecycleGrantMissing(statement: string): Reason {
  const text = statement.replace(/\s*\n\s*/g, ' ');
  return { ...reason('directory-bucket-policy', text), snippet: statement };
}
