import type { AccountId } from '../../core/identifiers';
import type { Verdict } from '../../core/outcome';
import type { TraceEntry } from '../../sandbox/trace';
import { Operator } from '../../test/journeys/operator-stage';
import { now } from '../../test/journeys/sweep-calls';
import { sweep, worked } from '../../test/journeys/sweep-stage';
import { abortAfter, SCRATCH, ToolUser } from '../../test/journeys/tool-user';
import { type CallCounts, countedCalls, least } from './counted-calls';

const REGION = 'eu-central-1';
const EXCLUDED = 0;
const OLD = new Date('2025-01-01T00:00:00Z');
/** Buckets of an account of which a sweep is counted. */
const MANY = 10;
const REMOVALS = 3;

/** What one sweep called, and what it calls when the account has no bucket. */
export interface CountedSweep {
  readonly of: string;
  readonly base: CallCounts;
  readonly counts: CallCounts;
  readonly buckets: number;
}

/** An organization in which each case has an account of its own. */
export class CallsStage {
  readonly #operator: Operator;
  readonly #contested = 'contested-bucket';

  private constructor(operator: Operator) {
    this.#operator = operator;
  }

  static async open(): Promise<CallsStage> {
    return new CallsStage(await Operator.open({ accounts: 7, regions: [REGION], settleSeconds: 1 }));
  }

  close(): Promise<void> {
    return this.#operator.stage.stop();
  }

  /** Calls for one event of each case. */
  async events(): Promise<readonly (readonly [string, CallCounts])[]> {
    const user = this.#user(1);
    await this.#told('warm-bucket', 'applied', () => user.create('warm-bucket'));
    await this.#told('warm-too', 'excluded', () => this.#user(EXCLUDED).create('warm-too'));
    this.#seed(1, 'covered-bucket', 'excluded-bucket', 'denied-bucket');
    await this.#deny(1, 'denied-bucket');
    await this.#contest();
    const tag = (bucket: string, key: string) => () => this.#bucketUser(1).tag(bucket, { [key]: 'true' });
    return [
      ['covered', await this.#told('covered-bucket', 'covered', () => user.putRules('covered-bucket', abortAfter(3)))],
      ['bare', await this.#told('bare-bucket', 'applied', () => user.create('bare-bucket'))],
      [
        'bucket excluded by its tag',
        await this.#told('excluded-bucket', 'excluded', tag('excluded-bucket', 'partsweep:exclude')),
      ],
      [
        'account excluded',
        await this.#told('other-bucket', 'excluded', () => this.#user(EXCLUDED).create('other-bucket')),
      ],
      ['denied', await this.#told('denied-bucket', 'denied', tag('denied-bucket', 'owner'))],
      [
        'contested',
        await this.#told(this.#contested, 'contested', () =>
          this.#terraform().putRules(this.#contested, { ...SCRATCH, ID: 'another' }),
        ),
      ],
    ];
  }

  /** Calls for sweeps of accounts with buckets of one case each. */
  async sweeps(): Promise<readonly CountedSweep[]> {
    const bases = new Map<number, CallCounts>();
    for (const index of [EXCLUDED, 2, 3, 4, 5]) {
      // the session of the first one serves the others
      await this.#sweep(index);
      bases.set(index, least(await this.#sweep(index), await this.#sweep(index)));
    }
    const row = async (of: string, index: number, buckets = MANY): Promise<CountedSweep> => {
      return { of, base: bases.get(index) ?? {}, counts: await this.#sweep(index), buckets };
    };
    this.#seed(2, ...names('bare'));
    const bare = await row('bare', 2);
    const covered = await row('covered', 2);
    this.#seed(3, ...names('optout'));
    for (const name of names('optout')) await this.#bucketUser(3).tag(name, { 'partsweep:exclude': 'true' });
    await this.#calm();
    const excluded = await row('bucket excluded by its tag', 3);
    this.#seed(4, ...names('denied'));
    for (const name of names('denied')) await this.#deny(4, name);
    const denied = await row('denied', 4);
    await this.#contest('contested-again', 5);
    const contested = await row('contested', 5, 1);
    this.#seed(EXCLUDED, ...names('left-alone'));
    return [covered, bare, excluded, await row('account excluded', EXCLUDED), denied, contested];
  }

  #user(index: number): ToolUser {
    return new ToolUser(this.#operator.stage, this.#operator.account(index), REGION);
  }

  #terraform(index = 1): ToolUser {
    return new ToolUser(this.#operator.stage, this.#operator.account(index), REGION, ['Terraform', '1.9.8']);
  }

  #bucketUser(index: number) {
    return this.#operator.stage.user(this.#operator.account(index), REGION);
  }

  #seed(index: number, ...buckets: readonly string[]): void {
    this.#operator.stage.cloud.s3.seedBuckets(this.#operator.account(index), REGION, buckets, OLD);
  }

  #deny(index: number, bucket: string): Promise<void> {
    return this.#bucketUser(index).setPolicy(bucket, {
      Effect: 'Deny',
      Principal: { AWS: `arn:aws:iam::${this.#operator.account(index)}:role/partsweep-member` },
      Action: 's3:GetLifecycleConfiguration',
      Resource: `arn:aws:s3:::${bucket}`,
    });
  }

  /** Terraform makes a bucket and removes our rule until the bucket is contested. */
  async #contest(bucket = this.#contested, index = 1): Promise<void> {
    const terraform = this.#terraform(index);
    await this.#told(bucket, 'applied', () => terraform.create(bucket));
    for (let removal = 1; removal <= REMOVALS; removal += 1) {
      const verdict = removal < REMOVALS ? 'applied' : 'contested';
      await this.#told(bucket, verdict, () => terraform.putRules(bucket, SCRATCH));
    }
  }

  /** Calls from the one that is made here until its outcome is told and nothing waits. */
  async #told(bucket: string, verdict: Verdict, act: () => Promise<void>): Promise<CallCounts> {
    const from = now(this.#operator.stage);
    const told = this.#operator.toldSoFar(bucket);
    await act();
    await this.#operator.told(bucket, told, verdict);
    await this.#calm();
    return countedCalls(this.#since(from));
  }

  async #sweep(index: number): Promise<CallCounts> {
    const from = now(this.#operator.stage);
    const account = this.#operator.account(index);
    await sweep(this.#operator.stage, { kind: 'account', id: account as AccountId });
    await this.#calm();
    return countedCalls(this.#since(from));
  }

  async #calm(): Promise<void> {
    await this.#operator.idle();
    await worked(this.#operator.stage);
  }

  #since(from: number): readonly TraceEntry[] {
    return this.#operator.stage.cloud.trace.entries().slice(from);
  }
}

function names(of: string): readonly string[] {
  return Array.from({ length: MANY }, (_, index) => `${of}-${index}`);
}
