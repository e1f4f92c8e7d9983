import { NotModelledError } from '../../aws-error';
import { validationError } from './dynamodb-errors';
import type { JsonObject } from './table-engine';

const NAMES = ['ExpressionAttributeNames'];
const EXPRESSIONS = [...NAMES, 'ExpressionAttributeValues'];
const ANSWERED = ['TableName', 'ReturnConsumedCapacity'];
const READ = [...ANSWERED, 'AttributesToGet', 'ConsistentRead', 'ProjectionExpression'];
const WRITTEN = [
  ...ANSWERED,
  ...EXPRESSIONS,
  'ConditionExpression',
  'ConditionalOperator',
  'Expected',
  'ReturnItemCollectionMetrics',
  'ReturnValues',
  'ReturnValuesOnConditionCheckFailure',
];
const PAGED = [
  ...READ,
  ...EXPRESSIONS,
  'ConditionalOperator',
  'ExclusiveStartKey',
  'FilterExpression',
  'IndexName',
  'Limit',
  'Select',
];

/** Members of each request that are modelled. Source: Amazon DynamoDB API Reference. */
const MEMBERS = {
  BatchGetItem: ['RequestItems', 'ReturnConsumedCapacity'],
  BatchWriteItem: ['RequestItems', 'ReturnConsumedCapacity', 'ReturnItemCollectionMetrics'],
  CreateTable: [
    'AttributeDefinitions',
    'BillingMode',
    'DeletionProtectionEnabled',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'LocalSecondaryIndexes',
    'ProvisionedThroughput',
    'TableName',
  ],
  DeleteItem: [...WRITTEN, 'Key'],
  DeleteTable: ['TableName'],
  DescribeContinuousBackups: ['TableName'],
  DescribeTable: ['TableName'],
  DescribeTimeToLive: ['TableName'],
  GetItem: [...READ, ...NAMES, 'Key'],
  ListTables: ['ExclusiveStartTableName', 'Limit'],
  PutItem: [...WRITTEN, 'Item'],
  Query: [...PAGED, 'KeyConditionExpression', 'KeyConditions', 'QueryFilter', 'ScanIndexForward'],
  Scan: [...PAGED, 'ScanFilter', 'Segment', 'TotalSegments'],
  UpdateItem: [...WRITTEN, 'AttributeUpdates', 'Key', 'UpdateExpression'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type OperationName = keyof typeof MEMBERS;

/**
 * The request as it came. Throws NotModelledError for a member that is not in the table and for what dynalite would take and get
 * wrong; AwsError ValidationException for a value of ReturnValuesOnConditionCheckFailure that does not exist.
 */
export function checkMembers(operation: OperationName, input: unknown): JsonObject {
  const request = input as JsonObject;
  const known: readonly string[] = MEMBERS[operation];
  for (const member of Object.keys(request)) {
    if (!known.includes(member)) throw new NotModelledError(`${member} of dynamodb:${operation}`);
  }
  if ((request['ReturnItemCollectionMetrics'] ?? 'NONE') !== 'NONE') {
    throw new NotModelledError(`ReturnItemCollectionMetrics of dynamodb:${operation}`);
  }
  const returned = request['ReturnValuesOnConditionCheckFailure'] ?? 'NONE';
  if (returned !== 'NONE' && returned !== 'ALL_OLD') {
    throw validationError(
      `1 validation error detected: Value '${returned}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
    );
  }
  checkExpressions(operation, request);
  return request;
}

/** dynalite takes no two lists and no two maps for equal, and counts anew after each element that it removes from a list. */
function checkExpressions(operation: OperationName, request: JsonObject): void {
  const conditions = [request['ConditionExpression'], request['FilterExpression']].join(' ');
  const compared = new Set(conditions.match(/:\w+/g));
  for (const [name, value] of Object.entries(request['ExpressionAttributeValues'] ?? {})) {
    const isDocument = typeof value === 'object' && value !== null && ('L' in value || 'M' in value);
    if (isDocument && compared.has(name)) {
      throw new NotModelledError(`lists and maps (${name}) in a condition of dynamodb:${operation}`);
    }
  }
  const removed = /\bREMOVE\b(.*?)(?:\b(?:SET|ADD|DELETE)\b|$)/is.exec(String(request['UpdateExpression'] ?? ''))?.[1];
  if ((removed?.match(/\[\s*\d+\s*\]\s*(?=,|$)/g) ?? []).length > 1) {
    throw new NotModelledError(`the removal of several elements of lists by one dynamodb:${operation}`);
  }
}
