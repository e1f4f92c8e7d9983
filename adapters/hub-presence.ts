import { ResourceNotFoundException as NoSuchTable } from '@aws-sdk/client-dynamodb';
import { ResourceNotFoundException as NoSuchFunction } from '@aws-sdk/client-lambda';
import { QueueDoesNotExist } from '@aws-sdk/client-sqs';

/** Whether a call failed because the hub's function, table or queue is not in the account and Region that were asked. */
export function isNotThere(error: unknown): boolean {
  return error instanceof NoSuchFunction || error instanceof NoSuchTable || error instanceof QueueDoesNotExist;
}
