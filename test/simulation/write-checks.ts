import { isSameLifecycle } from './bucket-history';
import { foreignMeaning, foreignOf, isCoveredWithin, rulesOf } from './lifecycle-reading';
import type { WatchedWorld } from './watched-world';
import type { WorldInvocation } from './world-invocation';
import type { SeenWrite } from './writer-sight';

/** What a write of the product's is held against. */
export class WriteChecks {
  readonly #world: WatchedWorld;

  constructor(world: WatchedWorld) {
    this.#world = world;
  }

  /** `isRepair`: what somebody wrote last, and we had replaced, is put back. */
  foreign({ place, before, after }: SeenWrite, isRepair: boolean): void {
    const { foreign } = this.#world.s3.history(place);
    if (isRepair) {
      // an event tells what was written, and not how
      if (foreignMeaning(foreign) !== foreignMeaning(after)) {
        this.#world.promises.broken('foreign-rules', place.bucket, 'was repaired to what nobody had written last');
      }
      return;
    }
    const [was, is] = [foreignOf(before), foreignOf(after)];
    if (was !== is) this.#world.promises.broken('foreign-rules', place.bucket, `had ${was}\nand has ${is}`);
  }

  /** Our rule is put in place. */
  put(write: SeenWrite, invocation: WorldInvocation, isExcused: boolean): void {
    const { promises, pauses, s3 } = this.#world;
    const { place, before, after, sight } = write;
    const { bucket, account } = place;
    const { rules, excludedNames, selection } = invocation.settings;
    const exclusion = invocation.known.get(account);
    if (!invocation.known.has(account))
      promises.broken('excluded', bucket, "was written with its account's profile unread");
    if (exclusion !== undefined) promises.broken('excluded', bucket, `was written, though of its account ${exclusion}`);
    if (excludedNames.includes('cdk-*') && bucket.startsWith('cdk-')) {
      promises.broken('excluded', bucket, 'was written, whose name is excluded');
    }
    const value = s3.memory.buckets.get(bucket)?.tags?.get('partsweep:exclude');
    const isTagged = rules.bucketOptOut && value !== undefined && value !== 'false';
    if (isTagged && s3.tagsSince(bucket) <= write.readAt) {
      if (sight.staleTags.has(bucket)) promises.excuse('stale-tags');
      else promises.broken('excluded', bucket, `was written, though its tag says exclude=${value}`);
    }
    if (selection.mode === 'audit') promises.broken('careful-writes', bucket, 'was written in an audit');
    if (pauses.isPausedSince(account, invocation.startedAt))
      promises.broken('careful-writes', bucket, 'was written in a pause');
    if (isExcused) return;
    const days = rulesOf(after).find(({ ours }) => ours)?.abortDays ?? 0;
    if (isCoveredWithin(before, days)) promises.broken('careful-writes', bucket, 'was written though it was covered');
    if (s3.history(place).footing(write, rules.settleSeconds * 1_000) === 'hasty') {
      promises.broken('careful-writes', bucket, 'was written before it had settled');
    }
  }

  /** Our rule is taken out. */
  takeOut({ place }: SeenWrite): void {
    const { undone, promises, everExcluded } = this.#world;
    const { bucket, account } = place;
    const isAsked = undone.has('all') || undone.has(bucket) || undone.has(account);
    if (isAsked) return;
    if (!everExcluded.has(bucket) && !everExcluded.has(account)) {
      promises.broken('careful-writes', bucket, 'lost our rule, which nobody asked for');
    }
  }

  /** What was there before is kept. */
  async image({ place, before }: SeenWrite): Promise<void> {
    const { product, promises } = this.#world;
    const images = await product.inventory.writes.images(place);
    const isKept = images.some(({ configuration }) => isSameLifecycle(configuration, before));
    if (!isKept) promises.broken('careful-writes', place.bucket, 'was written without its image kept');
  }
}
