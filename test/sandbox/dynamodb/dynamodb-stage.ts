import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Clock } from '../../../sandbox/clock';
import type { ResourceResult } from '../../../sandbox/cloudformation/resource-type';
import { Endpoint } from '../../../sandbox/endpoint';
import { Identities } from '../../../sandbox/identity/identities';
import type { Directory } from '../../../sandbox/organization/directory';
import { ADMINISTRATOR_ACCESS } from '../../../sandbox/policy/administrator-access';
import { AuthorizerEngine } from '../../../sandbox/policy/authorizer-engine';
import { parsePolicy } from '../../../sandbox/policy/parse-policy';
import { DynamoDbService } from '../../../sandbox/services/dynamodb/dynamodb-service';
import { tableResourceTypes } from '../../../sandbox/services/dynamodb/table-resource';
import { Trace } from '../../../sandbox/trace';
import { createResource } from '../cloudformation/create-resource';

export const HOME = '111111111111';
export const OTHER = '222222222222';
export const REGION = 'eu-central-1';

const directory: Directory = {
  organizationId: 'o-exampleorg1',
  managementAccountId: '999999999999',
  account: (id) =>
    [HOME, OTHER].includes(id) ? { id, name: id, state: 'ACTIVE', tags: new Map(), parents: ['r-root'] } : undefined,
  accounts: () => [],
  accountsUnder: () => [],
  path: (id) => ([HOME, OTHER].includes(id) ? 'o-exampleorg1/r-root/' : undefined),
  serviceControlPolicies: () => [],
  hasTrustedAccess: () => false,
  isDelegatedAdministrator: () => false,
  isRegionEnabled: () => true,
  onAccountMoved: () => () => {},
};

/** Keys of accounts, buckets and verdicts, with an index of each kind. */
export const LEDGER = {
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'colour', AttributeType: 'S' },
    { AttributeName: 'size', AttributeType: 'N' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-colour',
      KeySchema: [
        { AttributeName: 'colour', KeyType: 'HASH' },
        { AttributeName: 'size', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
};

/** DynamoDB behind the endpoint, with the real evaluation of policies. */
export async function dynamoDbStage() {
  const clock = new Clock();
  const trace = new Trace();
  const identities = new Identities({ clock });
  const authorizer = new AuthorizerEngine({
    directory,
    clock,
    trace,
    principals: {
      policiesOf: (caller) => ({
        identity: caller.kind === 'user' ? (identities.user(caller.arn)?.policies ?? []) : [],
        boundary: undefined,
        tags: new Map(),
      }),
    },
  });
  const dynamodb = new DynamoDbService({ authorizer, trace });
  const endpoint = new Endpoint({ services: [dynamodb], identities, directory, clock, trace });
  const url = await endpoint.listen(0);
  const types = tableResourceTypes(dynamodb.tables);
  const clients: DynamoDBClient[] = [];
  let users = 0;

  return {
    dynamodb,
    trace,
    /** An administrator of the account, or a user with these statements alone. */
    client(account = HOME, region = REGION, statements?: readonly object[]): DynamoDBClient {
      const policy =
        statements === undefined
          ? ADMINISTRATOR_ACCESS
          : parsePolicy({ Version: '2012-10-17', Statement: statements }, 'identity');
      users += 1;
      const credentials = identities.createUser(account, `user-${users}`, [policy]);
      const client = new DynamoDBClient({ endpoint: url, region, maxAttempts: 1, credentials });
      clients.push(client);
      return client;
    },
    /** As CloudFormation does it: properties go through the strict schema. */
    create(
      properties: object,
      place: { account?: string; region?: string; type?: string } = {},
    ): Promise<ResourceResult> {
      const { account = HOME, region = REGION, type: typeName = 'AWS::DynamoDB::Table' } = place;
      return createResource(types, typeName, properties, { account, region });
    },
    async close(): Promise<void> {
      for (const client of clients) client.destroy();
      clock.stop();
      await endpoint.close();
    },
  };
}

export type DynamoDbStage = Awaited<ReturnType<typeof dynamoDbStage>>;
