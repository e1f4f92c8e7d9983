/** Where a visit goes on: kept with the part of the run, so that a message only names its step. */
export interface Cursor {
  readonly phase: 'general-purpose' | 'directory' | 'known';
  /** Continuation token of the page at hand; null for the first. */
  readonly token: string | null;
  /** Greatest name before the page at hand; null before the first page. */
  readonly pageAfter: string | null;
  /** Greatest name that is done with, and the same for the names on this page that belong to earlier ones; null when there is none. */
  readonly after: string | null;
  readonly strayAfter: string | null;
  /** Whether the listing was begun anew once, because S3 refused its token. */
  readonly restarted: boolean;
  /** Index of the Region whose directory buckets are listed. */
  readonly region: number;
  /** Regions with a bucket whose event never arrived, with the bucket; and those from which an event did. */
  readonly gaps: Readonly<Record<string, string>>;
  readonly heard: readonly string[];
  /** Version of the account's counters when the visit began, and how often the visit itself changed them. */
  readonly countsVersion: number;
  readonly changes: number;
}

export const BEGINNING: Cursor = {
  phase: 'general-purpose',
  token: null,
  pageAfter: null,
  after: null,
  strayAfter: null,
  restarted: false,
  region: 0,
  gaps: {},
  heard: [],
  countsVersion: 0,
  changes: 0,
};

/** The cursor as it was kept; throws when the text is none, for only a visit writes it. */
export function readCursor(text: string | null): Cursor | undefined {
  return text === null ? undefined : (JSON.parse(text) as Cursor);
}
