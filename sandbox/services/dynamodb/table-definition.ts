import { NotModelledError } from '../../aws-error';
import { validationError } from './dynamodb-errors';
import type { JsonObject } from './table-engine';

interface Key {
  readonly AttributeName: string;
  readonly KeyType: string;
}

interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly Key[];
  readonly Projection: {
    readonly ProjectionType?: string | undefined;
    readonly NonKeyAttributes?: readonly string[] | undefined;
  };
  readonly ProvisionedThroughput?: JsonObject | undefined;
}

/** The members of CreateTable that make keys and indexes. */
export interface TableDefinition {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly KeySchema: readonly Key[];
  readonly BillingMode?: string | undefined;
  readonly ProvisionedThroughput?: JsonObject | undefined;
  readonly GlobalSecondaryIndexes?: readonly Index[] | undefined;
  readonly LocalSecondaryIndexes?: readonly Index[] | undefined;
}

/**
 * Throws AwsError ValidationException for what DynamoDB refuses and dynalite does not see, NotModelledError for provisioned
 * capacity. Source: CreateTable, Amazon DynamoDB API Reference.
 */
export function checkDefinition(definition: TableDefinition): void {
  const defined = definition.AttributeDefinitions.map(({ AttributeName }) => AttributeName);
  const indexes = [...(definition.GlobalSecondaryIndexes ?? []), ...(definition.LocalSecondaryIndexes ?? [])];
  const used = new Set([definition, ...indexes].flatMap(({ KeySchema }) => KeySchema.map((key) => key.AttributeName)));
  if (new Set(defined).size < defined.length) {
    throw invalid(`Duplicate AttributeName in AttributeDefinitions: [${defined.join(', ')}]`);
  }
  if (indexes.length > 0 && defined.some((name) => !used.has(name))) {
    throw invalid(
      `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(', ')}], keys used: [${[...used].join(', ')}]`,
    );
  }
  for (const { Projection } of indexes) {
    if (Projection.ProjectionType === 'INCLUDE' && Projection.NonKeyAttributes === undefined) {
      throw invalid('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
    }
  }
  if (definition.BillingMode !== 'PAY_PER_REQUEST') throw new NotModelledError('provisioned capacity of tables');
}

function invalid(reason: string): Error {
  return validationError(`One or more parameter values were invalid: ${reason}`);
}
