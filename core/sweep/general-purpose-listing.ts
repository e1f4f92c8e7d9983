import type { BucketRecord, BucketRecords, NamedBucketRecord, Page } from '../inventory';
import type { Verdict } from '../outcome';
import type { Journal } from '../ports';
import type { Candidates } from './candidates';
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

/**
 * The account's general purpose buckets, beside what the inventory knows: both come in the order of their names, so that neither is
 * ever kept whole. What is known and not listed is looked at too, directory buckets among it.
 */
export class GeneralPurposeListing {
  readonly #props: ListingProps;

  constructor(props: ListingProps) {
    this.#props = props;
  }

  async through(): Promise<PhaseEnd> {
    const { survey, step, isLate } = this.#props;
    while (step.cursor.phase === 'general-purpose') {
      const listing = await survey.listBuckets(step.cursor.token);
      if (listing.kind !== 'page') return listing;
      if (!(await this.#page(listing)) || isLate()) return { kind: 'late' };
    }
    return { kind: 'through' };
  }

  /** False when the time is over before the page is. */
  async #page(page: ListingPage): Promise<boolean> {
    const { step } = this.#props;
    const listed = inOrder(page.buckets);
    const { pageAfter } = step.cursor;
    const greatest = listed.at(-1)?.bucket ?? null;
    const within = greatest !== null && (pageAfter === null || greatest > pageAfter) ? greatest : pageAfter;
    const through = page.next === null ? null : within;
    if (!(await this.#strays(listed))) return false;
    // a page may be empty, and not the last
    const hasRange = page.next === null || through !== pageAfter;
    if (hasRange && !(await this.#range(listed, through))) return false;
    this.#unreadable(page.unreadable);
    const next = { after: through, pageAfter: through, strayAfter: null };
    step.commit(
      page.next === null ? { ...next, phase: 'directory', token: null } : { ...next, token: page.next },
      page.unreadable.length === 0 ? {} : { failed: page.unreadable.length },
    );
    return true;
  }

  /** What is listed and known after the names that are done with, up to `through` (null: to the last). */
  async #range(listed: readonly ListedBucket[], through: string | null): Promise<boolean> {
    const { step, candidates, isLate, visit } = this.#props;
    for (;;) {
      const { after } = step.cursor;
      if (after !== null && through !== null && after >= through) return true;
      const { rows, next } = await this.#records(after, through);
      const end = next ?? through;
      const here = listed.filter(({ bucket }) => (after === null || bucket > after) && (end === null || bucket <= end));
      // what this run found itself, or an event since, comes where it is listed
      const known = rows.filter(({ record }) => isGone(record) || record.since < visit.run.startedAt);
      if (!(await candidates.through(merged(here, rows, known), ({ bucket }) => ({ after: bucket })))) return false;
      if (next === null) return true;
      step.commit({ after: next });
      if (isLate()) return false;
    }
  }

  /**
   * S3 lists in the order of names; a bucket out of it comes here. One that was known when the run began has been looked at among those that
   * are in no listing.
   */
  async #strays(listed: readonly ListedBucket[]): Promise<boolean> {
    const { buckets, step, candidates, visit } = this.#props;
    const { pageAfter, strayAfter } = step.cursor;
    const strays: Candidate[] = [];
    for (const one of listed) {
      if (pageAfter === null || one.bucket > pageAfter) break;
      if (strayAfter !== null && one.bucket <= strayAfter) continue;
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
