import type { Bucket } from './bucket';
import { SortedNames } from './sorted-names';

/** All buckets of all accounts. Names are shared by everybody; each account's are kept in order. */
export class BucketRegistry {
  readonly #buckets = new Map<string, Bucket>();
  readonly #names = new Map<string, SortedNames>();

  get(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  /** The name must be free. */
  add(bucket: Bucket): void {
    this.#buckets.set(bucket.name, bucket);
    this.#ownedBy(bucket.owner).add(bucket.name);
  }

  /** Buckets of one account, whose names must be free. */
  addAll(owner: string, buckets: readonly Bucket[]): void {
    for (const bucket of buckets) this.#buckets.set(bucket.name, bucket);
    this.#ownedBy(owner).addAll(buckets.map(({ name }) => name));
  }

  delete(bucket: Bucket): void {
    this.#buckets.delete(bucket.name);
    this.#ownedBy(bucket.owner).delete(bucket.name);
  }

  /** An account's buckets whose names begin with `prefix`, by name; with `after` only those that come after it. */
  *list(owner: string, prefix: string, after: string | undefined): Generator<Bucket> {
    for (const name of this.#ownedBy(owner).withPrefix(prefix, after)) {
      const bucket = this.#buckets.get(name);
      if (bucket !== undefined) yield bucket;
    }
  }

  #ownedBy(owner: string): SortedNames {
    const known = this.#names.get(owner) ?? new SortedNames();
    this.#names.set(owner, known);
    return known;
  }
}
