import { setImmediate as nextTurn } from 'node:timers/promises';
import { AwsError } from '../../aws-error';
import type { Item } from './attribute-value';
import { tableNotFound, validationError } from './dynamodb-errors';
import { type Table, type TableAddress, type TableSettings, tableAddress } from './table';
import { checkDefinition, type TableDefinition } from './table-definition';
import { type JsonObject, TableEngine } from './table-engine';

/** All tables of all accounts and Regions. */
export class Tables {
  readonly #tables = new Map<string, Table>();
  readonly #engines = new Map<string, TableEngine>();

  /** The engine behind all tables of an account in a Region. */
  engine({ account, region }: { readonly account: string; readonly region: string }): TableEngine {
    const key = `${account}/${region}`;
    const engine = this.#engines.get(key) ?? new TableEngine();
    this.#engines.set(key, engine);
    return engine;
  }

  find({ arn }: { readonly arn: string }): Table | undefined {
    return this.#tables.get(arn);
  }

  /** Throws AwsError ResourceNotFoundException. */
  get(address: TableAddress): Table {
    const table = this.find(address);
    if (table === undefined) throw tableNotFound(address.name);
    return table;
  }

  /** Names in the order of their characters. */
  names(account: string, region: string): readonly string[] {
    return [...this.#tables.values()]
      .filter((table) => table.account === account && table.region === region)
      .map(({ name }) => name)
      .sort();
  }

  /**
   * Creates a table and waits until it is active. Throws AwsError ResourceInUseException for a name that is taken,
   * ValidationException for a definition that DynamoDB refuses.
   */
  async create(account: string, region: string, definition: TableDefinition, settings: TableSettings): Promise<Table> {
    const address = tableAddress(account, region, definition.TableName);
    const engine = this.engine(address);
    if (this.find(address) !== undefined) throw alreadyExists(address);
    checkDefinition(definition);
    const { TableDescription } = await engine.call('CreateTable', { ...definition }).catch((error: unknown) => {
      throw error instanceof AwsError && error.code === 'ResourceInUseException' ? alreadyExists(address) : error;
    });
    const table: Table = {
      ...address,
      id: String((TableDescription as JsonObject)['TableId']),
      keys: definition.KeySchema.map(({ AttributeName }) => AttributeName),
      settings,
    };
    await this.#until(table, (status) => status === 'ACTIVE');
    this.#tables.set(table.arn, table);
    return table;
  }

  /** Deletes a table with its items. Throws AwsError ResourceNotFoundException, or ValidationException if it is protected. */
  async delete(address: TableAddress): Promise<Table> {
    const table = this.get(address);
    if (table.settings.deletionProtection) {
      throw validationError(
        'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
      );
    }
    this.#tables.delete(table.arn);
    const engine = this.engine(table);
    await engine.serially(() => engine.call('DeleteTable', { TableName: table.name }));
    await this.#until(table, (status) => status === undefined);
    return table;
  }

  /** All items of a table, in no order. Throws AwsError ResourceNotFoundException. */
  async items(address: TableAddress): Promise<readonly Item[]> {
    const { name } = this.get(address);
    const items: Item[] = [];
    let start: object = {};
    do {
      const page = await this.engine(address).call('Scan', { TableName: name, ConsistentRead: true, ...start });
      items.push(...(page['Items'] as Item[]));
      const last = page['LastEvaluatedKey'];
      start = last === undefined ? {} : { ExclusiveStartKey: last };
    } while (Object.keys(start).length > 0);
    return items;
  }

  /** dynalite takes a turn of the event loop to change the status of a table. */
  async #until(table: TableAddress, reached: (status: string | undefined) => boolean): Promise<void> {
    while (!reached(await this.#status(table))) await nextTurn();
  }

  async #status(table: TableAddress): Promise<string | undefined> {
    try {
      const { Table: description } = await this.engine(table).call('DescribeTable', { TableName: table.name });
      return String((description as JsonObject)['TableStatus']);
    } catch (error) {
      if (error instanceof AwsError && error.code === 'ResourceNotFoundException') return undefined;
      throw error;
    }
  }
}

function alreadyExists({ name }: TableAddress): AwsError {
  return new AwsError('ResourceInUseException', `Table already exists: ${name}`);
}
