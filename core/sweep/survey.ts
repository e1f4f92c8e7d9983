import type { AccountId, BucketName, Region } from '../identifiers';
import type { BucketStore, StoreProblem } from '../ports';

/** A bucket as a listing names it. */
export interface ListedBucket {
  readonly bucket: BucketName;
  /** Null when the listing names no possible Region; `regionText` is what it said. */
  readonly region: Region | null;
  readonly regionText: string;
  /** Milliseconds since 1970; null when the listing does not say. S3 may move it when a bucket is changed: a hint. */
  readonly createdAt: number | null;
}

export type BucketListing =
  /** `next` is the continuation token, null at the end. `unreadable`: names that no bucket can have, in S3's words. */
  | {
      readonly kind: 'page';
      readonly buckets: readonly ListedBucket[];
      readonly unreadable: readonly string[];
      readonly next: string | null;
    }
  /** S3 refuses the continuation token. */
  | { readonly kind: 'bad-token'; readonly message: string }
  | StoreProblem;

export type TaggedBuckets =
  | { readonly kind: 'known'; readonly buckets: ReadonlySet<string> }
  /** The hint could not be had, or is too long to keep: every bucket that needs the rule is asked itself. */
  | { readonly kind: 'unknown'; readonly message: string };

/** The buckets of one account, through a session that cannot write. */
export interface AccountSurvey extends Pick<BucketStore, 'readLifecycle' | 'readTags' | 'readLifecycleGrant'> {
  /** ListBuckets: general purpose buckets, one page. */
  listBuckets(token: string | null): Promise<BucketListing>;
  /** ListDirectoryBuckets in one Region, one page. */
  listDirectoryBuckets(region: Region, token: string | null): Promise<BucketListing>;
  /** tag:GetResources, all pages: general purpose buckets of a Region that carry a tag with this key, at most 20,000. */
  taggedBuckets(region: Region, key: string): Promise<TaggedBuckets>;
}

export type SurveyOpening =
  | { readonly kind: 'open'; readonly survey: AccountSurvey }
  | { readonly kind: 'not-assumable'; readonly message: string }
  | { readonly kind: 'unavailable'; readonly message: string };

/** Sessions that can list and read every bucket of an account and write none. */
export interface SurveyAccess {
  open(account: AccountId): Promise<SurveyOpening>;
}

/**
 * Regions with directory buckets. Source: "S3 Express One Zone Availability Zones and Regions", Amazon S3 User Guide.
 */
export const DIRECTORY_BUCKET_REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-2',
  'ap-south-1',
  'ap-northeast-1',
  'eu-west-1',
  'eu-north-1',
] as const;
