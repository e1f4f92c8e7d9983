import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { STATE_INDEX } from '../../core/contract/names';
import { awsFailure, isConditionFailed } from '../aws-errors';
import { jsonAnswersOnly } from '../whole-answers';
import { type Expression, expression, type Item, marshalled } from './expression';

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

export interface Update extends Expression {
  readonly update: string;
  readonly condition?: string;
  readonly returns?: 'ALL_OLD' | 'ALL_NEW' | 'NONE';
}

/** A query of the table, or of its index, where it is not read consistently. */
export interface Query extends Expression {
  readonly key: string;
  readonly index?: typeof STATE_INDEX;
  readonly backwards?: boolean;
}

/** What a conditional write came to; `item` is what was asked to be returned, undefined when there was none. */
export type Written =
  | { readonly kind: 'done'; readonly item: Item | undefined }
  | { readonly kind: 'condition-failed' };

/** Keys in one BatchGetItem. Source: BatchGetItem, Amazon DynamoDB API Reference. */
const LARGEST_BATCH = 100;
/** Times that a batch is asked for what it left out, and milliseconds before the second time; twice that before the next. */
const BATCH_TRIES = 6;
const BATCH_PAUSE_MS = 50;

/** One DynamoDB table with plain items. Everything but a failed condition is thrown as it comes. */
export class InventoryTable {
  readonly #client: DynamoDBClient;
  readonly #name: string;

  constructor(client: DynamoDBClient, name: string) {
    // where an item is not there, DynamoDB says `{}`; an empty answer would say the same
    this.#client = jsonAnswersOnly(client);
    this.#name = name;
  }

  /** Read consistently; undefined when there is no such item. */
  async get(key: Key): Promise<Item | undefined> {
    const { Item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#name, Key: marshall(key), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : unmarshall(Item);
  }

  /** Those of at most 100 items that are there, in no order; `keys` has no key twice. Read consistently. Throws for more. */
  async getAll(keys: readonly Key[]): Promise<readonly Item[]> {
    if (keys.length > LARGEST_BATCH) throw new RangeError(`${LARGEST_BATCH} items at most at once, not ${keys.length}`);
    const items: Item[] = [];
    let asked = keys.map((key) => marshall(key));
    for (let tries = 0; asked.length > 0; tries += 1) {
      if (tries === BATCH_TRIES) throw new Error(`DynamoDB left ${asked.length} of ${keys.length} items unread`);
      if (tries > 0) await sleep(BATCH_PAUSE_MS * 2 ** (tries - 1));
      const request = { [this.#name]: { Keys: asked, ConsistentRead: true } };
      const { Responses, UnprocessedKeys } = await this.#client.send(
        new BatchGetItemCommand({ RequestItems: request }),
      );
      items.push(...(Responses?.[this.#name] ?? []).map((item) => unmarshall(item)));
      asked = UnprocessedKeys?.[this.#name]?.Keys ?? [];
    }
    return items;
  }

  /** Puts a whole item. */
  put(item: Key & Item, condition?: { readonly condition: string } & Expression): Promise<Written> {
    const writeId = condition === undefined ? undefined : randomUUID();
    const write = async () => {
      await this.#client.send(
        new PutItemCommand({
          TableName: this.#name,
          Item: marshalled({ ...item, writeId }),
          ...(condition === undefined
            ? {}
            : { ConditionExpression: condition.condition, ...expression(condition, condition.condition) }),
        }),
      );
      return undefined;
    };
    return this.#conditional(write, () => this.#written(item, writeId));
  }

  update(key: Key, change: Update): Promise<Written> {
    const { condition, returns = 'NONE' } = change;
    // what was there before such a write nobody can say after it
    const writeId = condition === undefined || returns === 'ALL_OLD' ? undefined : randomUUID();
    const update = writeId === undefined ? change.update : withWriteId(change.update);
    const values = writeId === undefined ? change.values : { ...change.values, ':writeId': writeId };
    const write = async () => {
      const { Attributes } = await this.#client.send(
        new UpdateItemCommand({
          TableName: this.#name,
          Key: marshall(key),
          UpdateExpression: update,
          ...(condition === undefined ? {} : { ConditionExpression: condition }),
          ...expression({ ...change, ...(values === undefined ? {} : { values }) }, update, condition),
          ReturnValues: returns,
        }),
      );
      return Attributes;
    };
    return this.#conditional(write, () => this.#written(key, writeId));
  }

  delete(key: Key, condition?: { readonly condition: string } & Expression): Promise<Written> {
    const write = async () => {
      const { Attributes } = await this.#client.send(
        new DeleteItemCommand({
          TableName: this.#name,
          Key: marshall(key),
          ReturnValues: 'ALL_OLD',
          ...(condition === undefined
            ? {}
            : { ConditionExpression: condition.condition, ...expression(condition, condition.condition) }),
        }),
      );
      return Attributes;
    };
    return this.#conditional(write, async () => undefined);
  }

  /**
   * One page of a query. `after` is the key of the last item before the page, as `last` gave it; `last` is undefined at
   * the end.
   */
  async query(
    query: Query & { readonly limit?: number; readonly after?: Item | undefined },
  ): Promise<{ readonly items: readonly Item[]; readonly last: Item | undefined }> {
    const input: QueryCommandInput = {
      TableName: this.#name,
      KeyConditionExpression: query.key,
      ...expression(query, query.key),
      ...(query.index === undefined ? { ConsistentRead: true } : { IndexName: query.index }),
      ...(query.limit === undefined ? {} : { Limit: query.limit }),
      ...(query.after === undefined ? {} : { ExclusiveStartKey: marshalled(query.after) }),
      ...(query.backwards === true ? { ScanIndexForward: false } : {}),
    };
    const { Items = [], LastEvaluatedKey } = await this.#client.send(new QueryCommand(input));
    return {
      items: Items.map((item) => unmarshall(item)),
      last: LastEvaluatedKey === undefined ? undefined : unmarshall(LastEvaluatedKey),
    };
  }

  /**
   * A write whose answer was lost is sent again by the SDK, and then fails on itself: `written` gives the item if this write stands there,
   * and is asked only after more than one try.
   */
  async #conditional(
    write: () => Promise<Record<string, AttributeValue> | undefined>,
    written: () => Promise<Item | undefined>,
  ): Promise<Written> {
    try {
      const item = await write();
      return { kind: 'done', item: item === undefined ? undefined : unmarshall(item) };
    } catch (error) {
      const failure = awsFailure(error);
      if (!isConditionFailed(failure)) throw error;
      const item = failure.attempts > 1 ? await written() : undefined;
      return item === undefined ? { kind: 'condition-failed' } : { kind: 'done', item };
    }
  }

  async #written({ pk, sk }: Key, writeId: string | undefined): Promise<Item | undefined> {
    const item = writeId === undefined ? undefined : await this.get({ pk, sk });
    return item?.['writeId'] === writeId ? item : undefined;
  }
}

/** An update that sets `#writeId` as well. */
function withWriteId(update: string): string {
  const id = 'SET #writeId = :writeId';
  return /\bSET /.test(update) ? update.replace(/\bSET /, `${id}, `) : `${id} ${update}`;
}
