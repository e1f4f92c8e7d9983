import type { HubOptions } from '../hub/hub-options';

export const REPORT_FORMATS = ['html', 'csv', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface ReportOptions extends HubOptions {
  /** Result file of a scan, in place of the hub. */
  readonly from?: string;
  /** From the inventory as it is, in place of the report that the hub wrote. */
  readonly now?: true;
  readonly format?: ReportFormat;
  readonly output?: string;
  readonly force?: true;
  readonly open?: true;
}
