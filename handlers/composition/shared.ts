import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDbAccountRecords } from '../../adapters/inventory/account-records';
import { DynamoDbBrake } from '../../adapters/inventory/brake';
import { DynamoDbBucketRecords } from '../../adapters/inventory/bucket-records';
import { DynamoDbCoverageHistory } from '../../adapters/inventory/coverage-history';
import { DynamoDbRuns } from '../../adapters/inventory/runs';
import { InventoryTable } from '../../adapters/inventory/table';
import { LineJournal } from '../../adapters/journal';
import { SqsDeadLetters, SqsSettleQueue } from '../../adapters/sqs';
import { systemClock } from '../../adapters/system-clock';
import { names } from '../../core/contract/names';
import type { ReconcileRules } from '../../core/reconcile-services';
import type { HubConfig, MemberConfig } from '../environment/shared';

/** Milliseconds to wait for a connection, and for an answer: a try that hangs must leave time for the rest of its batch. */
export const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** Takes one line, its end included. */
export type Write = (line: string) => void;

/** What every function of the hub is made of. */
export function composeHub(config: HubConfig, write: Write) {
  const region = config.homeRegion;
  const sqs = new SQSClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS });
  const table = new InventoryTable(
    new DynamoDBClient({ region, maxAttempts: 3, requestHandler: TIMEOUTS }),
    config.inventoryTable,
  );
  const name = names(config.qualifier);
  return {
    region,
    name,
    sqs,
    table,
    ports: {
      clock: systemClock,
      journal: new LineJournal({ write, clock: systemClock, namespace: name.metricNamespace }),
      settleQueue: new SqsSettleQueue(sqs, config.settleQueueUrl),
      deadLetters: new SqsDeadLetters(sqs, config.deadLetterQueueUrl),
      buckets: new DynamoDbBucketRecords(table),
      selection: selectionOf(config),
    },
  };
}

/** The parts of the inventory that the sweep alone needs. A sweep writes no bucket, so its brake has no ceiling to count against. */
export function composeSweepInventory(table: InventoryTable, { pauseSeconds }: HubConfig) {
  return {
    accounts: new DynamoDbAccountRecords(table),
    runs: new DynamoDbRuns(table, systemClock),
    coverage: new DynamoDbCoverageHistory(table),
    brake: new DynamoDbBrake(table, systemClock, { writesPerHour: 0, writesPerRun: 0, pauseSeconds }),
  };
}

/** The rules that are the same for whoever looks at buckets. */
export function bucketRules(
  config: MemberConfig,
): Pick<
  ReconcileRules,
  | 'onLongerRule'
  | 'onForeignConfiguration'
  | 'onManagedConfiguration'
  | 'bucketOptOut'
  | 'ruleOfExcluded'
  | 'contestedAfter'
  | 'contestedDays'
> {
  return {
    onLongerRule: config.onLongerRule,
    onForeignConfiguration: config.onForeignConfiguration,
    onManagedConfiguration: config.onManagedConfiguration,
    bucketOptOut: config.bucketOptOut,
    ruleOfExcluded: config.ruleOfExcludedBuckets,
    contestedAfter: config.contestedAfter,
    contestedDays: config.contestedDays,
  };
}

function selectionOf({ days, mode, modes, targets }: HubConfig) {
  return { days, mode, modes, targets };
}
