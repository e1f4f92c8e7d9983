import type { Region } from '../identifiers';
import { reason } from '../reasons';
import type { Limit } from '../reconcile-account';
import type { AccountRecords } from './account-record';
import { countedAs, inOrder, type ListingProps, type PhaseEnd } from './general-purpose-listing';
import { listingInWords } from './listing-problem';
import type { BucketListing, ListedBucket } from './survey';
import type { Candidate } from './visit';

export interface DirectoryListingProps extends ListingProps {
  readonly accounts: AccountRecords;
  /** Regions that are asked for directory buckets. */
  readonly regions: readonly Region[];
  readonly limit: Limit;
}

/**
 * The account's directory buckets, Region after Region. Those that were known when the run began have been looked at among the general
 * purpose buckets: here come the new ones.
 */
export class DirectoryListing {
  readonly #props: DirectoryListingProps;
  /** First pages that were asked for before their turn, by the index of the Region. */
  readonly #coming = new Map<number, Promise<BucketListing>>();

  constructor(props: DirectoryListingProps) {
    this.#props = props;
  }

  /** Asks for the first page of each Region, so that they are there when it is their turn. */
  ahead(): void {
    const { regions, survey, limit, step } = this.#props;
    for (const [index, region] of regions.entries()) {
      const isBegun = step.cursor.phase === 'directory' && index === step.cursor.region && step.cursor.token !== null;
      if (index < step.cursor.region || isBegun || this.#coming.has(index)) continue;
      const page = limit(() => survey.listDirectoryBuckets(region, null));
      // thrown where it is waited for, which may be never
      page.catch(() => undefined);
      this.#coming.set(index, page);
    }
  }

  /** A Region that cannot be listed becomes a problem of the account, and the others go on. */
  async through(): Promise<PhaseEnd> {
    const { step, isLate, regions } = this.#props;
    for (;;) {
      const region = regions[step.cursor.region];
      if (region === undefined) return { kind: 'through' };
      if (step.moved && isLate()) return { kind: 'late' };
      this.ahead();
      const listing = await this.#listing(region);
      if (listing.kind === 'bad-token') return listing;
      if (listing.kind !== 'page') await this.#failed(region, listing);
      else if (!(await this.#page(listing))) return { kind: 'late' };
    }
  }

  #listing(region: Region): Promise<BucketListing> {
    const { survey, step } = this.#props;
    const { region: index, token } = step.cursor;
    const coming = token === null ? this.#coming.get(index) : undefined;
    return coming ?? survey.listDirectoryBuckets(region, token);
  }

  async #page({ buckets, next }: Extract<BucketListing, { kind: 'page' }>): Promise<boolean> {
    const { step, candidates } = this.#props;
    const { after, region } = step.cursor;
    const left = inOrder(buckets).filter(({ bucket }) => after === null || bucket > after);
    const fresh = (await this.#candidates(left)).filter((candidate) => this.#isNew(candidate));
    const reached = ({ bucket }: Candidate) => ({ after: bucket });
    if (!(await candidates.through(fresh, reached, countedAs))) return false;
    step.commit({ token: next, after: null, ...(next === null ? { region: region + 1 } : {}) });
    return true;
  }

  #candidates(listed: readonly ListedBucket[]): Promise<readonly Candidate[]> {
    const { buckets, visit, limit, regions, step } = this.#props;
    return Promise.all(
      listed.map((one) =>
        limit(async () => {
          const region = one.region ?? regions[step.cursor.region];
          if (region === undefined) throw new RangeError('there is no such Region');
          const { account } = visit;
          return {
            bucket: one.bucket,
            listed: one,
            record: await buckets.bucket({ account, region, bucket: one.bucket }),
          };
        }),
      ),
    );
  }

  #isNew(candidate: Candidate): boolean {
    const { record } = candidate;
    return record === undefined || countedAs(candidate) !== null || record.since >= this.#props.visit.run.startedAt;
  }

  async #failed(region: Region, listing: Exclude<BucketListing, { kind: 'page' | 'bad-token' }>): Promise<void> {
    const { accounts, visit, step } = this.#props;
    if (visit.run.task === 'sweep') {
      await accounts.saveProblem({
        account: visit.account,
        region,
        source: { kind: 'listing', name: 'directory-buckets' },
        reason: reason('listing-failed', listingInWords(listing)),
        at: new Date(visit.clock.now()).toISOString(),
        run: visit.run.id,
      });
    }
    step.commit({ token: null, after: null, region: step.cursor.region + 1 });
  }
}
