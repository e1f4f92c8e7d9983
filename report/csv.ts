import type { ReportRow } from './model';
import { visibleText } from './visible-text';

type Cell = string | number | boolean | null | undefined;

/** The columns in their order; names are a contract. */
const COLUMNS: readonly (readonly [string, (row: ReportRow) => Cell])[] = [
  ['account', ({ account }) => account],
  ['region', ({ region }) => region],
  ['bucket', ({ bucket }) => bucket],
  ['verdict', ({ verdict }) => verdict],
  ['reason_code', ({ reason }) => reason.code],
  ['reason', ({ reason }) => reason.text],
  ['remedy', ({ reason }) => reason.remedy],
  ['days', ({ days }) => days],
  ['rules_before', ({ before }) => before?.rules],
  ['digest_before', ({ before }) => before?.digest],
  ['rules_after', ({ after }) => after?.rules],
  ['digest_after', ({ after }) => after?.digest],
  ['changed_by', ({ change }) => change?.principal],
  ['changed_with', ({ change }) => change?.tool],
  ['changed_at', ({ change }) => change?.at],
  ['removals', ({ removals }) => removals.length],
  ['held_since', ({ hold }) => hold?.since],
  ['held_by', ({ hold }) => hold?.by],
  ['uploads', ({ uploads }) => uploads?.count],
  ['upload_parts', ({ uploads }) => uploads?.parts],
  ['upload_bytes', ({ uploads }) => uploads?.bytes],
  ['oldest_upload', ({ uploads }) => uploads?.oldest],
  ['usd_per_month', ({ uploads }) => uploads?.monthlyCost],
  ['sampled', ({ uploads }) => uploads?.sampled],
  ['at', ({ at }) => at],
];

/** A cell that a spreadsheet would take for a formula, its full-width forms included, also behind blanks. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r]/;

/**
 * Text as one cell. What begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe before it, so that no spreadsheet
 * runs it; control and direction marks become `\u{…}`. Whoever needs the text untouched takes the JSON.
 * Source: "CSV Injection", OWASP; RFC 4180.
 */
function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const shown = visibleText(value);
  const text = FORMULA.test(value) ? `'${shown}` : shown;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first line: the names of the columns. Ends in CR LF, as every line. */
export function csvHead(): string {
  return `${COLUMNS.map(([name]) => name).join(',')}\r\n`;
}

export function csvRow(row: ReportRow): string {
  return `${COLUMNS.map(([, value]) => cell(value(row))).join(',')}\r\n`;
}

/** A whole CSV, line by line, as RFC 4180 has it: the head, then one line for each row. */
export async function* csvLines(rows: AsyncIterable<ReportRow> | Iterable<ReportRow>): AsyncGenerator<string> {
  yield csvHead();
  for await (const row of rows) yield csvRow(row);
}
