import { VERDICTS, type Verdict } from '../outcome';
import { isFinding, type ScannedAccount, type ScanRow } from './scan-row';
import { addUploads, NO_UPLOADS, roundedMoney, type UploadSums } from './uploads';

export type VerdictCounts = Readonly<Partial<Record<Verdict, number>>>;

export interface ScanSums {
  readonly buckets: number;
  /** Buckets by verdict; those of which there are none are left out. */
  readonly verdicts: VerdictCounts;
  /** Buckets that need somebody, and rows of accounts that could not be looked into. */
  readonly findings: number;
  /** Null where uploads were not measured. */
  readonly uploads: (UploadSums & { readonly sampledBuckets: number; readonly unmeasuredBuckets: number }) | null;
}

export interface ScanTotals extends ScanSums {
  /** `seen`: buckets were listed; `excluded`: the account is; `failed`: it could not be looked into. */
  readonly accounts: { readonly seen: number; readonly excluded: number; readonly failed: number };
}

/** Sums over rows; those of accounts themselves count as findings only. */
export function sumsOf(rows: readonly ScanRow[]): ScanSums {
  const buckets = rows.filter(({ bucket }) => bucket !== null);
  const counts = new Map<Verdict, number>();
  for (const { verdict } of buckets) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return {
    buckets: buckets.length,
    // in the order of the verdicts, whatever came first
    verdicts: Object.fromEntries(
      VERDICTS.flatMap((verdict) => (counts.has(verdict) ? [[verdict, counts.get(verdict)]] : [])),
    ),
    findings: rows.filter(isFinding).length,
    uploads: uploadsOf(buckets),
  };
}

export function totalsOf(accounts: readonly ScannedAccount[]): ScanTotals {
  const states = accounts.map(stateOfAccount);
  const count = (state: AccountState) => states.filter((one) => one === state).length;
  return {
    accounts: { seen: count('seen'), excluded: count('excluded'), failed: count('failed') },
    ...sumsOf(accounts.flatMap(({ rows }) => rows)),
  };
}

export type AccountState = keyof ScanTotals['accounts'];

export function stateOfAccount({ rows }: ScannedAccount): AccountState {
  const whole = rows.find(({ bucket, region }) => bucket === null && region === null);
  if (whole === undefined) return 'seen';
  return whole.verdict === 'excluded' ? 'excluded' : 'failed';
}

function uploadsOf(rows: readonly ScanRow[]): ScanSums['uploads'] {
  const all = rows.flatMap(({ uploads }) => (uploads === undefined ? [] : [uploads]));
  if (all.length === 0) return null;
  const measured = all.flatMap((uploads) => ('problem' in uploads ? [] : [uploads]));
  return {
    ...roundedMoney(measured.reduce<UploadSums>(addUploads, NO_UPLOADS)),
    sampledBuckets: measured.filter(({ sampled }) => sampled !== null).length,
    unmeasuredBuckets: all.length - measured.length,
  };
}
