import type { Table } from './table';
import type { JsonObject } from './table-engine';

/** TableDescription as DynamoDB answers it: the engine knows neither account and Region nor the settings. */
export function describeTable(description: unknown, table: Table): JsonObject {
  const { deletionProtection, encryptedWithKms, tableClass } = table.settings;
  const known = description as JsonObject;
  return {
    ...known,
    TableArn: table.arn,
    ...indexes('GlobalSecondaryIndexes', known, table),
    ...indexes('LocalSecondaryIndexes', known, table),
    DeletionProtectionEnabled: deletionProtection,
    ...(encryptedWithKms ? { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS' } } : {}),
    ...(tableClass === 'STANDARD' ? {} : { TableClassSummary: { TableClass: tableClass } }),
  };
}

function indexes(member: string, description: JsonObject, table: Table): JsonObject {
  const list = description[member] as readonly JsonObject[] | undefined;
  if (list === undefined) return {};
  return { [member]: list.map((index) => ({ ...index, IndexArn: `${table.arn}/index/${index['IndexName']}` })) };
}

/** Source: DescribeTimeToLive, Amazon DynamoDB API Reference. */
export function describeTimeToLive({ settings: { timeToLiveAttribute } }: Table): JsonObject {
  return timeToLiveAttribute === undefined
    ? { TimeToLiveStatus: 'DISABLED' }
    : { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLiveAttribute };
}

/** Source: DescribeContinuousBackups, Amazon DynamoDB API Reference. */
export function describeContinuousBackups({ settings: { recoveryPeriodInDays } }: Table): JsonObject {
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription:
      recoveryPeriodInDays === undefined
        ? { PointInTimeRecoveryStatus: 'DISABLED' }
        : { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays: recoveryPeriodInDays },
  };
}
