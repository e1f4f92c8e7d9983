import { formatArn, parseArn } from '../../arn';
import { AwsError } from '../../aws-error';
import { validationError } from './dynamodb-errors';

export interface TableAddress {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
}

/** What AWS keeps beside the items and the keys. */
export interface TableSettings {
  readonly deletionProtection: boolean;
  readonly encryptedWithKms: boolean;
  /** In days; undefined while point-in-time recovery is off. */
  readonly recoveryPeriodInDays: number | undefined;
  /** Recorded only: no item expires. */
  readonly timeToLiveAttribute: string | undefined;
  readonly tableClass: 'STANDARD' | 'STANDARD_INFREQUENT_ACCESS';
}

/** Source: CreateTable, Amazon DynamoDB API Reference. */
export const DEFAULT_SETTINGS: TableSettings = {
  deletionProtection: false,
  encryptedWithKms: false,
  recoveryPeriodInDays: undefined,
  timeToLiveAttribute: undefined,
  tableClass: 'STANDARD',
};

export interface Table extends TableAddress {
  readonly id: string;
  /** Names of the key attributes, the partition key first. */
  readonly keys: readonly string[];
  readonly settings: TableSettings;
}

export function tableAddress(account: string, region: string, name: string): TableAddress {
  return { account, region, name, arn: formatArn({ service: 'dynamodb', region, account, resource: `table/${name}` }) };
}

/**
 * The table that a request names, by name or by ARN. Throws AwsError ValidationException for no name or an ARN of something
 * else, SerializationException for what is not text.
 */
export function namedTable(value: unknown, account: string, region: string): TableAddress {
  if (value === undefined || value === null) {
    throw validationError(
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null",
    );
  }
  if (typeof value !== 'string') throw new AwsError('SerializationException', 'TableName is not text');
  if (!value.startsWith('arn:')) return tableAddress(account, region, value);
  const arn = parseArn(value);
  const name = arn?.service === 'dynamodb' ? /^table\/([^/]+)$/.exec(arn.resource)?.[1] : undefined;
  if (arn === undefined || name === undefined || arn.region !== region) {
    throw validationError(`Invalid TableArn: ${value} is not the ARN of a table in ${region}`);
  }
  return tableAddress(arn.account, region, name);
}
