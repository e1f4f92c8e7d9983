import { CountedStore } from '../counted-store';
import { type AccountId, bucketKind, type Region } from '../identifiers';
import type { Verdict } from '../outcome';
import type { BucketPlace, BucketStore, Clock } from '../ports';
import { type Reason, reason } from '../reasons';
import type { Limit } from '../reconcile-account';
import { listingInWords } from '../sweep/listing-problem';
import type { AccountSurvey, BucketListing, ListedBucket } from '../sweep/survey';
import { type Measuring, measureUploads } from './measure-uploads';
import { type BucketScan, scanBucket } from './scan-bucket';
import type { ScanRow } from './scan-row';
import type { BucketUploads, UploadStore } from './uploads';

/** What is the same for all accounts of a scan. */
export interface ScanRules {
  readonly clock: Clock;
  readonly onLongerRule: BucketScan['onLongerRule'];
  /** Regions that are asked for directory buckets. */
  readonly directoryRegions: readonly Region[];
  /** Asked for buckets of which no Region is known: S3 says where they are. */
  readonly homeRegion: Region;
  /** For the buckets of all accounts. */
  readonly limit: Limit;
  /** Null where incomplete uploads are not measured. */
  readonly uploads: Pick<Measuring, 'mostMeasured' | 'limit'> | null;
  /** Once true, no other bucket is begun. */
  readonly isStopped: () => boolean;
}

export interface AccountScan {
  readonly account: AccountId;
  /** Wanted DaysAfterInitiation. */
  readonly days: number;
  readonly survey: AccountSurvey;
  readonly uploads: UploadStore;
  /** Told of so many more buckets that are listed, and looked at. */
  readonly progress: (listed: number, seen: number) => void;
}

export type AccountScanned =
  | { readonly kind: 'scanned'; readonly rows: readonly ScanRow[]; readonly problems: readonly string[] }
  /** Stopped half way: what was found until then is not kept. */
  | { readonly kind: 'stopped' };

/** Looks at every bucket of an account without writing. Never throws for what AWS answers: that becomes a row. */
export async function scanAccount(rules: ScanRules, scan: AccountScan): Promise<AccountScanned> {
  const account = new Account(rules, scan);
  await account.list(null, (token) => scan.survey.listBuckets(token));
  for (const region of rules.directoryRegions) {
    await account.list(region, (token) => scan.survey.listDirectoryBuckets(region, token));
  }
  if (rules.isStopped()) return { kind: 'stopped' };
  return { kind: 'scanned', rows: account.rows, problems: account.problems };
}

/** A row of the account itself. `region`: if it is about one. */
export function accountRow(
  { clock }: Pick<ScanRules, 'clock'>,
  account: AccountId,
  { verdict, why, region = null }: { readonly verdict: Verdict; readonly why: Reason; readonly region?: Region | null },
): ScanRow {
  const unread = { days: null, ruleId: null, before: null, after: null, calls: {} } as const;
  const at = new Date(clock.now()).toISOString();
  return { account, region, bucket: null, verdict, reason: why, ...unread, at };
}

class Account {
  readonly rows: ScanRow[] = [];
  readonly problems: string[] = [];
  readonly #rules: ScanRules;
  readonly #scan: AccountScan;
  readonly #store: BucketStore;

  constructor(rules: ScanRules, scan: AccountScan) {
    this.#rules = rules;
    this.#scan = scan;
    this.#store = readOnly(scan.survey);
  }

  /** `region`: of the directory buckets that are listed; null for general purpose buckets. */
  async list(region: Region | null, ask: (token: string | null) => Promise<BucketListing>): Promise<void> {
    let token: string | null = null;
    do {
      if (this.#rules.isStopped()) return;
      const listing: BucketListing = await ask(token);
      if (listing.kind !== 'page') return this.#notListed(region, listing);
      for (const name of listing.unreadable) {
        const text = `a listing names ${JSON.stringify(name)}, which no bucket can be called`;
        this.#own({ verdict: 'failed', why: reason('unexpected-error', text), region });
      }
      this.#scan.progress(listing.buckets.length, 0);
      const rows = await Promise.all(listing.buckets.map((bucket) => this.#rules.limit(() => this.#look(bucket))));
      // in the order of the listing, whichever answer came first
      this.rows.push(...rows.filter((row) => row !== undefined));
      token = listing.next;
    } while (token !== null);
  }

  /** Undefined once the scan is stopped. */
  async #look(listed: ListedBucket): Promise<ScanRow | undefined> {
    if (this.#rules.isStopped()) return undefined;
    const { account, days } = this.#scan;
    const place = { account, region: listed.region ?? this.#rules.homeRegion, bucket: listed.bucket };
    try {
      const store = new CountedStore(this.#store, place);
      const outcome = await scanBucket({ ...this.#rules, account, days }, store, listed);
      if (outcome.verdict === 'gone' || this.#rules.uploads === null) return outcome;
      return { ...outcome, uploads: await this.#measure({ ...place, region: outcome.region }) };
    } catch (error) {
      const why = reason(
        'unexpected-error',
        error instanceof Error ? `${error.name}: ${error.message}` : String(error),
      );
      return { ...accountRow(this.#rules, account, { verdict: 'failed', why }), ...place };
    } finally {
      this.#scan.progress(0, 1);
    }
  }

  async #measure(place: BucketPlace): Promise<BucketUploads> {
    const { uploads, clock, isStopped } = this.#rules;
    if (uploads === null) throw new Error('uploads are not measured');
    if (bucketKind(place.bucket) === 'directory') return { problem: 'uploads of directory buckets are not measured' };
    const { days, uploads: store } = this.#scan;
    return measureUploads({ ...uploads, store, days, now: clock.now(), isStopped }, place);
  }

  #notListed(region: Region | null, listing: Exclude<BucketListing, { kind: 'page' }>): void {
    const words = listingInWords(listing);
    // where the organization forbids a Region to everybody there is nothing to be found, and nothing to be done
    if (region !== null && listing.kind === 'denied' && listing.policyKind === 'service control policy') {
      this.problems.push(`the directory buckets in ${region} were not listed: ${words}`);
      return;
    }
    const code = listing.kind === 'bad-token' ? 'token-refused' : 'listing-failed';
    const verdict = listing.kind === 'denied' ? 'denied' : 'failed';
    this.#own({ verdict, why: reason(code, words), region });
  }

  #own(own: Parameters<typeof accountRow>[2]): void {
    this.rows.push(accountRow(this.#rules, this.#scan.account, own));
  }
}

/** The store of a scan, which never writes. */
function readOnly(survey: AccountSurvey): BucketStore {
  const refuse = () => Promise.reject(new Error('a scan never writes'));
  return {
    readLifecycle: (place) => survey.readLifecycle(place),
    readTags: (place) => survey.readTags(place),
    readLifecycleGrant: (place) => survey.readLifecycleGrant(place),
    writeLifecycle: refuse,
    deleteLifecycle: refuse,
  };
}
