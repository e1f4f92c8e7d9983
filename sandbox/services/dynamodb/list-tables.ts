import { validationError } from './dynamodb-errors';
import type { JsonObject } from './table-engine';

const LARGEST_PAGE = 100;

/** One page of names after `ExclusiveStartTableName`. Throws AwsError ValidationException for a Limit that is not 1 to 100. */
export function listTables(names: readonly string[], input: JsonObject): JsonObject {
  const { ExclusiveStartTableName: start = '', Limit: limit = LARGEST_PAGE } = input;
  if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
    throw validationError(`Value '${limit}' at 'limit' must be a whole number from 1 to ${LARGEST_PAGE}`);
  }
  const rest = names.filter((name) => name > String(start));
  const page = rest.slice(0, limit);
  return { TableNames: page, ...(rest.length > limit ? { LastEvaluatedTableName: page.at(-1) } : {}) };
}
