import type { CommonOptions } from '../command-options';

export const SCAN_FORMATS = ['table', 'json', 'csv', 'ocsf'] as const;

/** What `partsweep scan` is called with. */
export interface ScanOptions extends CommonOptions {
  readonly organization?: true;
  /** Name of the role in the other accounts, with its path if it has one. */
  readonly role: string;
  readonly account?: readonly string[];
  readonly excludeAccount?: readonly string[];
  readonly days: number;
  readonly uploads?: true;
  readonly mostUploads: number;
  readonly state?: string;
  readonly resume?: string;
  readonly format?: (typeof SCAN_FORMATS)[number];
  readonly output?: string;
  readonly force?: true;
}

export const DEFAULT_ROLE = 'OrganizationAccountAccessRole';
export const DEFAULT_DAYS = 7;
export const DEFAULT_MOST_UPLOADS = 1_000;
