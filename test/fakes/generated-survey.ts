import type { Region } from '../../core/identifiers';
import type { BucketPlace, LifecycleRead, TagsRead } from '../../core/ports';
import type { AccountSurvey, BucketListing, ListedBucket, SurveyAccess } from '../../core/sweep/survey';
import { bucketName } from './identifiers';

const PAGE_SIZE = 1_000;
const DIGITS = 9;

export interface GeneratedSurveyProps {
  readonly buckets: number;
  readonly region: Region;
  /** What there is in the bucket with this number, 0 for the first. */
  readonly lifecycle: (index: number) => LifecycleRead;
  /** @default none has tags */
  readonly tags?: (index: number) => TagsRead;
}

/**
 * An account of any number of buckets, none of which is kept: pages, names and answers are made up when they are asked for. Every bucket is
 * in one Region; there are no directory buckets, and the tag listing is empty.
 */
export class GeneratedSurvey implements AccountSurvey {
  readonly #props: GeneratedSurveyProps;
  /** How often each operation was called. */
  readonly calls = new Map<string, number>();

  constructor(props: GeneratedSurveyProps) {
    this.#props = props;
  }

  /** Opens this survey whatever the account. */
  access(): SurveyAccess {
    return { open: async () => ({ kind: 'open', survey: this }) };
  }

  async listBuckets(token: string | null): Promise<BucketListing> {
    this.#count('s3:ListBuckets');
    const { buckets: all, region } = this.#props;
    const from = token === null ? 0 : Number(token);
    if (!Number.isInteger(from) || from < 0 || from >= Math.max(all, 1)) {
      return { kind: 'bad-token', message: 'InvalidArgument: The continuation token provided is incorrect' };
    }
    const end = Math.min(from + PAGE_SIZE, all);
    const buckets: ListedBucket[] = [];
    for (let index = from; index < end; index += 1) {
      buckets.push({ bucket: generatedName(index), region, regionText: region, createdAt: null });
    }
    return { kind: 'page', buckets, unreadable: [], next: end < all ? String(end) : null };
  }

  async listDirectoryBuckets(): Promise<BucketListing> {
    this.#count('s3express:ListDirectoryBuckets');
    return { kind: 'page', buckets: [], unreadable: [], next: null };
  }

  async taggedBuckets() {
    this.#count('tag:GetResources');
    return { kind: 'known', buckets: new Set<string>() } as const;
  }

  async readLifecycle(place: BucketPlace): Promise<LifecycleRead> {
    this.#count('s3:GetBucketLifecycleConfiguration');
    const index = this.#index(place);
    return index === undefined ? { kind: 'no-such-bucket' } : this.#props.lifecycle(index);
  }

  async readTags(place: BucketPlace): Promise<TagsRead> {
    this.#count('s3:GetBucketTagging');
    const index = this.#index(place);
    return index === undefined ? { kind: 'no-such-bucket' } : (this.#props.tags?.(index) ?? { kind: 'none' });
  }

  async readLifecycleGrant() {
    return { kind: 'granted' } as const;
  }

  #index({ bucket }: BucketPlace): number | undefined {
    const index = Number(/^bucket-(\d{9})$/.exec(bucket)?.[1] ?? Number.NaN);
    return index < this.#props.buckets ? index : undefined;
  }

  #count(operation: string): void {
    this.calls.set(operation, (this.calls.get(operation) ?? 0) + 1);
  }
}

/** Names in the order of their numbers. */
export function generatedName(index: number) {
  return bucketName(`bucket-${String(index).padStart(DIGITS, '0')}`);
}
