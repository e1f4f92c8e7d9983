import type { Clock } from '../../core/ports';
import { InMemoryAccountRecords } from './in-memory-account-records';
import { InMemoryBrake, type WriteCeilings } from './in-memory-brake';
import { InMemoryBucketRecords } from './in-memory-bucket-records';
import { InMemoryCoverageHistory } from './in-memory-coverage-history';
import { ItemWrites } from './in-memory-part';
import { InMemoryRuns } from './in-memory-runs';
import { InMemoryWriteLog } from './in-memory-write-log';

export interface InMemoryInventory {
  readonly buckets: InMemoryBucketRecords;
  readonly writes: InMemoryWriteLog;
  readonly brake: InMemoryBrake;
  readonly runs: InMemoryRuns;
  readonly accounts: InMemoryAccountRecords;
  readonly coverage: InMemoryCoverageHistory;
}

export interface InMemoryInventoryOptions extends Partial<WriteCeilings> {
  /** Rows of a page where the caller does not say. @default 200 */
  readonly pageSize?: number;
}

/** An empty inventory in memory. Without ceilings every write is allowed. */
export function inMemoryInventory(clock: Clock, options: InMemoryInventoryOptions = {}): InMemoryInventory {
  const { writesPerHour = Number.POSITIVE_INFINITY, writesPerRun = Number.POSITIVE_INFINITY, pageSize = 200 } = options;
  const counted = new ItemWrites();
  const accounts = new InMemoryAccountRecords(counted, pageSize);
  const writes = new InMemoryWriteLog(counted, clock);
  return {
    buckets: new InMemoryBucketRecords(counted, accounts, writes, pageSize),
    writes,
    brake: new InMemoryBrake(counted, clock, { writesPerHour, writesPerRun }),
    runs: new InMemoryRuns(counted, clock, pageSize),
    accounts,
    coverage: new InMemoryCoverageHistory(counted),
  };
}
