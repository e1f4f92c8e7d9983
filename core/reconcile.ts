import { RULE_ID } from './contract/names';
import { CountedStore } from './counted-store';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import type { ConfigurationState, Outcome, Verdict } from './outcome';
import { covers, digest, plan, ruleCount, sameForeignRules } from './plan';
import type { BucketStore, Clock, SettleQueue, StoreProblem } from './ports';
import { type Reason, reason } from './reasons';
import { excludedByBucketTags } from './selection';
import { LONGEST_DELAY_SECONDS, LONGEST_SETTLING_MS, type PendingWrite } from './settle';
import type { Sight } from './sight';

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
  /** Tried often enough already. */
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
      if (covers(existing, { days: this.#days }) && digestOfText(existing) === wrote.digest) {
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
    const written = await this.#store.writeLifecycle(planned.configuration);
    if (written.kind !== 'written') return this.#problem(written);
    return this.#readBack(existing, planned.configuration, planned.reason);
  }

  /** Undefined once the configuration has been the same for the settling time. */
  async #settle(): Promise<Reconciled | undefined> {
    const settleMs = this.#services.rules.settleSeconds * 1000;
    const now = this.#services.clock.now();
    const { seen, wrote } = this.#sight;
    const state = this.#before?.digest ?? '';
    const unchanged = seen !== undefined && wrote === undefined && seen.digest === state;
    if (settleMs === 0 || (unchanged && now - seen.since >= settleMs)) return undefined;
    const first = seen?.first ?? now;
    if (now - first >= LONGEST_SETTLING_MS) return this.#done('reported', reason('never-settled'));
    const since = unchanged ? seen.since : now;
    await this.#send(state, since, first, Math.ceil((since + settleMs - now) / 1000));
    return this.#done('waiting', reason('settling'));
  }

  async #excludedByTags(): Promise<Reconciled | undefined> {
    const read = await this.#store.readTags();
    if (read.kind === 'none') return undefined;
    if (read.kind === 'found') {
      const excluded = excludedByBucketTags(read.tags);
      return excluded === undefined ? undefined : this.#done('excluded', excluded);
    }
    if (read.kind === 'denied') return this.#done('denied', reason('tags-denied', inWords(read)));
    return this.#problem(read);
  }

  async #readBack(
    before: LifecycleConfiguration | undefined,
    wrote: LifecycleConfiguration,
    why: Reason,
  ): Promise<Reconciled> {
    this.#after = null;
    const pending: PendingWrite = {
      before: this.#before ?? stateOf(before),
      digest: digestOfText(wrote),
      tries: 0,
    };
    const read = await this.#store.readLifecycle();
    if (read.kind === 'no-such-bucket') return this.#done('gone', reason('bucket-gone'));
    // the write was taken: whatever keeps us from seeing it is asked again, and the bucket not written again for it
    if (read.kind !== 'found' && read.kind !== 'none') return this.#lookAgain(pending);
    const after = read.kind === 'found' ? read.configuration : undefined;
    this.#after = stateOf(after);
    if (digest(after) === pending.before.digest) return this.#lookAgain(pending);
    if (!sameForeignRules(before, after) || !sameHeader(before, after)) {
      return this.#done('failed', reason('lost-update'));
    }
    if (!covers(after, { days: this.#days })) return this.#lookAgain(pending);
    return this.#done('applied', reason('applied', why.text));
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
    switch (problem.kind) {
      case 'no-such-bucket':
        return this.#mayStillCome()
          ? this.#again(reason('bucket-not-there-yet'))
          : this.#done('gone', reason('bucket-gone'));
      case 'denied':
        return this.#done('denied', reason('access-denied', inWords(problem)));
      case 'refused':
        return this.#done('refused', reason('refused-by-s3', `${problem.code}: ${problem.message}`));
      case 'wrong-region':
        return this.#again(reason('region-unknown'));
      case 'retry':
        return this.#again(reason('s3-unavailable', `${problem.code}: ${problem.message}`));
    }
  }

  /** S3 may not know a new bucket for a while. */
  #mayStillCome(): boolean {
    const { knownSince } = this.#sight;
    const { clock, rules } = this.#services;
    return knownSince !== null && clock.now() - knownSince < rules.settleSeconds * 1000;
  }

  #again(why: Reason): Reconciled {
    return { kind: 'retry', outcome: this.#outcome('failed', why) };
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

function stateOf(configuration: LifecycleConfiguration | undefined): ConfigurationState {
  return { rules: ruleCount(configuration), digest: digest(configuration) };
}

/** Without the header, which S3 makes up where a write sends none. */
function digestOfText(configuration: LifecycleConfiguration | undefined): string {
  return digest(configuration === undefined ? undefined : { xml: configuration.xml });
}

function sameHeader(before: LifecycleConfiguration | undefined, after: LifecycleConfiguration | undefined): boolean {
  const sent = before?.transitionDefaultMinimumObjectSize;
  return sent === undefined || sent === after?.transitionDefaultMinimumObjectSize;
}

function inWords({ message, policyKind }: { readonly message: string; readonly policyKind?: string }): string {
  return policyKind === undefined ? message : `by a ${policyKind}: ${message}`;
}
