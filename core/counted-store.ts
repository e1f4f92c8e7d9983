import { bucketKind, type Region } from './identifiers';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import type { CallCounts } from './outcome';
import type {
  BucketPlace,
  BucketStore,
  LifecycleGrant,
  LifecycleRead,
  LifecycleWritten,
  StoreProblem,
  TagsRead,
} from './ports';

/**
 * One bucket in its store: counts the calls made for it, and follows once to the Region that S3 names. A second wrong
 * Region, or one without a name, stays the answer. A directory bucket has no size header, read or written.
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

  async readLifecycle(): Promise<LifecycleRead> {
    const read = await this.#call<LifecycleRead>('s3:GetBucketLifecycleConfiguration', (place) =>
      this.#store.readLifecycle(place),
    );
    return read.kind === 'found' ? { ...read, configuration: this.#asKept(read.configuration) } : read;
  }

  writeLifecycle(configuration: LifecycleConfiguration): Promise<LifecycleWritten> {
    return this.#call('s3:PutBucketLifecycleConfiguration', (place) =>
      this.#store.writeLifecycle(place, this.#asKept(configuration)),
    );
  }

  deleteLifecycle(): Promise<LifecycleWritten> {
    return this.#call('s3:DeleteBucketLifecycle', (place) => this.#store.deleteLifecycle(place));
  }

  readTags(): Promise<TagsRead> {
    const operation = this.#isDirectory ? 's3control:ListTagsForResource' : 's3:GetBucketTagging';
    return this.#call(operation, (place) => this.#store.readTags(place));
  }

  readLifecycleGrant(): Promise<LifecycleGrant> {
    return this.#call('s3:GetBucketPolicy', (place) => this.#store.readLifecycleGrant(place));
  }

  get #isDirectory(): boolean {
    return bucketKind(this.#place.bucket) === 'directory';
  }

  /** Directory buckets know no size header. Source: PutBucketLifecycleConfiguration, Amazon S3 API Reference. */
  #asKept(configuration: LifecycleConfiguration): LifecycleConfiguration {
    return this.#isDirectory ? { xml: configuration.xml } : configuration;
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
