import type { Verdict } from '../core/outcome';
import { AccountSums } from './account-sums';
import type { AccountSource, MeasuredUploads, ReportFacts, ReportModel, ReportRow } from './model';
import { RowKeeper } from './row-keeper';
import { addUploads } from './uploads-sum';

/** Rows that the page's table holds at most. */
export const PAGE_ROWS = 50_000;

/** Where a report comes from. The rows are gone through once, and never held all at once. */
export interface ReportSource extends ReportFacts {
  readonly accounts: AsyncIterable<AccountSource> | Iterable<AccountSource>;
  readonly rows: AsyncIterable<ReportRow> | Iterable<ReportRow>;
}

export interface BuildReportOptions {
  /** Sees every row once, also those that the page has no room for: write the CSV and the JSON here. Waited for. */
  readonly eachRow?: (row: ReportRow) => void | Promise<void>;
  /** Rows that the table holds at most. @default PAGE_ROWS */
  readonly limit?: number;
}

/** Goes through the source once and adds it up. Throws what the source throws: half a report is none. */
export async function buildReport(source: ReportSource, options: BuildReportOptions = {}): Promise<ReportModel> {
  const { generatedAt, title, scope, history, problems, runs, pricesAt } = source;
  const sums = new AccountSums();
  const keeper = new RowKeeper(options.limit ?? PAGE_ROWS);
  const totals: Partial<Record<Verdict, number>> = {};
  let uploads: MeasuredUploads | null = null;
  let measured = 0;
  for await (const account of source.accounts) sums.addAccount(account);
  for (const problem of problems) sums.addProblem(problem);
  for await (const row of source.rows) {
    sums.addRow(row);
    keeper.take(row);
    if (row.bucket !== null) totals[row.verdict] = (totals[row.verdict] ?? 0) + 1;
    if (row.uploads !== undefined) {
      uploads = addUploads(uploads, row.uploads);
      measured += 1;
    }
    await options.eachRow?.(row);
  }
  const { rows, leftOut } = keeper.result();
  return {
    generatedAt,
    title,
    scope,
    history,
    problems,
    runs,
    pricesAt,
    totals,
    uploads: uploads === null ? null : { ...uploads, buckets: measured },
    accounts: sums.result(),
    rows,
    rowsLeftOut: leftOut,
  };
}
