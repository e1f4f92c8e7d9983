import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoDbAccountRecords } from '../adapters/inventory/account-records';
import { DynamoDbBucketRecords } from '../adapters/inventory/bucket-records';
import { InventoryTable } from '../adapters/inventory/table';
import { DEFAULT_QUALIFIER, names } from '../core/contract/names';
import { parseAccountId, parseBucketName, parseRegion } from '../core/identifiers';
import type { Outcome } from '../core/outcome';
import type { AccountRecord } from '../core/sweep/account-record';
import type { RunProgress, RunTask } from '../core/sweep/run';
import { pollUntil } from './poll-until';
import type { Stage } from './stage';

const NAME = names(DEFAULT_QUALIFIER);
/** Who the inventory says has asked. */
const BY = 'the tour';
const ALL = { kind: 'all' } as const;

export interface Place {
  readonly account: string;
  readonly region: string;
  readonly bucket: string;
}

/** An operator in the hub: asks `start-sweep` what docs/operations.md says, and reads the inventory. */
export class Operator {
  readonly #lambda: LambdaClient;
  readonly #dynamodb: DynamoDBClient;
  readonly #accounts: DynamoDbAccountRecords;
  readonly #buckets: DynamoDbBucketRecords;

  constructor(stage: Stage) {
    const { cloud, landscape, regions } = stage;
    const client = {
      endpoint: cloud.endpoint,
      region: regions[0] ?? '',
      credentials: cloud.administrator(landscape.hub.id),
    };
    this.#lambda = new LambdaClient(client);
    this.#dynamodb = new DynamoDBClient(client);
    const table = new InventoryTable(this.#dynamodb, NAME.inventoryTable);
    this.#accounts = new DynamoDbAccountRecords(table);
    this.#buckets = new DynamoDbBucketRecords(table);
  }

  /** Begins a sweep, or an undo, of everything; gives the run's ID. */
  async begin(task: RunTask): Promise<string> {
    return this.#run(await this.#ask({ kind: 'sweep', trigger: 'operator', scope: ALL, task, by: BY }));
  }

  pause(why: string): Promise<unknown> {
    return this.#ask({ kind: 'pause', scope: ALL, by: BY, why });
  }

  /** Gives the ID of the run that looks again at everything. */
  async resume(): Promise<string> {
    return this.#run(await this.#ask({ kind: 'resume', scope: ALL, by: BY }));
  }

  undo(place: Place): Promise<unknown> {
    return this.#ask({ kind: 'bucket', task: 'undo', ...place, by: BY });
  }

  /** How far a run is once it has been through all of its accounts; `seen` is given each look before and that one. */
  async through(run: string, seen: (progress: RunProgress) => void = () => {}): Promise<RunProgress> {
    return pollUntil(`run ${run} to be through its accounts`, async () => {
      const { progress } = await this.#ask({ kind: 'progress', run });
      const found = progress as RunProgress | null;
      if (found === null) return undefined;
      seen(found);
      return found.listing.state !== 'open' && found.accounts.open === 0 ? found : undefined;
    });
  }

  /** What the inventory says of one bucket; undefined when that is nothing. Throws an Error for a place that cannot be. */
  async outcome({ account, region, bucket }: Place): Promise<Outcome | undefined> {
    const place = { account: parseAccountId(account), region: parseRegion(region), bucket: parseBucketName(bucket) };
    if (!place.account || !place.region || !place.bucket)
      throw new Error(`${bucket} in ${account} is no bucket's place`);
    const { account: id, region: code, bucket: name } = place;
    return (await this.#buckets.bucket({ account: id, region: code, bucket: name }))?.outcome ?? undefined;
  }

  /** Every account that the inventory knows. */
  async accounts(): Promise<readonly AccountRecord[]> {
    const found: AccountRecord[] = [];
    let from: string | null = null;
    do {
      const { rows, next }: Awaited<ReturnType<DynamoDbAccountRecords['byLastVisit']>> =
        await this.#accounts.byLastVisit(null, from);
      found.push(...rows);
      from = next;
    } while (from !== null);
    return found.sort((one, other) => (one.account < other.account ? -1 : 1));
  }

  close(): void {
    this.#lambda.destroy();
    this.#dynamodb.destroy();
  }

  #run({ run }: Readonly<Record<string, unknown>>): string {
    if (typeof run !== 'string') throw new Error('no run was begun');
    return run;
  }

  async #ask(message: object): Promise<Readonly<Record<string, unknown>>> {
    const Payload = Buffer.from(JSON.stringify({ version: 1, ...message }));
    const answer = await this.#lambda.send(new InvokeCommand({ FunctionName: NAME.startSweepFunction, Payload }));
    const text = Buffer.from(answer.Payload ?? []).toString();
    const content = JSON.parse(text) as Readonly<Record<string, unknown>>;
    if (answer.FunctionError !== undefined || content['error'] !== undefined) {
      throw new Error(`${NAME.startSweepFunction} did not do what it was asked: ${text}`);
    }
    return content;
  }
}
