import { RULE_ID } from '../core/contract/names';
import type { BucketRecords } from '../core/inventory';
import type { Outcome, Verdict } from '../core/outcome';
import type { OutcomeEvents } from '../core/ports';
import { isKnownToHaveOurRule } from '../core/sweep/excluded-bucket';

/** Verdicts of buckets that may not have been read. */
const UNREAD: readonly Verdict[] = ['excluded', 'denied', 'failed'];

export interface OutcomeKeeperServices {
  readonly buckets: BucketRecords;
  readonly events: OutcomeEvents;
}

/** Puts a batch's outcomes into the inventory, and tells others which verdicts changed. */
export class OutcomeKeeper {
  readonly #services: OutcomeKeeperServices;
  readonly #changes: { readonly outcome: Outcome; readonly was: Verdict | null }[] = [];

  constructor(services: OutcomeKeeperServices) {
    this.#services = services;
  }

  /** Throws when the inventory does not answer. */
  async keep(outcome: Outcome): Promise<void> {
    const { buckets } = this.#services;
    // whoever writes it just now tells what it comes to
    if (outcome.reason.code === 'being-written') return;
    // what S3 said just now: a bucket made since then starts anew
    if (outcome.reason.code === 'bucket-gone') await buckets.endLife(outcome, Date.parse(outcome.at));
    const told = await this.#withKnownRule(outcome);
    const { changed, was } = await buckets.record(told);
    if (changed && was !== told.verdict) this.#changes.push({ outcome: told, was });
  }

  /** A bucket that was not read has our rule still, if it had it: whoever takes out our rules must find it. */
  async #withKnownRule(outcome: Outcome): Promise<Outcome> {
    const { before, ruleId, verdict } = outcome;
    if (before !== null || ruleId !== null || !UNREAD.includes(verdict)) return outcome;
    const known = (await this.#services.buckets.bucket(outcome))?.outcome ?? null;
    return known !== null && isKnownToHaveOurRule(known) ? { ...outcome, ruleId: RULE_ID } : outcome;
  }

  async publish(): Promise<void> {
    if (this.#changes.length > 0) await this.#services.events.publish(this.#changes);
  }
}
