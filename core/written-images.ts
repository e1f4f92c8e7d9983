import type { AccountId, BucketName } from './identifiers';
import type { LifecycleConfiguration } from './lifecycle/configuration';

/** The last write of our rule into a bucket that S3 took and showed. */
export interface WrittenImage {
  /** What was there before; undefined when there was no configuration. */
  readonly before: LifecycleConfiguration | undefined;
  /** DaysAfterInitiation of the rule that was written. */
  readonly days: number;
}

/** Before-images for people to look at. Throws when the inventory does not answer. */
export interface WrittenImages {
  /** Of the buckets of an account from `first` to `last` in the order of their names, as far as they are small. */
  between(account: AccountId, first: BucketName, last: BucketName): Promise<ReadonlyMap<BucketName, WrittenImage>>;
}
