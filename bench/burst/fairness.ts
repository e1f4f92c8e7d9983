import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { Operator } from '../../test/journeys/operator-stage';
import { queueArn, worked } from '../../test/journeys/sweep-stage';
import { abortAfter, ToolUser } from '../../test/journeys/tool-user';

const REGION = 'eu-central-1';
const SETTLE_SECONDS = 1;
const OLD = new Date('2025-01-01T00:00:00Z');
const [LOUD, QUIET] = [1, 2];
/** Calls at a time by which the burst is made. */
const MAKERS = 16;
/** Few enough for the cores of a small machine, and enough for a group to be found out by what it has in flight. */
const CONCURRENCY = 3;

/** What one event of the quiet account saw. The queue delays every message by the settling time, as the product deploys it. */
export interface Probe {
  /** Messages that were there when its own could be received, waiting or being handled. */
  readonly ahead: number;
  /** Outcomes of other messages that were told between then and its own. */
  readonly before: number;
  /** Milliseconds from the call that made the event to its outcome. */
  readonly whole: number;
  /** Milliseconds from when its message could be received. */
  readonly handled: number;
}

/** The product on a local organization: one account makes a burst of events, and another one now and then an event. All are on covered buckets. */
export class FairnessStage {
  readonly #operator: Operator;
  readonly #quiet: ToolUser;
  #probes = 0;

  private constructor(operator: Operator) {
    this.#operator = operator;
    this.#quiet = new ToolUser(operator.stage, operator.account(QUIET), REGION);
  }

  static async open(): Promise<FairnessStage> {
    const settings = { maximumConcurrency: CONCURRENCY };
    return new FairnessStage(
      await Operator.open({ accounts: 3, regions: [REGION], settleSeconds: SETTLE_SECONDS, settings }),
    );
  }

  close(): Promise<void> {
    return this.#operator.stage.stop();
  }

  /** Events of the quiet account, one after the other, with nothing else to do. */
  async alone(probes: number): Promise<readonly Probe[]> {
    const seen: Probe[] = [];
    for (let probe = 0; probe < probes; probe += 1) {
      seen.push(await this.#probe());
      await worked(this.#operator.stage);
    }
    return seen;
  }

  /** The same once a burst of `events` was made, for as long as `least` messages are there. What is left then nobody waits for. */
  async amid(events: number, probes: number, least: number): Promise<readonly Probe[]> {
    const { stage } = this.#operator;
    const user = new ToolUser(stage, this.#operator.account(LOUD), REGION);
    const buckets = Array.from({ length: events }, (_, index) => `loud-${index}`);
    stage.cloud.s3.seedBuckets(this.#operator.account(LOUD), REGION, buckets, OLD);
    const limit = pLimit(MAKERS);
    await Promise.all(buckets.map((bucket) => limit(() => user.putRules(bucket, abortAfter(3)))));
    const seen: Probe[] = [];
    while (seen.length < probes) {
      const probe = await this.#probe();
      if (probe.ahead < least) break;
      seen.push(probe);
    }
    return seen;
  }

  async #probe(): Promise<Probe> {
    const { stage } = this.#operator;
    this.#probes += 1;
    const bucket = `quiet-${this.#probes}`;
    stage.cloud.s3.seedBuckets(this.#operator.account(QUIET), REGION, [bucket], OLD);
    const begun = performance.now();
    await this.#quiet.putRules(bucket, abortAfter(3));
    await sleep(SETTLE_SECONDS * 1_000);
    const due = performance.now();
    const told = stage.outcomes().length;
    const ahead = this.#inQueue();
    await this.#operator.told(bucket, 0, 'covered');
    const end = performance.now();
    const before = stage
      .outcomes()
      .slice(told)
      .findIndex((outcome) => outcome.bucket === bucket);
    return { ahead, before: Math.max(0, before), whole: end - begun, handled: end - due };
  }

  #inQueue(): number {
    const { visible, inFlight } = this.#operator.stage.cloud.sqs.inspect(
      queueArn(this.#operator.stage, 'partsweep-settle'),
    );
    return visible + inFlight;
  }
}
