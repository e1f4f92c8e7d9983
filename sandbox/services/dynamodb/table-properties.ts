import { z } from 'zod';
import { NotModelledError } from '../../aws-error';
import { validationError } from './dynamodb-errors';
import type { TableSettings } from './table';

const text = z.string();
const flag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((value) => value === true || value === 'true')
  .optional();
const number = z.coerce.number().int();

export const keySchema = z.array(z.strictObject({ AttributeName: text, KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']).optional(),
  NonKeyAttributes: z.array(text).optional(),
});
const index = { IndexName: text, KeySchema: keySchema, Projection: projection };

export const attributeDefinitions = z.array(
  z.strictObject({ AttributeName: text, AttributeType: z.enum(['S', 'N', 'B']) }),
);
export const billingMode = z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).optional();
export const throughput = z.strictObject({ ReadCapacityUnits: number, WriteCapacityUnits: number }).optional();
export const localIndexes = z.array(z.strictObject(index)).optional();
export const globalIndex = z.strictObject(index);
const encryption = z.strictObject({
  SSEEnabled: flag,
  SSEType: z.enum(['KMS']).optional(),
  KMSMasterKeyId: text.optional(),
});

/** Properties of a table and of a global table alike. */
export const sharedProperties = {
  TableName: text.optional(),
  AttributeDefinitions: attributeDefinitions,
  KeySchema: keySchema,
  BillingMode: billingMode,
  LocalSecondaryIndexes: localIndexes,
  SSESpecification: encryption.optional(),
  TimeToLiveSpecification: z.strictObject({ Enabled: flag, AttributeName: text.min(1).max(255).optional() }).optional(),
};

const contributorInsights = z.strictObject({ Enabled: flag }).optional();

/** An index of a replica: only what differs from the index of the table. */
export const replicaIndex = z.strictObject({ IndexName: text, ContributorInsightsSpecification: contributorInsights });

/** Properties of a table and of each replica of a global table alike. */
export const replicaProperties = {
  ContributorInsightsSpecification: contributorInsights,
  DeletionProtectionEnabled: flag,
  PointInTimeRecoverySpecification: z
    .strictObject({ PointInTimeRecoveryEnabled: flag, RecoveryPeriodInDays: number.min(1).max(35).optional() })
    .optional(),
  TableClass: z.enum(['STANDARD', 'STANDARD_INFREQUENT_ACCESS']).optional(),
  Tags: z
    .array(z.strictObject({ Key: text.min(1).max(128), Value: text.max(256) }))
    .max(50)
    .optional(),
};

const shared = z.strictObject(sharedProperties);
const replica = z.strictObject(replicaProperties);

/** Throws AwsError ValidationException for settings that DynamoDB refuses, NotModelledError for a customer's key and for insights. */
export function tableSettings(
  table: Pick<z.infer<typeof shared>, 'SSESpecification' | 'TimeToLiveSpecification'>,
  own: z.infer<typeof replica>,
): TableSettings {
  const { SSESpecification: sse, TimeToLiveSpecification: timeToLive } = table;
  const recovery = own.PointInTimeRecoverySpecification;
  if (sse?.KMSMasterKeyId !== undefined) throw new NotModelledError('KMSMasterKeyId of a table');
  if (own.ContributorInsightsSpecification?.Enabled === true) throw new NotModelledError('contributor insights');
  if (sse !== undefined && sse.SSEEnabled !== true && sse.SSEType !== undefined) {
    throw validationError('One or more parameter values were invalid: SSEType needs SSEEnabled');
  }
  if (timeToLive?.Enabled === true && timeToLive.AttributeName === undefined) {
    throw validationError('TimeToLiveSpecification needs an AttributeName');
  }
  if (recovery?.RecoveryPeriodInDays !== undefined && recovery.PointInTimeRecoveryEnabled !== true) {
    throw validationError('RecoveryPeriodInDays needs PointInTimeRecoveryEnabled');
  }
  const keys = (own.Tags ?? []).map(({ Key }) => Key);
  if (new Set(keys).size < keys.length || keys.some((key) => key.startsWith('aws:'))) {
    throw validationError('One or more parameter values were invalid: tag keys must differ and not begin with aws:');
  }
  return {
    deletionProtection: own.DeletionProtectionEnabled ?? false,
    encryptedWithKms: sse?.SSEEnabled ?? false,
    recoveryPeriodInDays:
      recovery?.PointInTimeRecoveryEnabled === true ? (recovery.RecoveryPeriodInDays ?? 35) : undefined,
    timeToLiveAttribute: timeToLive?.Enabled === true ? timeToLive.AttributeName : undefined,
    tableClass: own.TableClass ?? 'STANDARD',
  };
}
