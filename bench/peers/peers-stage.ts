import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountId } from '../../core/identifiers';
import { organizationalUnitId, rootId } from '../../sandbox/organization/ids';
import type { StoredLifecycle } from '../../sandbox/services/s3/bucket';
import type { TraceEntry } from '../../sandbox/trace';
import { Operator } from '../../test/journeys/operator-stage';
import { now } from '../../test/journeys/sweep-calls';
import { sweep, worked } from '../../test/journeys/sweep-stage';
import { landscape } from '../../tour/landscape';
import { countedCalls } from '../calls/counted-calls';
import { functionCpu, usedBetween } from './function-cpu';
import { isCovered, kept, rulesOf, STATES } from './mixed-buckets';
import { PeerProcess } from './peer-process';

const REGION = 'eu-central-1';
/** Milliseconds by which each answer comes later, whoever asked: about what S3 takes. */
export const ANSWER = 20;
const OLD = new Date('2025-01-01T00:00:00Z');
/** Workload accounts in the organizational unit that is swept, and outside of it. */
const ACCOUNTS = { ours: 1, script: 2, shipped: 4, 'cut-down': 6 } as const;
const EXAMPLES = 8;
const ALL_ACCOUNTS = 9;

export type ContestantName = keyof typeof ACCOUNTS;
export const CONTESTANTS = Object.keys(ACCOUNTS) as ContestantName[];

/** What one visit of an account, or some events, took; times in milliseconds. */
export interface Visit {
  /** To S3, and to whatever service. */
  readonly s3: number;
  readonly calls: number;
  readonly wall: number;
  readonly cpu: number;
  readonly error: string | null;
}

/** What is left in an account of what was there. */
export interface Left {
  readonly rules: number;
  readonly lost: number;
  readonly sizes: number;
  readonly uncovered: number;
}

/** One organization; every contestant has an account with the same buckets. The product is deployed to one organizational unit, out of the peers' way. */
export class PeersStage {
  readonly #operator: Operator;
  readonly #folder = mkdtempSync(join(tmpdir(), 'partsweep-peers-'));
  readonly #peers: ReadonlyMap<ContestantName, PeerProcess>;
  readonly #before = new Map<string, StoredLifecycle | undefined>();

  private constructor(operator: Operator, python: string) {
    this.#operator = operator;
    const peer = (name: ContestantName, script: string, ...args: string[]) =>
      [name, new PeerProcess(python, script, args, this.#environment(name))] as const;
    const custodian = (name: ContestantName) =>
      peer(name, 'custodian.py', this.account(name), mkdtempSync(join(this.#folder, 'custodian-')));
    this.#peers = new Map([peer('script', 'script.py'), custodian('shipped'), custodian('cut-down')]);
  }

  static async open(python: string): Promise<PeersStage> {
    const root = rootId(landscape(ALL_ACCOUNTS).organization.id);
    const workloads = organizationalUnitId(root, root, 'workloads');
    const targets = [organizationalUnitId(root, workloads, 'production')];
    const stage = {
      accounts: ALL_ACCOUNTS,
      regions: [REGION],
      settleSeconds: 1,
      settings: { targets, directoryBucketRegions: [] },
      answerMilliseconds: ANSWER,
    };
    return new PeersStage(await Operator.open(stage), python);
  }

  async close(): Promise<void> {
    for (const peer of this.#peers.values()) peer.stop();
    await this.#operator.stage.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  account(name: ContestantName): string {
    return this.#operator.account(ACCOUNTS[name]);
  }

  /** Gives every contestant `many` buckets, in turn in each of the states, as S3 keeps what was put there; nobody is told. */
  async seed(many: number): Promise<void> {
    const { s3 } = this.#operator.stage.cloud;
    const user = this.#operator.stage.user(this.#operator.account(EXAMPLES), REGION);
    for (const { name, xml, size } of STATES) {
      await user.create(`example-${name}`);
      if (xml === undefined) continue;
      const transitionDefaultMinimumObjectSize = size ?? 'all_storage_classes_128K';
      await user.writeLifecycle(`example-${name}`, { xml, transitionDefaultMinimumObjectSize });
    }
    for (const contestant of CONTESTANTS) {
      for (let index = 0; index < many; index += 1) {
        const state = STATES[index % STATES.length]?.name ?? '';
        const bucket = `${contestant}-${String(index).padStart(3, '0')}-${state}`;
        const lifecycle = s3.inspect(`example-${state}`)?.lifecycle;
        s3.seedBuckets(this.account(contestant), REGION, [bucket], OLD);
        s3.seedLifecycle(bucket, lifecycle);
        this.#before.set(bucket, lifecycle);
      }
    }
  }

  /** Everything in the contestant's account, once. */
  async visit(name: ContestantName): Promise<Visit> {
    const peer = this.#peers.get(name);
    if (peer !== undefined) return this.#byPeer(name, () => peer.does(name === 'script' ? 'sweep' : name));
    const scope = { kind: 'account', id: this.account(name) as AccountId } as const;
    return this.#byFunctions(async () => {
      await sweep(this.#operator.stage, scope);
    });
  }

  /** Events on as many buckets that have a rule for all of the bucket: each one's owner puts its lifecycle again. */
  async events(name: ContestantName, many: number): Promise<Visit> {
    const { stage } = this.#operator;
    const user = stage.user(this.account(name), REGION);
    const buckets = Array.from({ length: many }, (_, index) => `${name}-${index}-of-event`);
    const lifecycle = stage.cloud.s3.inspect('example-covered')?.lifecycle;
    if (lifecycle === undefined) throw new Error('nothing was seeded');
    const fresh = buckets.filter((bucket) => stage.cloud.s3.inspect(bucket) === undefined);
    stage.cloud.s3.seedBuckets(this.account(name), REGION, fresh, OLD);
    const put = async () => {
      for (const bucket of buckets) await user.writeLifecycle(bucket, lifecycle);
    };
    const peer = this.#peers.get(name);
    if (peer === undefined) return this.#byFunctions(put);
    await put();
    return this.#byPeer(name, async () => {
      const all = { wall: 0, cpu: 0, error: null as string | null };
      for (const bucket of buckets) {
        const { wall, cpu, error } = await peer.does('event', putEvent(this.account(name), bucket));
        all.wall += wall;
        all.cpu += cpu;
        all.error ??= error;
      }
      return all;
    });
  }

  /** What became of the buckets of `seed`. */
  left(name: ContestantName): Left {
    const { s3 } = this.#operator.stage.cloud;
    const left = { rules: 0, lost: 0, sizes: 0, uncovered: 0 };
    for (const [bucket, before] of this.#before) {
      if (!bucket.startsWith(`${name}-`)) continue;
      const after = s3.inspect(bucket)?.lifecycle;
      left.rules += rulesOf(before).length;
      left.lost += rulesOf(before).length - kept(before, after);
      const sizes = [before, after].map((lifecycle) => lifecycle?.transitionDefaultMinimumObjectSize);
      if (before !== undefined && sizes[0] !== sizes[1]) left.sizes += 1;
      if (!isCovered(after)) left.uncovered += 1;
    }
    return left;
  }

  #environment(name: ContestantName): Readonly<Record<string, string>> {
    const { accessKeyId, secretAccessKey } = this.#operator.stage.cloud.administrator(this.account(name));
    return {
      AWS_ENDPOINT_URL: this.#operator.stage.cloud.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
      HOME: this.#folder,
    };
  }

  async #byPeer(name: ContestantName, act: () => Promise<Omit<Visit, 's3' | 'calls'>>): Promise<Visit> {
    const from = now(this.#operator.stage);
    const took = await act();
    const account = this.account(name);
    const calls = this.#since(from).filter((entry) => entry.kind === 'call' && entry.caller.includes(`:${account}:`));
    const s3 = calls.filter((entry) => entry.kind === 'call' && entry.action.startsWith('s3:'));
    return { ...took, s3: s3.length, calls: calls.length };
  }

  /** Wall time from the first call of the product's to the last one. */
  async #byFunctions(act: () => Promise<void>): Promise<Visit> {
    const { stage } = this.#operator;
    const from = now(stage);
    const cpu = functionCpu();
    const span = { first: 0, last: 0 };
    const end = stage.cloud.trace.listen((entry) => {
      if (entry.kind !== 'call' || Object.keys(countedCalls([entry])).length === 0) return;
      span.last = performance.now();
      span.first ||= span.last;
    });
    try {
      await act();
      await this.#operator.idle();
      await worked(stage);
    } finally {
      end();
    }
    const used = usedBetween(cpu, functionCpu());
    const counts = countedCalls(this.#since(from));
    const calls = Object.values(counts).reduce((sum, count) => sum + count, 0);
    return { s3: counts['S3'] ?? 0, calls, wall: span.last - span.first, cpu: used, error: null };
  }

  #since(from: number): readonly TraceEntry[] {
    return this.#operator.stage.cloud.trace.entries().slice(from);
  }
}

function putEvent(account: string, bucketName: string): object {
  return {
    account,
    region: REGION,
    source: 'aws.s3',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventName: 'PutBucketLifecycle',
      eventSource: 's3.amazonaws.com',
      awsRegion: REGION,
      userIdentity: { type: 'IAMUser', accountId: account, arn: `arn:aws:iam::${account}:user/ada`, userName: 'ada' },
      requestParameters: { bucketName },
      responseElements: null,
    },
  };
}
