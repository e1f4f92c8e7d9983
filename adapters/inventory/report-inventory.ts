import { systemClock } from '../system-clock';
import { DynamoDbAccountRecords } from './account-records';
import { DynamoDbBucketRecords } from './bucket-records';
import { DynamoDbCoverageHistory } from './coverage-history';
import { DynamoDbRuns } from './runs';
import type { InventoryTable } from './table';
import { DynamoDbWrittenImages } from './written-images';

/** The parts of the inventory that a report reads. */
export function reportInventory(table: InventoryTable) {
  return {
    accounts: new DynamoDbAccountRecords(table),
    buckets: new DynamoDbBucketRecords(table),
    runs: new DynamoDbRuns(table, systemClock),
    coverage: new DynamoDbCoverageHistory(table),
    images: new DynamoDbWrittenImages(table),
  };
}
