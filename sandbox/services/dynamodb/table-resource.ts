import { z } from 'zod';
import { AwsError, NotModelledError } from '../../aws-error';
import { generatedName } from '../../cloudformation/generated-name';
import type { ResourceRequest, ResourceResult, ResourceType } from '../../cloudformation/resource-type';
import type { Table, TableSettings } from './table';
import type { TableDefinition } from './table-definition';
import {
  globalIndex,
  replicaIndex,
  replicaProperties,
  sharedProperties,
  tableSettings,
  throughput,
} from './table-properties';
import type { Tables } from './tables';

const tableSchema = z.strictObject({
  ...sharedProperties,
  ...replicaProperties,
  GlobalSecondaryIndexes: z.array(globalIndex.extend({ ProvisionedThroughput: throughput })).optional(),
  ProvisionedThroughput: throughput,
});

const globalTableSchema = z.strictObject({
  ...sharedProperties,
  GlobalSecondaryIndexes: z.array(globalIndex).optional(),
  Replicas: z
    .array(
      z.strictObject({
        ...replicaProperties,
        Region: z.string(),
        GlobalSecondaryIndexes: z.array(replicaIndex).optional(),
      }),
    )
    .min(1),
});

function tableType(tables: Tables): ResourceType<z.infer<typeof tableSchema>> {
  return {
    typeName: 'AWS::DynamoDB::Table',
    schema: tableSchema,
    async create(request) {
      const { properties } = request;
      const { ref, table, remove } = await create(tables, request, properties, tableSettings(properties, properties));
      return { ref, attributes: { Arn: table.arn }, delete: remove };
    },
  };
}

/** A global table of one Region, which is a table like any other. */
function globalTableType(tables: Tables): ResourceType<z.infer<typeof globalTableSchema>> {
  return {
    typeName: 'AWS::DynamoDB::GlobalTable',
    schema: globalTableSchema,
    async create(request) {
      const { properties, stack } = request;
      const { Replicas, ...shared } = properties;
      const replica = Replicas.find(({ Region }) => Region === stack.region);
      if (replica === undefined) throw new Error(`Replicas must have the Region of the stack, ${stack.region}`);
      if (Replicas.length > 1) throw new NotModelledError('replicas of an AWS::DynamoDB::GlobalTable in other Regions');
      for (const { IndexName, ContributorInsightsSpecification } of replica.GlobalSecondaryIndexes ?? []) {
        if (ContributorInsightsSpecification?.Enabled === true) throw new NotModelledError('contributor insights');
        if (!shared.GlobalSecondaryIndexes?.some((index) => index.IndexName === IndexName)) {
          throw new Error(`Replicas name the index ${IndexName}, which the table does not have`);
        }
      }
      const { ref, table, remove } = await create(tables, request, shared, tableSettings(shared, replica));
      return { ref, attributes: { Arn: table.arn, TableId: table.id }, delete: remove };
    },
  };
}

async function create(
  tables: Tables,
  { stack, logicalId }: ResourceRequest<unknown>,
  properties: Omit<z.infer<typeof tableSchema>, keyof typeof replicaProperties>,
  settings: TableSettings,
): Promise<{ readonly ref: string; readonly table: Table; readonly remove: ResourceResult['delete'] }> {
  const definition: TableDefinition = {
    TableName: properties.TableName ?? generatedName(stack.stackName, logicalId, 255),
    AttributeDefinitions: properties.AttributeDefinitions,
    KeySchema: properties.KeySchema,
    BillingMode: properties.BillingMode,
    ProvisionedThroughput: properties.ProvisionedThroughput,
    GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes,
    LocalSecondaryIndexes: properties.LocalSecondaryIndexes,
  };
  const name = definition.TableName;
  try {
    const table = await tables.create(stack.account, stack.region, definition, settings);
    return {
      ref: name,
      table,
      remove: async () => {
        if (tables.find(table) !== undefined) await tables.delete(table);
      },
    };
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceInUseException') throw error;
    throw new AwsError('ResourceAlreadyExists', `Resource with identifier '${name}' already exists: ${error.message}`);
  }
}

/** `AWS::DynamoDB::Table` (Ref: name; Arn) and `AWS::DynamoDB::GlobalTable` of one Region (Ref: name; Arn, TableId). */
export function tableResourceTypes(tables: Tables): readonly ResourceType[] {
  return [tableType(tables), globalTableType(tables)];
}
