import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { callerOf } from '../../adapters/caller';
import { HubFunction } from '../../adapters/hub-function';
import { isNotThere } from '../../adapters/hub-presence';
import { HubQueue } from '../../adapters/hub-queue';
import { StoredSwitch } from '../../adapters/inventory/pause-switch';
import { reportInventory } from '../../adapters/inventory/report-inventory';
import { InventoryTable } from '../../adapters/inventory/table';
import { systemClock } from '../../adapters/system-clock';
import type { SwitchRead } from '../../core/brake';
import { type Names, names } from '../../core/contract/names';
import type { AccountId } from '../../core/identifiers';
import type { BucketRecords } from '../../core/inventory';
import type { AccountRecords } from '../../core/sweep/account-record';
import type { CoverageHistory } from '../../core/sweep/coverage-history';
import type { SweepMessage } from '../../core/sweep/messages';
import type { Runs } from '../../core/sweep/run';
import type { SweepAnswer } from '../../core/sweep/sweep-services';
import type { WrittenImages } from '../../core/written-images';
import { visibleText } from '../../report/visible-text';
import { clientConfig, withAws } from '../aws';
import { WrongUse } from '../wrong-use';
import { type Deployment, deploymentOf } from './deployment';
import type { HubOptions } from './hub-options';

/** What the inventory can be asked. */
export interface HubInventory {
  readonly accounts: Pick<AccountRecords, 'account' | 'accounts' | 'byLastVisit' | 'problems'>;
  readonly buckets: Pick<BucketRecords, 'bucket' | 'buckets' | 'withVerdict'>;
  readonly runs: Runs;
  readonly coverage: CoverageHistory;
  readonly images: WrittenImages;
  /** The pause switch as it is now. */
  readonly paused: () => Promise<SwitchRead>;
}

/** Longest name of who asks that the hub takes. */
const LONGEST_BY = 256;
const READS_INVENTORY = 'dynamodb:GetItem, dynamodb:BatchGetItem and dynamodb:Query on the table and its index';
const USES_QUEUES =
  'sqs:GetQueueUrl, sqs:GetQueueAttributes, sqs:ReceiveMessage, sqs:ChangeMessageVisibility, sqs:SendMessage and sqs:DeleteMessage';

/** One deployment's hub, as people at the command line reach it. */
export class Hub {
  readonly deployment: Deployment;
  readonly names: Names;
  readonly account: AccountId;
  readonly region: string;
  /** Who asks: the ARN of the credentials. It stands in the inventory. */
  readonly by: string;
  /** For clients of further services. */
  readonly config: { readonly profile?: string; readonly region: string };
  readonly sqs: SQSClient;
  readonly #function: HubFunction;
  readonly #inventory: HubInventory;

  private constructor(
    deployment: Deployment,
    { account, arn }: { readonly account: AccountId; readonly arn: string },
    config: { readonly profile?: string; readonly region: string },
  ) {
    this.deployment = deployment;
    this.names = names(deployment.qualifier);
    this.account = account;
    this.region = config.region;
    this.by = arn.slice(-LONGEST_BY);
    this.config = config;
    this.sqs = new SQSClient(config);
    this.#function = new HubFunction(new LambdaClient(config), this.names.startSweepFunction);
    const table = new InventoryTable(new DynamoDBClient(config), this.names.inventoryTable);
    this.#inventory = {
      ...reportInventory(table),
      paused: () => new StoredSwitch(table, systemClock, 0).read(),
    };
  }

  /** Throws WrongUse when it is not known where the hub is, when the credentials are of another account, or when there are none. */
  static async open(options: HubOptions): Promise<Hub> {
    const deployment = await deploymentOf(options);
    const { region: _, ...rest } = clientConfig(options);
    const given = { ...rest, ...(deployment.region === null ? {} : { region: deployment.region }) };
    const sts = new STSClient(given);
    const [caller, region] = await withAws('asking who you are', 'sts:GetCallerIdentity', () =>
      Promise.all([callerOf(sts), sts.config.region()]),
    );
    if (deployment.account !== null && deployment.account !== caller.account) {
      throw new WrongUse(
        `these are credentials of account ${caller.account}, and the hub is in ${deployment.account} (${options.config})`,
        `use credentials of account ${deployment.account}, with --profile or in the environment`,
      );
    }
    return new Hub(deployment, caller, { ...rest, region });
  }

  /** Sends `start-sweep` one message. Throws WrongUse when it is not there, not allowed, or did not do as asked. */
  async ask(message: SweepMessage): Promise<SweepAnswer> {
    const name = this.names.startSweepFunction;
    const answer = await this.reach(`asking ${name}`, `lambda:InvokeFunction on ${name}`, () =>
      this.#function.ask(message),
    );
    if (answer.kind === 'answered') return answer.answer;
    throw new WrongUse(
      `${name} did not do as asked (${visibleText(answer.code)}): ${visibleText(answer.text)}`,
      `read its log, /aws/lambda/${name}, mend the cause and ask again`,
    );
  }

  /** Looks into the inventory. Throws WrongUse when it is not there or not allowed. */
  inventory<T>(look: (inventory: HubInventory) => Promise<T>): Promise<T> {
    return this.reach('reading the inventory', READS_INVENTORY, () => look(this.#inventory));
  }

  queue(name: string): HubQueue {
    return new HubQueue(this.sqs, name);
  }

  /** Does something with the hub's queues. Throws WrongUse when they are not there or it is not allowed. */
  queues<T>(work: () => Promise<T>): Promise<T> {
    return this.reach("using the hub's queues", USES_QUEUES, work);
  }

  /**
   * Does something with the hub. `what` and `permission`: what is being done, and what it needs, for people. Throws WrongUse when the hub is
   * not there or it is not allowed.
   */
  async reach<T>(what: string, permission: string, work: () => Promise<T>): Promise<T> {
    return withAws(what, permission, async () => {
      try {
        return await work();
      } catch (error) {
        if (!isNotThere(error)) throw error;
        const { account, region, deployment } = this;
        throw new WrongUse(
          `${what}: there is no deployment ${deployment.qualifier} in account ${account}, Region ${region}`,
          'check the account, --region and --qualifier, or deploy the hub first (partsweep deploy)',
          { cause: error },
        );
      }
    });
  }
}
