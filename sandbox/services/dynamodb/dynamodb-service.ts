import { NotModelledError } from '../../aws-error';
import { callerAccount } from '../../identity/caller';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import { type JsonOperation, jsonService } from '../../wire/json-protocol';
import type { Call, WireResponse, WireService } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import type { Item } from './attribute-value';
import { writeItem } from './conditional-write';
import { parseCreateTable } from './create-table-request';
import { describeContinuousBackups, describeTable, describeTimeToLive } from './describe-table';
import { renderDynamoDbError } from './dynamodb-errors';
import { listTables } from './list-tables';
import { checkMembers, type OperationName } from './request-members';
import { DEFAULT_SETTINGS, namedTable, type TableAddress, tableAddress } from './table';
import type { JsonObject } from './table-engine';
import { Tables } from './tables';

/** DynamoDB over the wire (JSON 1.0): authorized and traced here, answered by dynalite. */
export class DynamoDbService implements WireService {
  readonly signingNames = ['dynamodb'];
  readonly tables = new Tables();
  readonly #authorizer: Authorizer;
  readonly #trace: Trace;
  readonly #wire: WireService;

  constructor(options: { readonly authorizer: Authorizer; readonly trace: Trace }) {
    this.#authorizer = options.authorizer;
    this.#trace = options.trace;
    this.#wire = jsonService({
      signingNames: this.signingNames,
      targetPrefix: 'DynamoDB_20120810',
      version: '1.0',
      operations: this.#operations(),
    });
  }

  async handle(call: Call): Promise<WireResponse> {
    const target = call.request.headers['x-amz-target'];
    if (target?.startsWith('DynamoDBStreams_')) throw new NotModelledError(`the operation ${target}`);
    return this.#wire.handle(call);
  }

  renderError(error: Parameters<WireService['renderError']>[0]): WireResponse {
    return renderDynamoDbError(error);
  }

  /** Everything a table holds, in no order, without a call being made. Throws AwsError ResourceNotFoundException. */
  items(account: string, region: string, table: string): Promise<readonly Item[]> {
    return this.tables.items(tableAddress(account, region, table));
  }

  #operations(): Record<OperationName, JsonOperation> {
    const { tables } = this;
    const read = (operation: OperationName) =>
      this.#onTable(operation, (table, input) => tables.engine(table).call(operation, input));
    const write = (operation: 'PutItem' | 'UpdateItem' | 'DeleteItem') =>
      this.#onTable(operation, (table, input) => writeItem(tables.engine(table), tables.find(table), operation, input));
    return {
      GetItem: read('GetItem'),
      Query: read('Query'),
      Scan: read('Scan'),
      PutItem: write('PutItem'),
      UpdateItem: write('UpdateItem'),
      DeleteItem: write('DeleteItem'),
      BatchGetItem: this.#onTables('BatchGetItem', (place, input) => tables.engine(place).call('BatchGetItem', input)),
      BatchWriteItem: this.#onTables('BatchWriteItem', (place, input) => {
        const engine = tables.engine(place);
        return engine.serially(() => engine.call('BatchWriteItem', input));
      }),
      CreateTable: this.#onTable('CreateTable', async (table, input) => {
        const { definition, deletionProtection } = parseCreateTable(input);
        const settings = { ...DEFAULT_SETTINGS, deletionProtection };
        const created = await tables.create(table.account, table.region, definition, settings);
        const { Table } = await tables.engine(table).call('DescribeTable', { TableName: table.name });
        return { TableDescription: describeTable(Table, created) };
      }),
      DeleteTable: this.#onTable('DeleteTable', async (table) => {
        const known = tables.get(table);
        const { Table } = await tables.engine(table).call('DescribeTable', { TableName: table.name });
        await tables.delete(table);
        return { TableDescription: { ...describeTable(Table, known), TableStatus: 'DELETING' } };
      }),
      DescribeTable: this.#onTable('DescribeTable', async (table, input) => {
        const { Table } = await tables.engine(table).call('DescribeTable', input);
        return { Table: describeTable(Table, tables.get(table)) };
      }),
      DescribeTimeToLive: this.#onTable('DescribeTimeToLive', async (table) => ({
        TimeToLiveDescription: describeTimeToLive(tables.get(table)),
      })),
      DescribeContinuousBackups: this.#onTable('DescribeContinuousBackups', async (table) => ({
        ContinuousBackupsDescription: describeContinuousBackups(tables.get(table)),
      })),
      ListTables: (raw, call) => {
        const input = checkMembers('ListTables', raw);
        const account = callerAccount(call.caller);
        return this.#authorized('ListTables', call, account, ['*'], async () =>
          listTables(tables.names(account, call.region), input),
        );
      },
    };
  }

  /** An operation on one table, or on one of its indexes: then the index is what is authorized. */
  #onTable(
    operation: OperationName,
    run: (table: TableAddress, input: JsonObject) => Promise<JsonObject>,
  ): JsonOperation {
    return (raw, call) => {
      const input = checkMembers(operation, raw);
      const table = namedTable(input['TableName'], callerAccount(call.caller), call.region);
      const index = input['IndexName'];
      const resource = index === undefined ? table.arn : `${table.arn}/index/${index}`;
      return this.#authorized(operation, call, table.account, [resource], () =>
        run(table, { ...input, TableName: table.name }),
      );
    };
  }

  /** An operation on the tables that `RequestItems` names, each of which is authorized. */
  #onTables(
    operation: OperationName,
    run: (place: { account: string; region: string }, input: JsonObject) => Promise<JsonObject>,
  ): JsonOperation {
    return (raw, call) => {
      const input = checkMembers(operation, raw);
      const names = Object.keys(input['RequestItems'] ?? {});
      if (names.some((name) => name.startsWith('arn:'))) throw new NotModelledError(`ARNs in dynamodb:${operation}`);
      const place = { account: callerAccount(call.caller), region: call.region };
      const arns = names.map((name) => tableAddress(place.account, place.region, name).arn);
      return this.#authorized(operation, call, place.account, arns, () => run(place, input));
    };
  }

  #authorized(
    operation: OperationName,
    call: Call,
    resourceAccount: string,
    resources: readonly string[],
    run: () => Promise<JsonObject>,
  ): Promise<JsonObject> {
    const { caller, region } = call;
    const action = `dynamodb:${operation}`;
    return recordCall(this.#trace, { action, caller, region, resource: resources.join(',') }, () => {
      for (const resource of resources) {
        this.#authorizer.authorize({ caller, action, resource, resourceAccount, region });
      }
      return run();
    });
  }
}
