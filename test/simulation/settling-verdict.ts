import { RULE_ID } from '../../core/contract/names';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace } from '../../core/ports';
import type { Footing } from './bucket-history';
import { SETTLE_SECONDS, type SettlingWorld } from './settling-world';
import type { TerraformFailure } from './terraform';

/** What became of a world: `broken` are promises that were not kept, in words, each with its bucket. */
export interface SettlingVerdict {
  readonly broken: readonly { readonly bucket: string; readonly what: string }[];
  /** What the product's writes came upon. */
  readonly footings: Readonly<Record<Footing, number>>;
  /** Applies that failed by a write of that footing, where that breaks no promise. */
  readonly excused: Readonly<Record<Footing, number>>;
}

export const TERRAFORM_FAILS = 'Terraform read back what it had not written';

/**
 * Looks at a world whose plan is played and which was swept in calm. No promise is broken by a straddle, nor, in a world where
 * configurations come back, by a change and its exact reversal within one settling.
 */
export function settlingVerdict(world: SettlingWorld): SettlingVerdict {
  const { s3, failures, plan } = world;
  const broken: { bucket: string; what: string }[] = [];
  const excused = noFootings();
  for (const failure of failures) {
    const excuse = excuseOf(world, failure);
    if (excuse === undefined) broken.push({ bucket: failure.place.bucket, what: TERRAFORM_FAILS });
    else excused[excuse] += 1;
  }
  const footings = noFootings();
  for (const [bucket, history] of s3.histories) {
    for (const write of history.writes) {
      const footing = history.footing(write, SETTLE_SECONDS * 1_000);
      footings[footing] += 1;
      if (footing === 'hasty') broken.push({ bucket, what: 'was written before it had settled' });
    }
  }
  for (const { place } of plan.buckets) {
    for (const what of wrongAtTheEnd(world, place)) broken.push({ bucket: place.bucket, what });
  }
  return { broken: [...broken, ...leftOver(world)], footings, excused };
}

export function noFootings(): Record<Footing, number> {
  return { settled: 0, straddled: 0, reversal: 0, overlooked: 0, hasty: 0 };
}

/** The footing of the write that made an apply fail, where that breaks no promise. */
function excuseOf({ s3, reversals }: SettlingWorld, { place, putAt, readAt }: TerraformFailure): Footing | undefined {
  const history = s3.history(place);
  const excuses: readonly Footing[] = reversals ? ['straddled', 'reversal', 'overlooked'] : ['straddled'];
  const footings = history.writesWithin(putAt, readAt).map((write) => history.footing(write, SETTLE_SECONDS * 1_000));
  return footings.every((footing) => excuses.includes(footing)) ? footings[0] : undefined;
}

/** What the product gave up or never worked off. */
function leftOver({ product }: SettlingWorld): SettlingVerdict['broken'] {
  const { deadLetters, settleQueue, sweepQueue, accountQueue } = product;
  const givenUp = deadLetters.sent
    .filter(({ reason }) => reason.code !== 'lost-update')
    .map(({ body, reason }) => `a dead letter: ${reason.code} ${body}`);
  const queues = [settleQueue, sweepQueue, accountQueue].flatMap((queue) => [
    ...queue.deadLetters.map((body) => `SQS gave up ${body}`),
    ...(queue.size > 0 ? [`${queue.size} messages are left in a queue`] : []),
  ]);
  return [...givenUp, ...queues].map((what) => ({ bucket: 'product', what }));
}

function wrongAtTheEnd({ s3 }: SettlingWorld, place: BucketPlace): readonly string[] {
  const bucket = s3.memory.buckets.get(place.bucket);
  if (bucket === undefined) return ['is gone, though nobody deleted it'];
  const { lifecycle } = bucket;
  const history = s3.history(place);
  const wrong: string[] = [];
  if (!isCovered(lifecycle)) wrong.push('is not covered after a sweep in calm');
  const last = history.changes.findLastIndex(({ by }) => by === 'owner');
  const straddled = history.writes.some(({ readIndex, index }) => readIndex <= last && last < index);
  if (!straddled && !isForeignKept(history.foreign, lifecycle)) wrong.push("does not have its owner's rules any more");
  return wrong;
}

/** Every rule of the owner's to the letter and in its order, with the owner's header, and none besides but ours. */
function isForeignKept(owners: LifecycleConfiguration | undefined, now: LifecycleConfiguration | undefined): boolean {
  const rules = rulesOf(now).filter((rule) => !rule.includes(`<ID>${RULE_ID}</ID>`));
  const header = owners?.transitionDefaultMinimumObjectSize;
  return (
    rules.join('') === rulesOf(owners).join('') &&
    (header === undefined || header === now?.transitionDefaultMinimumObjectSize)
  );
}

/** Rules for the whole bucket as they are written in a simulation, by us or by the owner. */
function isCovered(lifecycle: LifecycleConfiguration | undefined): boolean {
  return rulesOf(lifecycle).some((rule) => {
    const days = /<DaysAfterInitiation>(\d+)</.exec(rule)?.[1];
    const whole = /<Filter>(<Prefix><\/Prefix>|<Prefix\/>)?<\/Filter>|<Filter\/>/.test(rule);
    return days !== undefined && Number(days) <= 7 && whole && rule.includes('<Status>Enabled</Status>');
  });
}

function rulesOf(lifecycle: LifecycleConfiguration | undefined): readonly string[] {
  return lifecycle?.xml.match(/<Rule>.*?<\/Rule>/gs) ?? [];
}
