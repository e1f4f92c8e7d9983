import { type AccountId, type BucketName, bucketKind, parseBucketName, type Region } from '../../core/identifiers';
import type { BucketPlace } from '../../core/ports';
import type { AccountSurvey, BucketListing, ListedBucket, SurveyAccess, SurveyOpening } from '../../core/sweep/survey';
import type { FakeBucket, InMemoryS3 } from './in-memory-s3';

type Listing = 'ListBuckets' | 'ListDirectoryBuckets';

interface Token {
  readonly account: AccountId;
  readonly listing: Listing;
  readonly region: Region | null;
  readonly after: string;
}

/** Pages of the tag listing. */
const TAGGED_A_PAGE = 100;

/**
 * Surveys of the accounts whose buckets `s3` has. What a listing says beside that is put into the maps and sets here. Counts every call by
 * the name of its operation, as outcomes do.
 */
export class InMemorySurveys implements SurveyAccess {
  readonly openings: AccountId[] = [];
  readonly closed = new Map<AccountId, Exclude<SurveyOpening, { kind: 'open' }>>();
  readonly calls = new Map<string, number>();
  /** When buckets were made, in milliseconds since 1970; of others the listing says nothing. */
  readonly createdAt = new Map<BucketName, number>();
  /** What the listing says instead of a bucket's own Region. */
  readonly listedRegions = new Map<BucketName, string>();
  /** Names in the listing of general purpose buckets that no bucket can have; they come with the first page. */
  readonly unreadable = new Map<AccountId, readonly string[]>();
  /** Regions that are off in every account. */
  readonly regionsOff = new Set<Region>();
  /** Buckets with tags that the tag listing has not heard of, and buckets that it names although they lost theirs. */
  readonly notYetTagged = new Set<BucketName>();
  readonly stillTagged = new Set<BucketName>();
  /** The tag listing fails with this. */
  tagProblem: string | null = null;
  /** The next so many tokens are refused, though they are good. */
  refuseTokens = 0;
  readonly #s3: InMemoryS3;
  readonly #pageSize: number;
  readonly #names = new Map<string, { readonly size: number; readonly names: readonly BucketName[] }>();

  constructor(s3: InMemoryS3, pageSize = 1_000) {
    this.#s3 = s3;
    this.#pageSize = pageSize;
  }

  async open(account: AccountId): Promise<SurveyOpening> {
    this.openings.push(account);
    return this.closed.get(account) ?? { kind: 'open', survey: this.#survey(account) };
  }

  /** How often an operation was called, such as `s3:ListBuckets`. */
  called(operation: string): number {
    return this.calls.get(operation) ?? 0;
  }

  #survey(account: AccountId): AccountSurvey {
    const store = this.#s3.store();
    const read = <Answer>(operation: string, place: BucketPlace, ask: () => Promise<Answer>) => {
      this.#count(operation);
      return this.regionsOff.has(place.region) ? Promise.resolve(off(place.region)) : ask();
    };
    return {
      readLifecycle: (place) =>
        read(`${prefix(place)}:GetBucketLifecycleConfiguration`, place, () => store.readLifecycle(place)),
      readTags: (place) =>
        read(isDirectory(place.bucket) ? 's3express:ListTagsForResource' : 's3:GetBucketTagging', place, () =>
          store.readTags(place),
        ),
      readLifecycleGrant: (place) =>
        isDirectory(place.bucket)
          ? read('s3express:GetBucketPolicy', place, () => store.readLifecycleGrant(place))
          : store.readLifecycleGrant(place),
      listBuckets: async (token) => {
        this.#count('s3:ListBuckets');
        const page = this.#page(account, 'ListBuckets', null, token);
        if (page.kind !== 'page' || token !== null) return page;
        return { ...page, unreadable: this.unreadable.get(account) ?? [] };
      },
      listDirectoryBuckets: async (region, token) => {
        this.#count('s3express:ListDirectoryBuckets');
        if (this.regionsOff.has(region)) return off(region);
        return this.#page(account, 'ListDirectoryBuckets', region, token);
      },
      taggedBuckets: async (region, key) => {
        if (this.tagProblem !== null || this.regionsOff.has(region)) {
          this.#count('tag:GetResources');
          return { kind: 'unknown', message: this.tagProblem ?? off(region).message };
        }
        const buckets = new Set<string>();
        for (const [name, bucket] of this.#s3.buckets) {
          if (bucket.account !== account || bucket.region !== region || isDirectory(name)) continue;
          const listed = bucket.tags?.has(key) === true && !this.notYetTagged.has(name);
          if (listed || this.stillTagged.has(name)) buckets.add(name);
        }
        this.#count('tag:GetResources', Math.max(1, Math.ceil(buckets.size / TAGGED_A_PAGE)));
        return { kind: 'known', buckets };
      },
    };
  }

  #page(account: AccountId, listing: Listing, region: Region | null, text: string | null): BucketListing {
    let after = '';
    if (text !== null) {
      const token = readToken(text);
      const isIts = token?.account === account && token.listing === listing && token.region === region;
      if (this.refuseTokens > 0 || !isIts) {
        this.refuseTokens = Math.max(0, this.refuseTokens - 1);
        return { kind: 'bad-token', message: 'InvalidArgument: The continuation token provided is incorrect' };
      }
      after = token.after;
    }
    const names = this.#sortedNames(account, listing, region);
    let index = firstAfter(names, after);
    const buckets: ListedBucket[] = [];
    for (; index < names.length && buckets.length < this.#pageSize; index += 1) {
      const name = names[index];
      const bucket = name === undefined ? undefined : this.#s3.buckets.get(name);
      if (name !== undefined && bucket !== undefined) buckets.push(this.#listed(name, bucket));
    }
    const last = buckets.at(-1)?.bucket;
    const next =
      index < names.length && last !== undefined ? writeToken({ account, listing, region, after: last }) : null;
    return { kind: 'page', buckets, unreadable: [], next };
  }

  #listed(bucket: BucketName, { region }: FakeBucket): ListedBucket {
    const text = this.listedRegions.get(bucket);
    const createdAt = this.createdAt.get(bucket) ?? null;
    return { bucket, region: text === undefined ? region : null, regionText: text ?? region, createdAt };
  }

  /** Sorted anew when buckets came or went, for an account of 100,000 has many pages. */
  #sortedNames(account: AccountId, listing: Listing, region: Region | null): readonly BucketName[] {
    const { buckets } = this.#s3;
    const key = `${account} ${listing} ${region}`;
    const known = this.#names.get(key);
    if (known?.size === buckets.size) return known.names;
    const names: BucketName[] = [];
    for (const [name, bucket] of buckets) {
      if (bucket.account !== account || isDirectory(name) !== (listing === 'ListDirectoryBuckets')) continue;
      if (region === null || bucket.region === region) names.push(name);
    }
    names.sort((one, other) => (one < other ? -1 : 1));
    this.#names.set(key, { size: buckets.size, names });
    return names;
  }

  #count(operation: string, times = 1): void {
    this.calls.set(operation, this.called(operation) + times);
  }
}

function firstAfter(names: readonly string[], after: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((names[middle] ?? '') <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isDirectory(name: BucketName): boolean {
  return bucketKind(name) === 'directory';
}

function prefix({ bucket }: BucketPlace): string {
  return isDirectory(bucket) ? 's3express' : 's3';
}

function off(region: Region) {
  const message = `the Region ${region} does not know the account, as where it is off: words`;
  return { kind: 'retry', code: 'InvalidAccessKeyId', message } as const;
}

function writeToken(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function readToken(text: string): Token | undefined {
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString()) as Token;
    return parseBucketName(token.after) === undefined ? undefined : token;
  } catch {
    return undefined;
  }
}
