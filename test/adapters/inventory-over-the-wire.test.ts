import { DynamoDbAccountRecords } from '../../adapters/inventory/account-records';
import { DynamoDbBrake } from '../../adapters/inventory/brake';
import { DynamoDbBucketRecords } from '../../adapters/inventory/bucket-records';
import { DynamoDbCoverageHistory } from '../../adapters/inventory/coverage-history';
import { DynamoDbRuns } from '../../adapters/inventory/runs';
import { DynamoDbWriteLog } from '../../adapters/inventory/write-log';
import { describeAccountRecordsContract } from '../contracts/account-records';
import { describeBrakeContract } from '../contracts/brake';
import { describeBucketRecordsContract } from '../contracts/bucket-records';
import { describeCoverageHistoryContract } from '../contracts/coverage-history';
import { describeRunsContract } from '../contracts/runs';
import { describeWriteLogContract } from '../contracts/write-log';
import { ManualClock } from '../fakes/manual-clock';
import { InMemoryImages } from './inventory/in-memory-images';
import { LocalDynamoDb } from './inventory/local-table';

const PAGE = 7;
const local = new LocalDynamoDb();

beforeAll(() => local.start());
afterAll(() => local.stop());

const setup = async (ceilings = { writesPerHour: 1000, writesPerRun: 1000 }) => {
  const table = await local.newTable();
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

describeBucketRecordsContract('the inventory on DynamoDB', setup);
describeWriteLogContract('the inventory on DynamoDB', setup);
describeBrakeContract('the inventory on DynamoDB', setup);
describeRunsContract('the inventory on DynamoDB', setup);
describeAccountRecordsContract('the inventory on DynamoDB', setup);
describeCoverageHistoryContract('the inventory on DynamoDB', setup);
