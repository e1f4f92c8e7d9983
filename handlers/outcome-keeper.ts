import type { BucketRecords } from '../core/inventory';
import type { Outcome, Verdict } from '../core/outcome';
import type { OutcomeEvents } from '../core/ports';

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
    const { changed, was } = await buckets.record(outcome);
    if (changed && was !== outcome.verdict) this.#changes.push({ outcome, was });
  }

  async publish(): Promise<void> {
    if (this.#changes.length > 0) await this.#services.events.publish(this.#changes);
  }
}
