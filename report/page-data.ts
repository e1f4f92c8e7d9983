import type { PageAccount, PageData, PageRemoval, PageUploads } from './browser/page-data';
import { coverageOf } from './coverage';
import { Dictionary } from './dictionary';
import type { MeasuredUploads, ReportAccount, ReportModel, ReportRow } from './model';
import { groupCounts } from './verdict-groups';

/** Characters of a digest that are shown; the CSV and the JSON have all of it. */
const DIGEST_SHOWN = 16;
/** Whole configurations in one page: all their texts together, in characters. */
const TEXTS_ROOM = 4_000_000;

/** The model's rows and accounts as the page's script reads them. */
export function pageDataOf({ rows, accounts }: ReportModel): PageData {
  const accountNumbers = new Map(accounts.map(({ account }, number) => [account, number]));
  const regions = new Dictionary<string>();
  const verdicts = new Dictionary<string>();
  const reasons = new Dictionary<PageData['reasons'][number]>();
  const states = new Dictionary<PageData['states'][number]>();
  const texts = new Texts();
  const state = (of: ReportRow['before']): number =>
    states.number(of === null ? null : [of.rules, of.digest.slice(0, DIGEST_SHOWN)]);
  const changer = ({ change }: ReportRow): PageData['changers'][number] | null =>
    change === null ? null : [change.principal, change.tool, change.eventName, change.userAgent];
  // nearly as many as there are rows, where sessions have names of their own
  const changers = Dictionary.inOrder(rows.map(changer), ([principal]) => principal);
  const data: PageData = {
    bucket: rows.map(({ bucket }) => bucket ?? ''),
    account: rows.map(({ account }) => accountNumbers.get(account) ?? 0),
    region: rows.map(({ region }) => regions.number(region ?? '')),
    verdict: rows.map(({ verdict }) => verdicts.number(verdict)),
    reason: rows.map(({ reason: { code, text, remedy, snippet } }) => reasons.number([code, text, remedy, snippet])),
    days: rows.map(({ days }) => days),
    before: rows.map(({ before }) => state(before)),
    after: rows.map(({ after }) => state(after)),
    changer: rows.map((row) => changers.number(changer(row))),
    changedAt: rows.map(({ change }) => seconds(change?.at)),
    at: rows.map(({ at }) => seconds(at)),
    removals: sparse(rows, ({ removals }) =>
      removals.length === 0 ? undefined : removals.map(({ at, by, tool }): PageRemoval => [seconds(at), by, tool]),
    ),
    holds: sparse(rows, ({ hold }) => (hold === null ? undefined : ([seconds(hold.since), hold.by] as const))),
    uploads: sparse(rows, ({ uploads }) => (uploads === undefined ? undefined : uploadsOf(uploads))),
    beforeText: sparse(rows, ({ beforeConfiguration }) => texts.number(beforeConfiguration)),
    afterText: sparse(rows, ({ afterConfiguration }) => texts.number(afterConfiguration)),
    regions: regions.values,
    verdicts: verdicts.values,
    reasons: reasons.values,
    states: states.values,
    changers: changers.values,
    texts: texts.values,
    textsLeftOut: 0,
    accounts: accounts.map(accountOf),
  };
  return { ...data, textsLeftOut: texts.leftOut };
}

/** Whole configurations, each different one once, as long as there is room. */
class Texts {
  readonly #dictionary = new Dictionary<string>();
  #room = TEXTS_ROOM;
  leftOut = 0;

  get values(): readonly string[] {
    return this.#dictionary.values;
  }

  number(text: string | null | undefined): number | undefined {
    if (text === null || text === undefined) return undefined;
    if (text.length > this.#room) {
      this.leftOut += 1;
      return undefined;
    }
    const before = this.#dictionary.values.length;
    const number = this.#dictionary.number(text);
    if (this.#dictionary.values.length > before) this.#room -= text.length;
    return number;
  }
}

function sparse<Value>(
  rows: readonly ReportRow[],
  value: (row: ReportRow) => Value | undefined,
): Readonly<Record<number, Value>> {
  const found: Record<number, Value> = {};
  for (const [number, row] of rows.entries()) {
    const of = value(row);
    if (of !== undefined) found[number] = of;
  }
  return found;
}

function uploadsOf({ count, parts, bytes, oldest, monthlyCost, sampled }: MeasuredUploads): PageUploads {
  return [count, parts, bytes, seconds(oldest), monthlyCost, sampled ? 1 : 0];
}

function accountOf({ account, name, standing, counts, visitedAt, problems }: ReportAccount): PageAccount {
  const { covered, total } = coverageOf(counts);
  const groups = groupCounts(counts);
  const buckets = groups.covered + groups.coming + groups.person + groups['on-purpose'];
  const standingText = standing === null || standing.verdict === 'covered' ? '' : standing.reason.text;
  return [
    account,
    name ?? '',
    standingText,
    covered,
    total,
    groups.person,
    buckets,
    seconds(visitedAt),
    problems.map(({ region, source, reason }) =>
      [region ?? '', source, reason.text].filter((part) => part !== '').join(': '),
    ),
  ];
}

/** 0 for none, and for what is no time. */
function seconds(at: string | null | undefined): number {
  const time = at === null || at === undefined ? Number.NaN : Date.parse(at);
  return Number.isNaN(time) ? 0 : Math.round(time / 1000);
}
