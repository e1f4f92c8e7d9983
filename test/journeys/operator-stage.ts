import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoDbBucketRecords } from '../../adapters/inventory/bucket-records';
import { InventoryTable } from '../../adapters/inventory/table';
import type { PauseScope } from '../../core/brake';
import { parseAccountId, parseBucketName, parseRegion } from '../../core/identifiers';
import type { BucketRecord } from '../../core/inventory';
import type { Outcome, Verdict } from '../../core/outcome';
import type { ReasonCode } from '../../core/reasons';
import type { RunProgress, SweepScope } from '../../core/sweep/run';
import { Stage, type StageOptions } from '../../tour/stage';
import { byMemberRole, callsOf } from './trace-reader';

const BY = 'ada';
const ALL = { kind: 'all' } as const;
/** Seconds to wait for what must come. */
export const PATIENCE = 300;
const LOOK_AGAIN_MS = 100;
export type Json = Readonly<Record<string, unknown>>;

/** An operator at work: asks `start-sweep` as docs/operations.md says, and looks into the inventory. */
export class Operator {
  readonly stage: Stage;
  readonly #lambda: LambdaClient;
  readonly #buckets: DynamoDbBucketRecords;

  constructor(stage: Stage) {
    const { cloud, landscape, regions } = stage;
    const credentials = cloud.administrator(landscape.hub.id);
    const common = { endpoint: cloud.endpoint, region: regions[0] ?? '', credentials };
    this.stage = stage;
    this.#lambda = new LambdaClient(common);
    this.#buckets = new DynamoDbBucketRecords(new InventoryTable(new DynamoDBClient(common), 'partsweep-inventory'));
  }

  /** A stage with an operator at it, once the sweeps that the deployment itself asked for are over. */
  static async open(options: StageOptions): Promise<Operator> {
    const operator = new Operator(await Stage.open(options));
    try {
      await operator.idle();
      return operator;
    } catch (error) {
      await operator.stage.stop();
      throw error;
    }
  }

  /** ID of a workload account: the first is excluded by its tag, the second in the OU `workloads/production`, the third in `workloads`. */
  account(index: number): string {
    return this.stage.landscape.workloads[index]?.id ?? '';
  }

  /** Sends one message, `version` and `by` filled in, and gives the answer. Throws an Error when the function failed. */
  async ask(message: Json): Promise<Json> {
    const Payload = Buffer.from(JSON.stringify({ version: 1, by: BY, ...message }));
    const answer = await this.#lambda.send(new InvokeCommand({ FunctionName: 'partsweep-start-sweep', Payload }));
    const text = Buffer.from(answer.Payload ?? []).toString();
    if (answer.FunctionError !== undefined) throw new Error(`${JSON.stringify(message)} failed: ${text}`);
    return JSON.parse(text) as Json;
  }

  pause(scope: PauseScope = ALL): Promise<Json> {
    return this.ask({ kind: 'pause', scope, why: 'a test' });
  }

  /** Resolves once the sweep that follows has been through all of its accounts. */
  async resume(scope: PauseScope = ALL): Promise<RunProgress> {
    return this.#through(await this.ask({ kind: 'resume', scope }));
  }

  /** Resolves once the sweep has been through all of its accounts; what needs a write is in the settle queue by then. */
  async sweep(scope: SweepScope = ALL): Promise<RunProgress> {
    return this.#through(await this.ask({ kind: 'sweep', trigger: 'operator', scope, task: 'sweep' }));
  }

  /** The same for an undo of every bucket in the scope. */
  async undoAll(scope: SweepScope = ALL): Promise<RunProgress> {
    return this.#through(await this.ask({ kind: 'sweep', trigger: 'operator', scope, task: 'undo' }));
  }

  /** Asks for the undo or the release of one bucket. */
  async bucket(task: 'undo' | 'release', account: string, region: string, bucket: string): Promise<void> {
    const answer = await this.ask({ kind: 'bucket', task, account, region, bucket });
    if (answer['kind'] !== 'sent') throw new Error(`${task} of ${bucket}: ${JSON.stringify(answer)}`);
  }

  /** What the inventory knows of a bucket; undefined when that is nothing. */
  record(ofAccount: string, name: string): Promise<BucketRecord | undefined> {
    const account = parseAccountId(ofAccount);
    const region = parseRegion(this.stage.regions[0]);
    const bucket = parseBucketName(name);
    if (!account || !region || !bucket) throw new Error(`${name} in ${ofAccount} is no place of a bucket`);
    return this.#buckets.bucket({ account, region, bucket });
  }

  /** Resolves with the outcome that the inventory has as soon as it is this one. */
  async known(account: string, bucket: string, verdict: Verdict, code?: ReasonCode): Promise<Outcome> {
    let record: BucketRecord | undefined;
    const look = async (): Promise<Outcome | undefined> => {
      record = await this.record(account, bucket);
      const outcome = record?.outcome ?? undefined;
      // of two messages of one bucket, the one that found the rule in place may have been kept first: it stands as if applied
      if (verdict === 'applied' && outcome?.reason.code === 'covered-by-ours') return outcome;
      return outcome?.verdict === verdict && (code ?? outcome.reason.code) === outcome.reason.code
        ? outcome
        : undefined;
    };
    try {
      return await until(`${bucket} to be known as ${verdict} ${code ?? ''}`, look);
    } catch (cause) {
      throw new Error(`${String(cause)}; it is ${JSON.stringify(record)}`, { cause });
    }
  }

  /** The first outcome that a function tells of the bucket from entry `from` of its outcomes on. */
  told(bucket: string, from: number, verdict: Verdict, code?: ReasonCode): Promise<Outcome> {
    return this.stage.waitFor(
      `${bucket} to be told as ${verdict} ${code ?? ''}`,
      () =>
        this.stage
          .outcomes(bucket)
          .slice(from)
          .find((outcome) => outcome.verdict === verdict && (code ?? outcome.reason.code) === outcome.reason.code),
      PATIENCE,
    );
  }

  /** How many outcomes of the bucket were told so far. */
  toldSoFar(bucket: string): number {
    return this.stage.outcomes(bucket).length;
  }

  /** Writes to lifecycles by the product since entry `from` of the trace, of one bucket if it is named; failed ones as well. */
  writes(bucket?: string, from = 0): readonly string[] {
    const isWrite = (action: string) => /^s3(express)?:(Put|Delete)BucketLifecycle/.test(action);
    return callsOf(this.stage, (call) => byMemberRole(call) && isWrite(call.action), from)
      .filter(
        ({ resource }) => bucket === undefined || resource.endsWith(`:${bucket}`) || resource.endsWith(`/${bucket}`),
      )
      .map(({ action, resource }) => `${action} ${resource.split(/[:/]/).at(-1)}`);
  }

  /** The moment now in the trace. */
  now(): number {
    return this.stage.cloud.trace.entries().length;
  }

  /**
   * Resolves when nothing is in the product's queues or being handled, but for what waits longer than the settling time: for the end of a
   * pause, of an hour or of another invocation's lease. Dead letters do not count.
   */
  async idle(): Promise<void> {
    const { cloud, regions, landscape, settleSeconds } = this.stage;
    const arns = ['settle', 'sweep', 'accounts'].map(
      (name) => `arn:aws:sqs:${regions[0]}:${landscape.hub.id}:partsweep-${name}`,
    );
    let left: readonly string[] = [];
    const isIdle = (arn: string): boolean => {
      const { visible, inFlight, messages } = cloud.sqs.inspect(arn);
      left = messages.map(({ body }) => body);
      const isLate = Date.now() - settleSeconds * 1000;
      return (
        visible + inFlight === 0 && messages.every(({ attributes }) => Number(attributes['SentTimestamp']) < isLate)
      );
    };
    try {
      await until('the queues to be empty', async () => (arns.every(isIdle) ? true : undefined));
    } catch (cause) {
      throw new Error(`${String(cause)}; there are ${left.join(', ')}`, { cause });
    }
  }

  async #through(answer: Json): Promise<RunProgress> {
    const { run } = answer;
    if (typeof run !== 'string') throw new Error(`no run was begun: ${JSON.stringify(answer)}`);
    let now: RunProgress | undefined;
    try {
      return await until(`the accounts of run ${run}`, async () => {
        now = (await this.ask({ kind: 'progress', run }))['progress'] as RunProgress;
        return now.accounts.listed && now.accounts.open === 0 ? now : undefined;
      });
    } catch (cause) {
      throw new Error(`${String(cause)}; it is ${JSON.stringify(now)}`, { cause });
    }
  }
}

/** What `look` gives as soon as it is not undefined. Throws an Error when that takes too long. */
export async function until<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  const end = Date.now() + PATIENCE * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited ${PATIENCE} s for ${what}, in vain`);
    await sleep(LOOK_AGAIN_MS);
  }
}
