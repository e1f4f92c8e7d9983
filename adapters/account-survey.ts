import type { Region } from '../core/identifiers';
import type { BucketPlace } from '../core/ports';
import type { AccountSurvey, BucketListing, TaggedBuckets } from '../core/sweep/survey';
import { awsFailure, isTokenRefused } from './aws-errors';
import { RetryQuotas } from './retry-quotas';
import { S3BucketStore } from './s3';
import { S3Calls, type S3CallsProps } from './s3-calls';
import { type ListedBuckets, listBucketsPage, listDirectoryBucketsPage } from './s3-listings';
import { storeProblem } from './s3-problem';
import { listTaggedBuckets, type TaggingConfig } from './tagged-buckets';

const PAGE_SIZE = 1_000;

export interface S3AccountSurveyProps extends S3CallsProps {
  readonly partition: string;
  /** Where general purpose buckets are listed. */
  readonly homeRegion: Region;
  /** Buckets on a page of a listing, at most 1,000. @default 1,000 */
  readonly pageSize?: number;
}

/** The buckets of the account that a session belongs to. */
export class S3AccountSurvey implements AccountSurvey {
  readonly #calls: S3Calls;
  readonly #store: S3BucketStore;
  readonly #homeRegion: Region;
  readonly #pageSize: number;
  readonly #tagging: TaggingConfig;

  constructor(props: S3AccountSurveyProps) {
    this.#homeRegion = props.homeRegion;
    this.#pageSize = props.pageSize ?? PAGE_SIZE;
    this.#tagging = taggingConfig(props);
    this.#calls = new S3Calls(props);
    this.#store = new S3BucketStore(props, this.#calls);
  }

  readLifecycle: AccountSurvey['readLifecycle'] = (place: BucketPlace) => this.#store.readLifecycle(place);
  readTags: AccountSurvey['readTags'] = (place: BucketPlace) => this.#store.readTags(place);
  readLifecycleGrant: AccountSurvey['readLifecycleGrant'] = (place: BucketPlace) =>
    this.#store.readLifecycleGrant(place);

  listBuckets(token: string | null): Promise<BucketListing> {
    const region = this.#homeRegion;
    return this.#listing(region, token, () => listBucketsPage(this.#calls, region, this.#pageSize, token));
  }

  listDirectoryBuckets(region: Region, token: string | null): Promise<BucketListing> {
    return this.#listing(region, token, () => listDirectoryBucketsPage(this.#calls, region, this.#pageSize, token));
  }

  taggedBuckets(region: Region, key: string): Promise<TaggedBuckets> {
    return listTaggedBuckets(this.#tagging, region, key);
  }

  async #listing(region: Region, token: string | null, ask: () => Promise<ListedBuckets>): Promise<BucketListing> {
    try {
      return { kind: 'page', ...(await ask()) };
    } catch (error) {
      const failure = awsFailure(error);
      if (token === null || !isTokenRefused(failure)) return storeProblem(failure, region);
      return { kind: 'bad-token', message: `${failure.code}: ${failure.message}` };
    }
  }
}

function taggingConfig({
  credentials,
  endpoint,
  requestHandler,
  retries = new RetryQuotas(1),
}: S3CallsProps): TaggingConfig {
  return {
    credentials,
    retries,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(requestHandler === undefined ? {} : { requestHandler }),
  };
}
