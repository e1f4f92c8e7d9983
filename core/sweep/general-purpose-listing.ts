import type { BucketRecord, BucketRecords, NamedBucketRecord, Page } from '../inventory';
import type { Verdict } from '../outcome';
import type { Journal } from '../ports';
import type { Candidates } from './candidates';
import type { Cursor } from './cursor';
import type { AccountSurvey, BucketListing, ListedBucket } from './survey';
import type { Candidate, Visit } from './visit';
import type { VisitStep } from './visit-step';

/** Records of one query. */
const RECORDS_A_PAGE = 500;

type ListingPage = Extract<BucketListing, { kind: 'page' }>;

/** How the listing of a phase ended, or why it did not. */
export type PhaseEnd =
  | { readonly kind: 'through' }
  | { readonly kind: 'late' }
  | Exclude<BucketListing, { kind: 'page' }>;

export interface ListingProps {
  readonly visit: Visit;
  readonly survey: AccountSurvey;
  readonly buckets: BucketRecords;
  readonly journal: Journal;
  readonly step: VisitStep;
  readonly candidates: Candidates;
  readonly isLate: () => boolean;
}

export interface GeneralPurposeListingProps extends ListingProps {
  /** Called when the last page is there, before its buckets are looked at. */
  readonly onLastPage: () => void;
}

/**
 * The account's general purpose buckets, beside what the inventory knows: both come in the order of their names, so that neither is
 * ever kept whole. What is known and not listed is looked at too, directory buckets among it.
 */
export class GeneralPurposeListing {
  readonly #props: GeneralPurposeListingProps;
  /** Where the listing is: the step comes there as what was begun is kept. */
  #at: Pick<Cursor, 'phase' | 'after' | 'pageAfter' | 'strayAfter'>;

  constructor(props: GeneralPurposeListingProps) {
    this.#props = props;
    this.#at = props.step.cursor;
  }

  async through(): Promise<PhaseEnd> {
    const end = await this.#listed();
    return (await this.#props.candidates.settle()) ? end : { kind: 'late' };
  }

  async #listed(): Promise<PhaseEnd> {
    const { step, isLate, onLastPage } = this.#props;
    if (this.#at.phase !== 'general-purpose') return { kind: 'through' };
    let coming = this.#ask(step.cursor.token);
    for (;;) {
      const listing = await coming;
      if (listing.kind !== 'page') return listing;
      // the next page is on its way while the buckets of this one are looked at
      if (listing.next === null) onLastPage();
      else coming = this.#ask(listing.next);
      const isOver = !(await this.#page(listing)) || isLate();
      if (listing.next === null) return { kind: isOver ? 'late' : 'through' };
      if (!isOver) continue;
      // it only reads
      await coming.catch(() => undefined);
      return { kind: 'late' };
    }
  }

  #ask(token: string | null): Promise<BucketListing> {
    const listing = this.#props.survey.listBuckets(token);
    // thrown where it is waited for, which may be never
    listing.catch(() => undefined);
    return listing;
  }

  #commit(cursor: Partial<Cursor>, more: Readonly<Record<string, number>> = {}): void {
    this.#at = { ...this.#at, ...cursor };
    this.#props.candidates.commit(cursor, more);
  }

  /** False when the time is over before the page is. */
  async #page(page: ListingPage): Promise<boolean> {
    const listed = inOrder(page.buckets);
    const { pageAfter } = this.#at;
    const greatest = listed.at(-1)?.bucket ?? null;
    const within = greatest !== null && (pageAfter === null || greatest > pageAfter) ? greatest : pageAfter;
    const through = page.next === null ? null : within;
    if (!(await this.#strays(listed))) return false;
    // a page may be empty, and not the last
    const hasRange = page.next === null || through !== pageAfter;
    if (hasRange && !(await this.#range(listed, through))) return false;
    this.#unreadable(page.unreadable);
    const next = { after: through, pageAfter: through, strayAfter: null };
    this.#commit(
      page.next === null ? { ...next, phase: 'directory', token: null } : { ...next, token: page.next },
      page.unreadable.length === 0 ? {} : { failed: page.unreadable.length },
    );
    return true;
  }

  /** What is listed and known after the names that are done with, up to `through` (null: to the last). */
  async #range(listed: readonly ListedBucket[], through: string | null): Promise<boolean> {
    const { candidates, isLate, visit } = this.#props;
    for (;;) {
      const { after } = this.#at;
      if (after !== null && through !== null && after >= through) return true;
      const { rows, next } = await this.#records(after, through);
      const end = next ?? through;
      const here = listed.filter(({ bucket }) => (after === null || bucket > after) && (end === null || bucket <= end));
      // what this run found itself, or an event since, comes where it is listed
      const known = rows.filter(({ record }) => isGone(record) || record.since < visit.run.startedAt);
      if (!(await candidates.begin(merged(here, rows, known), ({ bucket }) => ({ after: bucket })))) return false;
      if (next === null) return true;
      this.#commit({ after: next });
      if (isLate()) return false;
    }
  }

  /**
   * S3 lists in the order of names; a bucket out of it comes here. One that was known when the run began has been looked at among those that
   * are in no listing.
   */
  async #strays(listed: readonly ListedBucket[]): Promise<boolean> {
    const { buckets, candidates, visit } = this.#props;
    const { pageAfter, strayAfter } = this.#at;
    const late = listed.filter(
      ({ bucket }) => pageAfter !== null && bucket <= pageAfter && (strayAfter === null || bucket > strayAfter),
    );
    if (late.length === 0) return true;
    // what was looked at among those in no listing is in their records
    if (!(await candidates.settle())) return false;
    const strays: Candidate[] = [];
    for (const one of late) {
      const region = one.region;
      const record =
        region === null ? undefined : await buckets.bucket({ account: visit.account, region, bucket: one.bucket });
      const isDone = record !== undefined && !isGone(record) && record.since < visit.run.startedAt;
      if (!isDone) strays.push({ bucket: one.bucket, listed: one, record });
    }
    return candidates.through(strays, ({ bucket }) => ({ strayAfter: bucket }), countedAs);
  }

  #unreadable(names: readonly string[]): void {
    const { journal, visit } = this.#props;
    for (const name of names) {
      const details = { account: visit.account, name };
      journal.log('error', 'a listing names a bucket that no bucket can be called', details);
    }
  }

  #records(after: string | null, through: string | null): Promise<Page<NamedBucketRecord>> {
    const { buckets, visit } = this.#props;
    return buckets.buckets(visit.account, { after, through, limit: RECORDS_A_PAGE });
  }
}

function isGone(record: BucketRecord | undefined): boolean {
  return record?.outcome?.verdict === 'gone';
}

/** What was gone is counted as such before it is found in a listing after all. */
export function countedAs({ record }: Candidate): Verdict | null {
  return isGone(record) ? 'gone' : null;
}

export function inOrder(listed: readonly ListedBucket[]): readonly ListedBucket[] {
  return listed.toSorted((one, other) => (one.bucket < other.bucket ? -1 : 1));
}

/** What is listed, each with its row, and the rows of `known` that are not, in the order of their names. */
function merged(
  listed: readonly ListedBucket[],
  rows: readonly NamedBucketRecord[],
  known: readonly NamedBucketRecord[],
): readonly Candidate[] {
  const records = new Map(rows.map(({ bucket, record }) => [bucket, record]));
  const names = new Set(listed.map(({ bucket }) => bucket));
  const candidates: Candidate[] = [
    ...listed.map((one) => ({ bucket: one.bucket, listed: one, record: records.get(one.bucket) })),
    ...known.filter(({ bucket }) => !names.has(bucket)).map(({ bucket, record }) => ({ bucket, listed: null, record })),
  ];
  return candidates.sort((one, other) => (one.bucket < other.bucket ? -1 : 1));
}
