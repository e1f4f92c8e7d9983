import { DynamoDbAccountRecords } from '../../adapters/inventory/account-records';
import { DynamoDbBrake } from '../../adapters/inventory/brake';
import { DynamoDbBucketRecords } from '../../adapters/inventory/bucket-records';
import { DynamoDbCoverageHistory } from '../../adapters/inventory/coverage-history';
import { DynamoDbRuns } from '../../adapters/inventory/runs';
import type { InventoryTable } from '../../adapters/inventory/table';
import { DynamoDbWriteLog } from '../../adapters/inventory/write-log';
import { InMemoryImages } from '../adapters/inventory/in-memory-images';
import { describeAccountRecordsContract } from '../contracts/account-records';
import { describeBrakeContract } from '../contracts/brake';
import { describeBucketRecordsContract } from '../contracts/bucket-records';
import { describeCoverageHistoryContract } from '../contracts/coverage-history';
import { describeRunsContract } from '../contracts/runs';
import { describeWriteLogContract } from '../contracts/write-log';
import { ManualClock } from '../fakes/manual-clock';

const PAGE = 7;

/** All that the inventory promises, on a DynamoDB that makes an empty table for each test. */
export function describeInventory(name: string, newTable: () => Promise<InventoryTable>): void {
  const setup = async (ceilings = { writesPerHour: 1000, writesPerRun: 1000 }) => {
    const table = await newTable();
    const clock = new ManualClock();
    return {
      clock,
      buckets: new DynamoDbBucketRecords(table, PAGE),
      writes: new DynamoDbWriteLog(table, clock, new InMemoryImages()),
      brake: new DynamoDbBrake(table, clock, { ...ceilings, pauseSeconds: 60 }),
      runs: new DynamoDbRuns(table, clock, PAGE),
      accounts: new DynamoDbAccountRecords(table, PAGE),
      coverage: new DynamoDbCoverageHistory(table),
    };
  };
  describeBucketRecordsContract(name, setup);
  describeWriteLogContract(name, setup);
  describeBrakeContract(name, setup);
  describeRunsContract(name, setup);
  describeAccountRecordsContract(name, setup);
  describeCoverageHistoryContract(name, setup);
}
