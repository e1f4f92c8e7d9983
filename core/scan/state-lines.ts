import type { ScannedAccount } from './scan-row';

/** What a scan was asked for: one that goes on must ask for the same. */
export interface ScanRequest {
  /** ID of the organization; null for one account. */
  readonly organization: string | null;
  /** The accounts that were named; for a scan of one account, itself. */
  readonly accounts: readonly string[];
  readonly excludedAccounts: readonly string[];
  readonly days: number;
  /** Uploads of one bucket whose parts are counted; null where uploads are not measured. */
  readonly mostUploads: number | null;
}

const VERSION = 1;
const KIND = 'partsweep-scan';

/** The first line of a state file, its line end included. */
export function headLine(request: ScanRequest, startedAt: string): string {
  return `${JSON.stringify({ version: VERSION, kind: KIND, request: inOrder(request), startedAt })}\n`;
}

/** The line of one account that was gone through, its line end included. */
export function accountLine(account: ScannedAccount): string {
  return `${JSON.stringify(account)}\n`;
}

export type HeadRead =
  | { readonly kind: 'head'; readonly startedAt: string }
  /** `what`: what is wrong with it, in words. */
  | { readonly kind: 'other'; readonly what: string };

/** Whether a state file that begins with `line` is one of this scan. */
export function readHead(line: string, request: ScanRequest): HeadRead {
  const head = parse(line);
  if (head?.['kind'] !== KIND) return other('it is no state file of a scan');
  const { version, startedAt } = head;
  if (version !== VERSION) {
    const newer = typeof version === 'number' && version > VERSION;
    return other(newer ? `a newer version wrote it (${version})` : `its version is ${JSON.stringify(version)}`);
  }
  if (typeof startedAt !== 'string' || !isRecord(head['request'])) return other('its first line is damaged');
  const mine = inOrder(request);
  const theirs = head['request'];
  const different = Object.entries(mine).flatMap(([name, value]) =>
    JSON.stringify(theirs[name]) === JSON.stringify(value)
      ? []
      : [`${name} is ${JSON.stringify(theirs[name])} there and ${JSON.stringify(value)} here`],
  );
  return different.length > 0
    ? other(`it belongs to another scan: ${different.join(', ')}`)
    : { kind: 'head', startedAt };
}

/** The account on a line; undefined for a damaged one. */
export function readAccountLine(line: string): ScannedAccount | undefined {
  const value = parse(line);
  if (value === undefined || typeof value['account'] !== 'string') return undefined;
  const { rows, problems } = value;
  const isWhole = Array.isArray(rows) && Array.isArray(problems) && rows.every(isRow);
  return isWhole ? (value as unknown as ScannedAccount) : undefined;
}

function isRow(row: unknown): boolean {
  return isRecord(row) && typeof row['verdict'] === 'string' && isRecord(row['reason']) && 'bucket' in row;
}

function inOrder({ organization, accounts, excludedAccounts, days, mostUploads }: ScanRequest): ScanRequest {
  const sorted = (ids: readonly string[]) => [...new Set(ids)].sort();
  return { organization, accounts: sorted(accounts), excludedAccounts: sorted(excludedAccounts), days, mostUploads };
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function other(what: string): HeadRead {
  return { kind: 'other', what };
}
