import type { WriteReportEnvironment } from '../../core/contract/environment';
import { type AccountId, parseAccountId, parseRegion, type Region } from '../../core/identifiers';
import { EnvironmentReader } from './reader';

/** The environment of `write-report`, typed. */
export interface WriteReportConfig {
  readonly qualifier: string;
  readonly homeRegion: Region;
  readonly hubAccountId: AccountId;
  /** Null in scope `account`. */
  readonly organizationId: string | null;
  readonly retrySeconds: number;
  readonly maxTries: number;
  readonly inventoryTable: string;
  readonly reportBucket: string;
  readonly reportQueueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** Throws one Error that lists every variable that is missing or wrong: its name, its value and what it must be. */
export function parseWriteReportEnvironment(environment: NodeJS.ProcessEnv): WriteReportConfig {
  const reader = new EnvironmentReader<keyof WriteReportEnvironment>(environment);
  return reader.whole({
    qualifier: reader.name('PARTSWEEP_QUALIFIER'),
    homeRegion: reader.parsed('PARTSWEEP_HOME_REGION', parseRegion, 'a Region'),
    hubAccountId: reader.parsed('PARTSWEEP_HUB_ACCOUNT_ID', parseAccountId, 'twelve digits'),
    organizationId: reader.parsed(
      'PARTSWEEP_ORGANIZATION_ID',
      (text) => (text === 'none' ? null : /^o-[a-z0-9]{10,32}$/.exec(text)?.[0]),
      'the ID of an organization, or none',
    ),
    retrySeconds: reader.count('PARTSWEEP_RETRY_SECONDS', 0, 900),
    maxTries: reader.count('PARTSWEEP_MAX_TRIES', 1, 1_000),
    inventoryTable: reader.name('PARTSWEEP_INVENTORY_TABLE'),
    reportBucket: reader.name('PARTSWEEP_REPORT_BUCKET'),
    reportQueueUrl: reader.url('PARTSWEEP_REPORT_QUEUE_URL'),
    deadLetterQueueUrl: reader.url('PARTSWEEP_DEAD_LETTER_QUEUE_URL'),
  });
}
