import { z } from 'zod';
import { AwsError, NotModelledError } from '../../aws-error';
import type { TableDefinition } from './table-definition';
import {
  attributeDefinitions,
  billingMode,
  globalIndex,
  keySchema,
  localIndexes,
  throughput,
} from './table-properties';

const schema = z.strictObject({
  TableName: z.string(),
  AttributeDefinitions: attributeDefinitions,
  KeySchema: keySchema,
  BillingMode: billingMode,
  ProvisionedThroughput: throughput,
  GlobalSecondaryIndexes: z.array(globalIndex.extend({ ProvisionedThroughput: throughput })).optional(),
  LocalSecondaryIndexes: localIndexes,
  DeletionProtectionEnabled: z.boolean().optional(),
});

/**
 * Throws AwsError ValidationException for a member of the wrong form, NotModelledError for one that is not in the schema.
 * Source: CreateTable, Amazon DynamoDB API Reference.
 */
export function parseCreateTable(input: unknown): {
  readonly definition: TableDefinition;
  readonly deletionProtection: boolean;
} {
  const result = schema.safeParse(input);
  if (result.success) {
    const { DeletionProtectionEnabled: deletionProtection = false, ...definition } = result.data;
    return { definition, deletionProtection };
  }
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      throw new NotModelledError(`${[...issue.path, issue.keys.join(', ')].join('.')} of dynamodb:CreateTable`);
    }
  }
  const issue = result.error.issues[0];
  throw new AwsError('ValidationException', `${issue?.path.join('.')}: ${issue?.message}`);
}
