import type { Region } from './identifiers';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import type { CallCounts } from './outcome';
import type { BucketPlace, BucketStore, LifecycleRead, LifecycleWritten, StoreProblem, TagsRead } from './ports';

/**
 * One bucket in its store: counts the calls made for it, and follows once to the Region that S3 names. A second wrong
 * Region, or one without a name, stays the answer.
 */
export class CountedStore {
  readonly #store: BucketStore;
  readonly #calls: Record<string, number> = {};
  #place: BucketPlace;
  #followed = false;

  constructor(store: BucketStore, place: BucketPlace) {
    this.#store = store;
    this.#place = place;
  }

  get calls(): CallCounts {
    return { ...this.#calls };
  }

  /** The Region in which the bucket is, as far as it is known by now. */
  get region(): Region {
    return this.#place.region;
  }

  readLifecycle(): Promise<LifecycleRead> {
    return this.#call('s3:GetBucketLifecycleConfiguration', (place) => this.#store.readLifecycle(place));
  }

  writeLifecycle(configuration: LifecycleConfiguration): Promise<LifecycleWritten> {
    return this.#call('s3:PutBucketLifecycleConfiguration', (place) =>
      this.#store.writeLifecycle(place, configuration),
    );
  }

  readTags(): Promise<TagsRead> {
    return this.#call('s3:GetBucketTagging', (place) => this.#store.readTags(place));
  }

  async #call<T extends { readonly kind: string }>(
    operation: string,
    call: (place: BucketPlace) => Promise<T | StoreProblem>,
  ): Promise<T | StoreProblem> {
    this.#calls[operation] = (this.#calls[operation] ?? 0) + 1;
    const answer = await call(this.#place);
    if (!isWrongRegion(answer) || answer.region === undefined || answer.region === this.region || this.#followed) {
      return answer;
    }
    this.#followed = true;
    this.#place = { ...this.#place, region: answer.region };
    return this.#call(operation, call);
  }
}

function isWrongRegion(answer: { readonly kind: string }): answer is { kind: 'wrong-region'; region?: Region } {
  return answer.kind === 'wrong-region';
}
