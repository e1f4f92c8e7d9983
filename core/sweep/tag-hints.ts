import { EXCLUDE_TAG } from '../contract/names';
import { bucketKind, type Region } from '../identifiers';
import type { BucketPlace, Journal } from '../ports';
import type { AccountSurvey, TaggedBuckets } from './survey';

/** Most names that are kept in mind, over all Regions: with more, every bucket is asked itself. */
const MOST_NAMES = 50_000;

/** Which buckets of an account carry our exclude tag: a hint, read once a Region when it is first asked for. */
export class TagHints {
  readonly #survey: AccountSurvey;
  readonly #journal: Journal;
  readonly #regions = new Map<Region, Promise<ReadonlySet<string> | null>>();
  #names = 0;

  constructor(survey: AccountSurvey, journal: Journal) {
    this.#survey = survey;
    this.#journal = journal;
  }

  /** Null when it is not known: the listing could not be had, or does not have buckets of this kind. */
  async has({ account, region, bucket }: BucketPlace): Promise<boolean | null> {
    if (bucketKind(bucket) === 'directory') return null;
    const known = this.#regions.get(region) ?? this.#read(account, region);
    this.#regions.set(region, known);
    return (await known)?.has(bucket) ?? null;
  }

  async #read(account: string, region: Region): Promise<ReadonlySet<string> | null> {
    const read = await this.#ask(region);
    const names = read.kind === 'known' ? read.buckets.size : 0;
    if (read.kind === 'known' && this.#names + names <= MOST_NAMES) {
      this.#names += names;
      return read.buckets;
    }
    const why = read.kind === 'known' ? `more than ${MOST_NAMES} buckets carry it` : read.message;
    this.#journal.log('warn', `the tag listing could not be had: ${why}`, { account, region });
    return null;
  }

  /** A hint is not worth a bucket. */
  async #ask(region: Region): Promise<TaggedBuckets> {
    try {
      return await this.#survey.taggedBuckets(region, EXCLUDE_TAG);
    } catch (error) {
      return { kind: 'unknown', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
    }
  }
}
