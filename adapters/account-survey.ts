import { type Bucket, ListBucketsCommand, ListDirectoryBucketsCommand } from '@aws-sdk/client-s3';
import { parseBucketName, type Region, regionOfLocation } from '../core/identifiers';
import type { BucketPlace } from '../core/ports';
import type { AccountSurvey, BucketListing, ListedBucket, TaggedBuckets } from '../core/sweep/survey';
import { awsFailure, isTokenRefused } from './aws-errors';
import { S3BucketStore } from './s3';
import { S3Clients, type S3ClientsProps } from './s3-clients';
import { storeProblem } from './s3-problem';
import { listTaggedBuckets, type TaggingConfig } from './tagged-buckets';

const PAGE_SIZE = 1_000;

export interface S3AccountSurveyProps extends S3ClientsProps {
  readonly partition: string;
  /** Where general purpose buckets are listed. */
  readonly homeRegion: Region;
  /** Buckets on a page of a listing, at most 1,000. @default 1,000 */
  readonly pageSize?: number;
}

/** The buckets of the account that a session belongs to. */
export class S3AccountSurvey implements AccountSurvey {
  readonly #clients: S3Clients;
  readonly #store: S3BucketStore;
  readonly #homeRegion: Region;
  readonly #pageSize: number;
  readonly #tagging: TaggingConfig;

  constructor(props: S3AccountSurveyProps) {
    this.#homeRegion = props.homeRegion;
    this.#pageSize = props.pageSize ?? PAGE_SIZE;
    this.#tagging = taggingConfig(props);
    this.#clients = new S3Clients(props);
    this.#store = new S3BucketStore(props, this.#clients);
  }

  readLifecycle: AccountSurvey['readLifecycle'] = (place: BucketPlace) => this.#store.readLifecycle(place);
  readTags: AccountSurvey['readTags'] = (place: BucketPlace) => this.#store.readTags(place);
  readLifecycleGrant: AccountSurvey['readLifecycleGrant'] = (place: BucketPlace) =>
    this.#store.readLifecycleGrant(place);

  listBuckets(token: string | null): Promise<BucketListing> {
    const client = this.#clients.client(this.#homeRegion);
    // S3 says where a bucket is only if it is asked with at least one parameter
    const command = new ListBucketsCommand({
      MaxBuckets: this.#pageSize,
      ...(token === null ? {} : { ContinuationToken: token }),
    });
    return this.#listing(this.#homeRegion, token, async () => {
      const { Buckets, ContinuationToken } = await client.send(command);
      if (Buckets === undefined) throw new Error('there are no Buckets in the answer');
      const listed = Buckets.map((bucket) => listedBucket(bucket, bucket.BucketRegion ?? ''));
      return { listed, next: ContinuationToken };
    });
  }

  listDirectoryBuckets(region: Region, token: string | null): Promise<BucketListing> {
    const client = this.#clients.client(region);
    const command = new ListDirectoryBucketsCommand({
      MaxDirectoryBuckets: this.#pageSize,
      ...(token === null ? {} : { ContinuationToken: token }),
    });
    return this.#listing(region, token, async () => {
      // whether S3 leaves out the list where it is empty is not documented: a bucket that is in no listing is asked for by its name
      const { Buckets = [], ContinuationToken } = await client.send(command);
      return { listed: Buckets.map((bucket) => listedBucket(bucket, region)), next: ContinuationToken };
    });
  }

  taggedBuckets(region: Region, key: string): Promise<TaggedBuckets> {
    return listTaggedBuckets(this.#tagging, region, key);
  }

  async #listing(region: Region, token: string | null, ask: () => Promise<Answered>): Promise<BucketListing> {
    try {
      const { listed, next } = await ask();
      const buckets = listed.filter((entry) => typeof entry !== 'string');
      const unreadable = listed.filter((entry) => typeof entry === 'string');
      return { kind: 'page', buckets, unreadable, next: next === undefined || next === '' ? null : next };
    } catch (error) {
      const failure = awsFailure(error);
      if (token === null || !isTokenRefused(failure)) return storeProblem(failure, region);
      return { kind: 'bad-token', message: `${failure.code}: ${failure.message}` };
    }
  }
}

interface Answered {
  /** Names that no bucket can have stand for themselves. */
  readonly listed: readonly (ListedBucket | string)[];
  readonly next: string | undefined;
}

function listedBucket({ Name, CreationDate }: Bucket, regionText: string): ListedBucket | string {
  const bucket = parseBucketName(Name);
  if (bucket === undefined) return Name ?? '';
  // no Region said is no Region known: only a LocationConstraint means us-east-1 by its absence
  const region = (regionText === '' ? undefined : regionOfLocation(regionText)) ?? null;
  return { bucket, region, regionText, createdAt: CreationDate?.getTime() ?? null };
}

function taggingConfig({ credentials, endpoint, requestHandler, maxAttempts = 1 }: S3ClientsProps): TaggingConfig {
  return {
    credentials,
    maxAttempts,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(requestHandler === undefined ? {} : { requestHandler }),
  };
}
