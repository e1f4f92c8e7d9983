import type { AccountId, BucketName } from '../../core/identifiers';
import type { Outcome } from '../../core/outcome';
import type { BucketChange } from './bucket-history';
import { foreignMeaning } from './lifecycle-reading';
import type { Promises } from './promises';
import type { SimulatedS3 } from './simulated-s3';
import { SKEW_MS } from './world-invocation';

/** What a write of the product's replaced, that somebody had written since the read on which it rests. */
export interface Replaced {
  readonly bucket: BucketName;
  readonly account: AccountId;
  readonly foreign: BucketChange;
  /** Of our write, and of its read: milliseconds since 1970. */
  readonly at: number;
  readonly readAt: number;
  /** Index of our write among the changes of the bucket. */
  readonly index: number;
  /** Whether it put our rule, which waits for a bucket to settle. */
  readonly isRule: boolean;
}

/**
 * What became of it. `same`: nothing was lost. `superseded`: somebody else wrote again, and theirs is the last word. `repaired`: it was
 * there again. `told`: somebody was told of it. `out-of-reach`: the bucket was excluded, denied or gone when the event came. `unseen`: S3
 * and CloudTrail let nobody see it. `missed`: it could be seen, and nobody was told.
 */
export type Fate = 'same' | 'superseded' | 'repaired' | 'told' | 'out-of-reach' | 'unseen' | 'missed';

/** What there is to judge by. */
export interface LostUpdatesWorld {
  readonly s3: SimulatedS3;
  readonly everExcluded: ReadonlySet<string>;
  readonly events: { readonly arrivals: ReadonlyMap<string, number> };
  readonly product: {
    readonly journal: { readonly lost: readonly ToldLoss[]; readonly outcomes: readonly Outcome[] };
    readonly deadLetters: { readonly sent: readonly { readonly body: string }[] };
    readonly settleQueue: { readonly deadLetters: readonly string[] };
  };
  readonly promises: Pick<Promises, 'broken' | 'excuse'>;
}

/** A line of the product's that says that a write was lost. */
export interface ToldLoss {
  readonly bucket: unknown;
  readonly eventId: unknown;
}

const NOT_LOOKED_AT = ['excluded', 'denied', 'gone', 'held'];

/** Holds that whatever could be seen of a foreign write that was lost was told or put right. */
export class LostUpdates {
  readonly fates: Partial<Record<Fate, number>> = {};
  readonly #world: LostUpdatesWorld;
  readonly #replaced: Replaced[] = [];

  constructor(world: LostUpdatesWorld) {
    this.#world = world;
  }

  note(replaced: Replaced): void {
    this.#replaced.push(replaced);
  }

  /** Once nothing is on its way any more. */
  judge(): void {
    for (const replaced of this.#replaced.splice(0)) {
      const fate = this.#fateOf(replaced);
      this.fates[fate] = (this.fates[fate] ?? 0) + 1;
      if (fate === 'unseen') this.#world.promises.excuse('straddled');
      if (fate !== 'missed') continue;
      const { bucket, foreign } = replaced;
      const what = `lost what ${foreign.eventId} tells of, and nobody was told`;
      this.#world.promises.broken('foreign-rules', bucket, what);
    }
  }

  #fateOf(replaced: Replaced): Fate {
    const { s3, everExcluded, events, product } = this.#world;
    const { bucket, account, foreign, index } = replaced;
    const { changes } = s3.history({ bucket });
    const theirs = foreignMeaning(foreign.lifecycle);
    const later = changes.slice(index + 1);
    if (theirs === foreignMeaning(changes[index]?.lifecycle)) return 'same';
    const { lost, outcomes } = product.journal;
    const names = [foreign.eventId, 'read-back', ...this.#ofOneSecond(replaced)];
    if (lost.some((told) => told.bucket === bucket && names.includes(String(told.eventId)))) {
      const isBack = later.some(({ by, lifecycle }) => by === 'product' && foreignMeaning(lifecycle) === theirs);
      return isBack ? 'repaired' : 'told';
    }
    if (later.some(({ by }) => by === 'owner')) return 'superseded';
    const arrived = foreign.eventId === undefined ? undefined : events.arrivals.get(foreign.eventId);
    if (arrived === undefined || !isSeeable(replaced)) return 'unseen';
    const letters = [...product.deadLetters.sent.map(({ body }) => body), ...product.settleQueue.deadLetters];
    if (letters.some((body) => body.includes(`"eventID":"${foreign.eventId}"`))) return 'told';
    if (everExcluded.has(bucket) || everExcluded.has(account)) return 'out-of-reach';
    const isOut = outcomes.some(
      (outcome) =>
        outcome.bucket === bucket && Date.parse(outcome.at) >= arrived && NOT_LOOKED_AT.includes(outcome.verdict),
    );
    return isOut ? 'out-of-reach' : 'missed';
  }

  /** Of two in one second nobody knows which came last: either name tells. */
  #ofOneSecond({ bucket, foreign }: Replaced): readonly (string | undefined)[] {
    return this.#world.s3
      .history({ bucket })
      .changes.filter(({ at }) => second(at) === second(foreign.at))
      .map(({ eventId }) => eventId);
  }
}

/**
 * Whether the event's second tells that it came behind our read: our clock may differ from that of S3. Before our rule is put, a bucket
 * settles; what came just before the read and is told whole is held against it as well.
 */
function isSeeable({ foreign, readAt, isRule }: Replaced): boolean {
  const isWhole = foreign.lifecycle?.xml.includes('<Hologram>') !== true;
  return second(foreign.at) > second(readAt + SKEW_MS) || (isRule && isWhole);
}

function second(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000);
}
