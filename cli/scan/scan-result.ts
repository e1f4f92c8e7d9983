import type { ScannedAccount } from '../../core/scan/scan-row';
import type { ScanTotals } from '../../core/scan/scan-totals';

/** A scan that is through, to be printed. */
export interface ScanResult {
  readonly partition: string;
  /** ID of the organization; null for one account. */
  readonly organization: string | null;
  /** The account whose credentials were used. */
  readonly caller: string;
  readonly days: number;
  /** Whether incomplete uploads were measured. */
  readonly measured: boolean;
  /** When it began, ISO 8601. */
  readonly at: string;
  readonly accounts: readonly ScannedAccount[];
  readonly totals: ScanTotals;
}

/** Prints a scan in pieces: a large one is longer than a text can be. */
export type ScanFormat = (result: ScanResult) => Iterable<string>;
