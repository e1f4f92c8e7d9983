import type { AccountId, Region } from '../../core/identifiers';
import type { BucketPlace } from '../../core/ports';
import { account, bucketName, region } from '../fakes/identifiers';
import type { Random } from './random';
import type { Apply } from './terraform';
import { terraformLifecycle } from './terraform-rules';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const ACCOUNTS: readonly AccountId[] = [account('111122223333'), account('444455556666')];
/** A bucket in us-east-1 does not prove by its event that it is new. */
const REGIONS: readonly Region[] = [region('eu-west-1'), region('us-east-1')];

/** What Terraform does with one bucket. */
export interface BucketPlan {
  readonly place: BucketPlace;
  readonly applies: readonly Apply[];
}

/** What happens in one world besides the product's own doing. */
export interface SettlingPlan {
  readonly buckets: readonly BucketPlan[];
  /** When sweeps begin, in milliseconds since 1970. */
  readonly sweeps: readonly number[];
}

export interface SettlingPlanProps {
  readonly buckets: number;
  readonly settleSeconds: number;
  /** Whether a configuration may come back after it had been changed. */
  readonly reversals: boolean;
}

/**
 * Buckets that are made within an hour and are changed, replaced or left alone after that, and sweeps at any time. Half of the times
 * that could matter are put near a multiple of the settling time after something else, where a write may come.
 */
export function settlingPlan(random: Random, start: number, props: SettlingPlanProps): SettlingPlan {
  const { buckets, settleSeconds, reversals } = props;
  const near = (time: number): number =>
    time + random.whole(1, 3) * settleSeconds * 1_000 + random.whole(-MINUTE_MS, MINUTE_MS);
  const plans = Array.from({ length: buckets }, (_, index) => bucketPlan(random, start, index, reversals, near));
  const times = plans.flatMap(({ applies }) => applies.map(({ at }) => at));
  const sweeps = Array.from({ length: random.whole(1, 3) }, () => {
    const time = random.chance(0.5)
      ? random.pick(times) + random.whole(-60, 120) * 1_000
      : random.whole(0, 3 * HOUR_MS);
    return Math.max(start, time < start ? start + time : time);
  });
  return { buckets: plans, sweeps };
}

function bucketPlan(
  random: Random,
  start: number,
  index: number,
  reversals: boolean,
  near: (time: number) => number,
): BucketPlan {
  const name = `orders-${index}`;
  const place = { account: random.pick(ACCOUNTS), region: random.pick(REGIONS), bucket: bucketName(name) };
  const createAt = start + random.whole(0, HOUR_MS);
  const written = (round: number) => terraformLifecycle(random, `${name}-${round}`);
  const first: Apply = {
    at: createAt,
    kind: 'create',
    tagged: random.chance(0.5),
    lifecycle: random.chance(0.85) ? written(0) : undefined,
  };
  const applies: Apply[] = [first];
  for (let round = 1; round <= 2 && random.chance(0.4); round += 1) {
    const last = applies.at(-1) ?? first;
    const at = random.chance(0.5) ? near(last.at) : last.at + random.whole(90_000, 2 * HOUR_MS);
    applies.push(laterApply(at, random, last.lifecycle, written(round), reversals));
  }
  return { place, applies };
}

/** `present`: what Terraform wrote last; `next`: what no bucket had so far. */
function laterApply(
  at: number,
  random: Random,
  present: Apply['lifecycle'],
  next: Apply['lifecycle'],
  reversals: boolean,
): Apply {
  const drawn = random.next();
  // puts right what it takes for drift, our rule, or makes everything again as it was
  if (reversals && drawn < 0.5)
    return { at, kind: drawn < 0.25 ? 'change' : 'replace', tagged: false, lifecycle: present };
  const kind = random.chance(0.8) ? 'change' : 'replace';
  return { at, kind, tagged: random.chance(0.5), lifecycle: random.chance(0.85) ? next : undefined };
}
