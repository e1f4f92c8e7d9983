import type { AccountTerms } from './account-terms';
import { RULE_ID } from './contract/names';
import { CountedStore } from './counted-store';
import { bucketKind } from './identifiers';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import type { ConfigurationState, Outcome, Verdict } from './outcome';
import type { BucketPlace, BucketStore, StoreProblem, TagsRead } from './ports';
import { type Reason, type ReasonCode, reason } from './reasons';
import type { Reconciled, ReconcileServices } from './reconcile-services';
import type { Sight, TakeOut } from './sight';
import { problemMeaning } from './store-problem';
import { stateOf } from './written-state';

/** An inventory that does not answer: nothing is written without it, and the bucket is looked at again. */
class InventoryFailure extends Error {}

export type ExistingRead =
  | { readonly kind: 'read'; readonly existing: LifecycleConfiguration | undefined }
  | { readonly kind: 'problem'; readonly result: Reconciled };

/** One bucket being handled: what is known so far goes into its outcome, whatever that will be. */
export class BucketLook {
  readonly services: ReconcileServices;
  readonly sight: Sight;
  readonly terms: AccountTerms;
  readonly store: CountedStore;
  before: ConfigurationState | null = null;
  after: ConfigurationState | null = null;
  /** There while our rule is to be taken out. */
  takeOut: TakeOut | undefined;
  /** There while a write of ours is looked into that seems to have replaced somebody else's: goes into every message. */
  suspect: string | undefined;
  #tags: Promise<TagsRead> | undefined;

  constructor(services: ReconcileServices, sight: Sight, terms: AccountTerms, store: BucketStore) {
    this.services = services;
    this.sight = sight;
    this.terms = terms;
    this.store = new CountedStore(store, sight.place);
    this.takeOut = sight.takeOut;
  }

  /** In the Region in which the bucket is, as far as that is known by now. */
  get place(): BucketPlace {
    return { ...this.sight.place, region: this.store.region };
  }

  get isDirectory(): boolean {
    return this.sight.kind === 'directory' || bucketKind(this.sight.place.bucket) === 'directory';
  }

  get run(): string | null {
    return this.sight.run ?? null;
  }

  now(): number {
    return this.services.clock.now();
  }

  /** Reads the lifecycle configuration as it is before anything is done. */
  async read(): Promise<ExistingRead> {
    const read = await this.store.readLifecycle();
    if (read.kind !== 'found' && read.kind !== 'none') return { kind: 'problem', result: this.problem(read) };
    const existing = read.kind === 'found' ? read.configuration : undefined;
    this.before = stateOf(existing);
    this.after = this.before;
    return { kind: 'read', existing };
  }

  /** The bucket's tags, read once. */
  tags(): Promise<TagsRead> {
    this.#tags ??= this.store.readTags();
    return this.#tags;
  }

  /** Asks the inventory, before anything is written. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      throw new InventoryFailure(inWords(error), { cause: error });
    }
  }

  /** Tells the inventory what was done; false, with a line in the log, when it did not take it. */
  async tell(what: string, telling: () => Promise<unknown>): Promise<boolean> {
    try {
      await telling();
      return true;
    } catch (error) {
      this.services.journal.log('error', `the inventory did not take ${what}: ${inWords(error)}`, { ...this.place });
      return false;
    }
  }

  /** What `task` comes to; tried again when the inventory did not answer it. */
  async unlessInventoryFails(task: () => Promise<Reconciled>): Promise<Reconciled> {
    try {
      return await task();
    } catch (error) {
      if (error instanceof InventoryFailure) return this.again(reason('inventory-unavailable', error.message));
      throw error;
    }
  }

  problem(problem: StoreProblem): Reconciled {
    const { knownSince } = this.sight;
    // S3 may not know a new bucket for a while
    const mayStillCome = knownSince !== null && this.now() - knownSince < this.services.rules.settleSeconds * 1000;
    const meaning = problemMeaning(problem, mayStillCome);
    return meaning.verdict === 'failed' ? this.again(meaning.reason) : this.done(meaning.verdict, meaning.reason);
  }

  done(verdict: Verdict, why: Reason): Reconciled {
    return { kind: 'outcome', outcome: this.#outcome(verdict, why) };
  }

  again(why: Reason): Reconciled {
    return { kind: 'retry', outcome: this.#outcome('failed', why) };
  }

  giveUp(why: Reason): Reconciled {
    return { kind: 'give-up', outcome: this.#outcome('failed', why) };
  }

  #outcome(verdict: Verdict, why: Reason): Outcome {
    // our rule is taken to be there until it was taken out
    const stays = this.takeOut?.task === 'exclusion' && UNDECIDED.includes(verdict);
    const ours = verdict === 'applied' || verdict === 'would-apply' || IN_PLACE.includes(why.code) || stays;
    return {
      ...this.place,
      verdict,
      reason: why,
      days: this.terms.days,
      ruleId: ours ? RULE_ID : null,
      before: this.before,
      after: this.after,
      calls: this.store.calls,
      at: new Date(this.now()).toISOString(),
    };
  }
}

/** Verdicts that say nothing of a rule that was to be taken out. */
const UNDECIDED: readonly Verdict[] = ['waiting', 'failed', 'denied', 'refused'];

/** Reasons that say that our rule is there. */
const IN_PLACE: readonly ReasonCode[] = ['covered-by-ours', 'directory-bucket-policy'];

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
