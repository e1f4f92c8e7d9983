import { RULE_ID } from './contract/names';
import { CountedStore } from './counted-store';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import type { ConfigurationState, Outcome, Verdict } from './outcome';
import { covers, digest, plan } from './plan';
import type { BucketStore, Clock, SettleQueue, StoreProblem } from './ports';
import { type Reason, reason } from './reasons';
import { excludedByBucketTags } from './selection';
import { LONGEST_DELAY_SECONDS, type PendingWrite } from './settle';
import { settling } from './settling';
import type { Sight } from './sight';
import { deniedInWords, problemMeaning } from './store-problem';
import { stateOf, textDigest, writtenState } from './written-state';

export interface ReconcileRules {
  /** `audit` does everything but write. */
  readonly mode: 'apply' | 'audit';
  readonly onLongerRule: 'add' | 'accept' | 'report';
  /** Whether a bucket's own tag may exclude it. */
  readonly bucketOptOut: boolean;
  /** How long a configuration must not have changed before it is written, in seconds. */
  readonly settleSeconds: number;
  /** Delay before a write is looked for again, in seconds; doubles with each time. */
  readonly retrySeconds: number;
  /** How often a write is looked for before it counts as failed. */
  readonly maxTries: number;
}

export type Reconciled =
  /** Done with; a bucket that is `waiting` has its message in the settle queue. */
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** To be tried again; `outcome` is what it comes to when it has been tried often enough. */
  | { readonly kind: 'retry'; readonly outcome: Outcome }
  /** Nothing that another try could put right: for a person to see. */
  | { readonly kind: 'give-up'; readonly outcome: Outcome };

export interface ReconcileServices {
  readonly clock: Clock;
  readonly settleQueue: SettleQueue;
  readonly rules: ReconcileRules;
}

/**
 * Gives one bucket what it needs: read, plan, settle, tags, write, read back. A covered bucket costs one call; a bare one
 * that has settled four. `days` is what the account's profile selected. Throws only when the settle queue does not
 * take a message.
 */
export function reconcile(
  services: ReconcileServices,
  sight: Sight,
  days: number,
  store: BucketStore,
): Promise<Reconciled> {
  return new Run(services, sight, days, store).whole();
}

/** One bucket being handled: what is known so far goes into the outcome, whatever that will be. */
class Run {
  readonly #services: ReconcileServices;
  readonly #sight: Sight;
  readonly #days: number;
  readonly #store: CountedStore;
  #before: ConfigurationState | null = null;
  #after: ConfigurationState | null = null;

  constructor(services: ReconcileServices, sight: Sight, days: number, store: BucketStore) {
    this.#services = services;
    this.#sight = sight;
    this.#days = days;
    this.#store = new CountedStore(store, sight.place);
  }

  async whole(): Promise<Reconciled> {
    const { rules } = this.#services;
    const read = await this.#store.readLifecycle();
    if (read.kind !== 'found' && read.kind !== 'none') return this.#problem(read);
    const existing = read.kind === 'found' ? read.configuration : undefined;
    this.#before = stateOf(existing);
    this.#after = this.#before;

    const { wrote } = this.#sight;
    if (wrote !== undefined) {
      this.#before = wrote.before;
      if (digest(existing) === wrote.before.digest) return this.#lookAgain({ ...wrote, tries: wrote.tries + 1 });
      if (covers(existing, { days: this.#days }) && textDigest(existing) === wrote.digest) {
        return this.#done('applied', reason('applied'));
      }
      // somebody wrote after us: the bucket is looked at as if for the first time
      this.#before = this.#after;
    }

    const planned = plan(existing, { days: this.#days, onLongerRule: rules.onLongerRule });
    if (planned.verdict !== 'put') {
      const refused = planned.reason.code === 'longer-rule-reported' ? 'reported' : 'refused';
      return this.#done(planned.verdict === 'keep' ? 'covered' : refused, planned.reason);
    }
    const unsettled = await this.#settle();
    if (unsettled !== undefined) return unsettled;

    if (rules.bucketOptOut) {
      const excluded = await this.#excludedByTags();
      if (excluded !== undefined) return excluded;
    }
    if (rules.mode === 'audit') {
      this.#after = stateOf(planned.configuration);
      return this.#done('would-apply', reason('would-apply', planned.reason.text));
    }
    return this.#write(existing, planned.configuration, planned.reason);
  }

  /** Undefined once the configuration has been the same for the settling time. */
  async #settle(): Promise<Reconciled | undefined> {
    const { rules, clock } = this.#services;
    const state = this.#before?.digest ?? '';
    // what was seen before a write of ours says nothing of what came after it
    const { seen, wrote } = this.#sight;
    const unchanged = wrote === undefined && seen?.digest === state;
    const next = settling(seen, unchanged, clock.now(), rules.settleSeconds);
    if (next.kind === 'settled') return undefined;
    if (next.kind === 'never') return this.#done('reported', reason('never-settled'));
    await this.#send(state, next.since, next.first, next.delaySeconds);
    return this.#done('waiting', reason('settling'));
  }

  async #excludedByTags(): Promise<Reconciled | undefined> {
    const read = await this.#store.readTags();
    if (read.kind === 'none') return undefined;
    if (read.kind === 'found') {
      const excluded = excludedByBucketTags(read.tags);
      return excluded === undefined ? undefined : this.#done('excluded', excluded);
    }
    if (read.kind === 'denied') return this.#done('denied', reason('tags-denied', deniedInWords(read)));
    return this.#problem(read);
  }

  async #write(
    existing: LifecycleConfiguration | undefined,
    wanted: LifecycleConfiguration,
    why: Reason,
  ): Promise<Reconciled> {
    const written = await this.#store.writeLifecycle(wanted);
    if (written.kind !== 'written' && written.kind !== 'retry') return this.#problem(written);
    this.#after = null;
    const read = await this.#store.readLifecycle();
    const shown = read.kind === 'found' || read.kind === 'none';
    const after = read.kind === 'found' ? read.configuration : undefined;
    if (shown) this.#after = stateOf(after);
    const state = shown ? writtenState(existing, after, this.#days) : 'not-seen';
    if (state === 'seen') return this.#done('applied', reason('applied', `before, ${why.text}`));
    // without an answer the write may have been done or not, and another's change may be all that shows
    if (written.kind === 'retry') return this.#problem(written);
    if (read.kind === 'no-such-bucket') return this.#done('gone', reason('bucket-gone'));
    if (state === 'lost-update') {
      return { kind: 'give-up', outcome: this.#outcome('failed', reason('lost-update')) };
    }
    // the write was taken: whatever keeps us from seeing it is asked again, and the bucket not written again for it
    return this.#lookAgain({ before: stateOf(existing), digest: textDigest(wanted), tries: 0 });
  }

  async #lookAgain(wrote: PendingWrite): Promise<Reconciled> {
    const { rules, clock } = this.#services;
    if (wrote.tries >= rules.maxTries) {
      return { kind: 'give-up', outcome: this.#outcome('failed', reason('write-not-visible')) };
    }
    const now = clock.now();
    await this.#send(
      wrote.before.digest,
      now,
      this.#sight.seen?.first ?? now,
      rules.retrySeconds * 2 ** wrote.tries,
      wrote,
    );
    return this.#done('waiting', reason('read-back-pending'));
  }

  #send(state: string, since: number, first: number, delay: number, wrote?: PendingWrite): Promise<void> {
    const { account, bucket } = this.#sight.place;
    return this.#services.settleQueue.send(
      {
        version: 1,
        account,
        region: this.#store.region,
        bucket,
        digest: state,
        sightedAt: new Date(since).toISOString(),
        firstSightedAt: new Date(first).toISOString(),
        ...(wrote === undefined ? {} : { wrote }),
      },
      Math.min(Math.max(delay, 0), LONGEST_DELAY_SECONDS),
    );
  }

  #problem(problem: StoreProblem): Reconciled {
    const { clock, rules } = this.#services;
    const { knownSince } = this.#sight;
    // S3 may not know a new bucket for a while
    const mayStillCome = knownSince !== null && clock.now() - knownSince < rules.settleSeconds * 1000;
    const meaning = problemMeaning(problem, mayStillCome);
    if (meaning.verdict !== 'failed') return this.#done(meaning.verdict, meaning.reason);
    return { kind: 'retry', outcome: this.#outcome('failed', meaning.reason) };
  }

  #done(verdict: Verdict, why: Reason): Reconciled {
    return { kind: 'outcome', outcome: this.#outcome(verdict, why) };
  }

  #outcome(verdict: Verdict, why: Reason): Outcome {
    const ours = verdict === 'applied' || verdict === 'would-apply' || why.code === 'covered-by-ours';
    return {
      account: this.#sight.place.account,
      region: this.#store.region,
      bucket: this.#sight.place.bucket,
      verdict,
      reason: why,
      days: this.#days,
      ruleId: ours ? RULE_ID : null,
      before: this.#before,
      after: this.#after,
      calls: this.#store.calls,
      at: new Date(this.#services.clock.now()).toISOString(),
    };
  }
}
