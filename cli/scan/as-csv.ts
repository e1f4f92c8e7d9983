import type { ScannedAccount, ScanRow } from '../../core/scan/scan-row';
import type { ScanResult } from './scan-result';

const COLUMNS = [
  'account',
  'account_name',
  'region',
  'bucket',
  'verdict',
  'reason_code',
  'reason',
  'days',
  'rule_id',
  'rules_before',
  'rules_after',
  'at',
  'uploads',
  'upload_parts',
  'upload_bytes',
  'uploads_overdue',
  'oldest_upload',
  'usd_per_month',
  'price_estimated',
  'sampled_of',
  'sampled_measured',
  'uploads_problem',
] as const;

type Cells = Readonly<Partial<Record<(typeof COLUMNS)[number], string | number | boolean | null>>>;

/** The rows as RFC 4180 has them, with a header. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function* asCsv({ accounts }: ScanResult): Iterable<string> {
  yield line(COLUMNS);
  for (const account of accounts) {
    for (const row of account.rows) {
      const cells = cellsOf(account, row);
      yield line(COLUMNS.map((column) => cells[column] ?? ''));
    }
  }
}

function cellsOf({ name }: ScannedAccount, row: ScanRow): Cells {
  return {
    account: row.account,
    account_name: name,
    region: row.region,
    bucket: row.bucket,
    verdict: row.verdict,
    reason_code: row.reason.code,
    reason: row.reason.text,
    days: row.days,
    rule_id: row.ruleId,
    rules_before: row.before?.rules ?? null,
    rules_after: row.after?.rules ?? null,
    at: row.at,
    ...uploadCells(row.uploads),
  };
}

function uploadCells(uploads: ScanRow['uploads']): Cells {
  if (uploads === undefined) return {};
  if ('problem' in uploads) return { uploads_problem: uploads.problem };
  return {
    uploads: uploads.uploads,
    upload_parts: uploads.parts,
    upload_bytes: uploads.bytes,
    uploads_overdue: uploads.overdue,
    oldest_upload: uploads.oldest,
    usd_per_month: uploads.usdPerMonth,
    price_estimated: uploads.priceEstimated,
    sampled_of: uploads.sampled?.of ?? null,
    sampled_measured: uploads.sampled?.measured ?? null,
  };
}

function line(cells: readonly (string | number | boolean)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** Source: "CSV Injection", OWASP, for the characters that begin a formula. */
function cell(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value);
  const plain = value.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    /[\t\r\n]/.test(character) ? ' ' : '\u{fffd}',
  );
  const harmless = /^\s*[=+\-@＝＋－＠]/.test(plain) ? `'${plain}` : plain;
  return /[",]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
