import { AwsError } from '../../aws-error';
import { ConditionalCheckFailed } from './dynamodb-errors';
import type { Table } from './table';
import type { JsonObject, TableEngine } from './table-engine';

/**
 * One PutItem, UpdateItem or DeleteItem. With `ReturnValuesOnConditionCheckFailure: ALL_OLD` a condition that is not met throws
 * ConditionalCheckFailed with the item as it was then; if there is no item, or without ALL_OLD, a plain AwsError.
 */
export function writeItem(
  engine: TableEngine,
  table: Table | undefined,
  operation: 'PutItem' | 'UpdateItem' | 'DeleteItem',
  input: JsonObject,
): Promise<JsonObject> {
  const { ReturnValuesOnConditionCheckFailure: returned, ...request } = input;
  return engine.serially(async () => {
    try {
      return await engine.call(operation, request);
    } catch (error) {
      if (returned !== 'ALL_OLD' || table === undefined) throw error;
      if (!(error instanceof AwsError) || error.code !== 'ConditionalCheckFailedException') throw error;
      // No other write comes between: this is the item that did not meet the condition.
      const Key = keyOf(table, request);
      const { Item } = await engine.call('GetItem', { TableName: table.name, Key, ConsistentRead: true });
      throw Item === undefined
        ? error
        : new ConditionalCheckFailed(error.message, Item as ConditionalCheckFailed['item']);
    }
  });
}

function keyOf(table: Table, request: JsonObject): object {
  const item = request['Item'];
  if (typeof item !== 'object' || item === null) return request['Key'] as object;
  return Object.fromEntries(Object.entries(item).filter(([name]) => table.keys.includes(name)));
}
