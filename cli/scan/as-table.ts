import { foreignText } from '../../core/foreign-text';
import { isFinding, type ScannedAccount, type ScanRow } from '../../core/scan/scan-row';
import { sumsOf } from '../../core/scan/scan-totals';
import type { Paint } from '../paint';
import { drawTable } from './draw-table';
import { bytes, count, percent, usd } from './figures';
import type { ScanResult } from './scan-result';
import { uploadLines } from './upload-lines';
import { paintVerdict } from './verdict-paint';

/** Buckets, and accounts, that the table shows: more would hide what it begins with. */
const MOST_SHOWN = 50;
/** Longer lines are hard to read. */
const WIDEST = 120;

export interface TableLook {
  readonly paint: Paint;
  /** Columns of the terminal. */
  readonly width: number;
}

/** The scan for people: sums by verdict and by account, then what needs somebody. */
export function* asTable(result: ScanResult, { paint, width }: TableLook): Iterable<string> {
  const { organization, accounts, totals, caller, days, measured } = result;
  const where =
    organization === null ? `Account ${caller}` : `Organization ${organization}, ${count(accounts.length)} accounts`;
  yield `${paint.strong(where)}: ${count(totals.buckets)} buckets, wanted: abort within ${days} days\n\n`;
  const verdicts = Object.entries(totals.verdicts).map(([verdict, number]) => [
    paintVerdict(paint, verdict),
    count(number),
    percent(number, totals.buckets),
  ]);
  if (verdicts.length > 0) {
    yield drawTable({ head: ['verdict', 'buckets', 'share'], right: [1, 2], rows: verdicts, width, wide: 0 });
  }
  if (organization !== null) yield* accountLines(result, { paint, width });
  if (measured) yield* uploadLines(result, width);
  yield* findingLines(result, { paint, width });
  yield* problemLines(accounts);
}

function* accountLines({ accounts, measured }: ScanResult, { width }: TableLook): Iterable<string> {
  const sums = accounts.map((account) => ({ account, sums: sumsOf(account.rows) }));
  // those that need somebody first
  const sorted = sums.toSorted((one, other) => other.sums.findings - one.sums.findings);
  const head = [
    'account',
    'name',
    'buckets',
    'covered',
    'excluded',
    'to do',
    ...(measured ? ['uploads', 'USD/month'] : []),
  ];
  const rows = sorted
    .slice(0, MOST_SHOWN)
    .map(({ account, sums: { buckets, verdicts, findings, uploads } }) => [
      account.account,
      shown(account.name),
      count(buckets),
      count(verdicts.covered ?? 0),
      count(verdicts.excluded ?? 0),
      count(findings),
      ...(measured ? [bytes(uploads?.bytes ?? 0), usd(uploads?.usdPerMonth ?? 0)] : []),
    ]);
  yield `\n${drawTable({ head, right: [2, 3, 4, 5, 6, 7], rows, width, wide: 1 })}`;
  if (sorted.length > rows.length) yield `… and ${count(sorted.length - rows.length)} more accounts\n`;
}

function* findingLines({ accounts }: ScanResult, { paint, width }: TableLook): Iterable<string> {
  const findings = accounts.flatMap(({ rows }) => rows.filter(isFinding));
  if (findings.length === 0) return;
  const listed = inGroups(findings).slice(0, MOST_SHOWN);
  const rows: (readonly string[] | string)[] = [];
  let before = '';
  for (const row of listed) {
    const why = reasonOf(row);
    if (why !== before) rows.push(`${paintVerdict(paint, row.verdict)}: ${shown(row.reason.text)}`);
    before = why;
    rows.push([row.account, row.region ?? '', row.bucket === null ? '(the account)' : shown(row.bucket)]);
  }
  yield `\n${paint.strong('Not covered')}\n`;
  yield drawTable({ head: ['account', 'Region', 'bucket'], rows, width: Math.min(width, WIDEST), wide: 2 });
  if (findings.length > listed.length) {
    yield `… and ${count(findings.length - listed.length)} more: all of them are in --format csv, json or ocsf\n`;
  }
}

/** What kept us from looking first; then by verdict and reason, each in the order in which it was found. */
function inGroups(findings: readonly ScanRow[]): readonly ScanRow[] {
  const groups = new Map<string, ScanRow[]>();
  for (const row of findings.toSorted((one, other) => Number(one.bucket !== null) - Number(other.bucket !== null))) {
    const group = groups.get(reasonOf(row)) ?? [];
    group.push(row);
    groups.set(reasonOf(row), group);
  }
  return [...groups.values()].flat();
}

function reasonOf({ verdict, reason }: ScanRow): string {
  return `${verdict} ${reason.text}`;
}

function* problemLines(accounts: readonly ScannedAccount[]): Iterable<string> {
  const problems = accounts.flatMap(({ account, problems: texts }) =>
    texts.map((text) => `${account}: ${shown(text)}`),
  );
  if (problems.length > 0) yield '\n';
  for (const problem of problems.slice(0, MOST_SHOWN)) yield `${problem}\n`;
  if (problems.length > MOST_SHOWN) yield `… and ${count(problems.length - MOST_SHOWN)} more\n`;
}

/** Text of others, without anything that steers a terminal. */
function shown(text: string | null): string {
  return foreignText(text) ?? '';
}
