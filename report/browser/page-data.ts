/**
 * What the page's tables are drawn from, as JSON inside the page. Columns of the same length instead of objects, and numbers into
 * dictionaries instead of texts that repeat. Row numbers are in the order of the buckets' names. Times are seconds since 1970.
 */
export interface PageData {
  /** Empty in a row that speaks of the account as a whole. */
  readonly bucket: readonly string[];
  /** Into `accounts`. */
  readonly account: readonly number[];
  /** Into `regions`; the empty text is none. */
  readonly region: readonly number[];
  readonly verdict: readonly number[];
  readonly reason: readonly number[];
  readonly days: readonly (number | null)[];
  /** Into `states`, -1 for none. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** Into `changers`, -1 for none. */
  readonly changer: readonly number[];
  readonly changedAt: readonly number[];
  readonly at: readonly number[];
  /** What few rows have, by row number. */
  readonly removals: Readonly<Record<number, readonly PageRemoval[]>>;
  readonly holds: Readonly<Record<number, readonly [since: number, by: string]>>;
  readonly uploads: Readonly<Record<number, PageUploads>>;
  /** Into `texts`: the whole configurations. */
  readonly beforeText: Readonly<Record<number, number>>;
  readonly afterText: Readonly<Record<number, number>>;
  readonly regions: readonly string[];
  readonly verdicts: readonly string[];
  readonly reasons: readonly (readonly [code: string, text: string, remedy: string, snippet: string | null])[];
  readonly states: readonly (readonly [rules: number, digest: string])[];
  readonly changers: readonly (readonly [
    principal: string,
    tool: string,
    eventName: string,
    userAgent: string | null,
  ])[];
  readonly texts: readonly string[];
  /** Whole configurations that the page has no room for. */
  readonly textsLeftOut: number;
  readonly accounts: readonly PageAccount[];
}

export type PageRemoval = readonly [at: number, by: string | null, tool: string];
export type PageUploads = readonly [
  count: number,
  parts: number,
  bytes: number,
  oldest: number,
  monthlyCost: number | null,
  sampled: 0 | 1,
];
/** `counts`: covered, of how many that should be, and those that need a person; `visitedAt`: 0 for never. */
export type PageAccount = readonly [
  id: string,
  name: string,
  standing: string,
  covered: number,
  total: number,
  person: number,
  buckets: number,
  visitedAt: number,
  problems: readonly string[],
];
