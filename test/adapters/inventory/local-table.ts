import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { InventoryTable } from '../../../adapters/inventory/table';
import { STATE_INDEX } from '../../../core/contract/names';

/** A DynamoDB on the loopback interface, with as many inventory tables as are asked for. */
export class LocalDynamoDb {
  readonly #server: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  readonly #clients: DynamoDBClient[] = [];
  #tables = 0;

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  client(config: DynamoDBClientConfig = {}): DynamoDBClient {
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' },
      ...config,
    });
    this.#clients.push(client);
    return client;
  }

  async newTable(client = this.client()): Promise<InventoryTable> {
    this.#tables += 1;
    return createInventoryTable(client, `inventory-${this.#tables}`);
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** An empty table, as the decision about the inventory describes it. */
export async function createInventoryTable(client: DynamoDBClient, name: string): Promise<InventoryTable> {
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'ik', 'is'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: STATE_INDEX,
          KeySchema: [
            { AttributeName: 'ik', KeyType: 'HASH' },
            { AttributeName: 'is', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
  return new InventoryTable(client, name);
}
