import type { AccountId, BucketName, Region } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { account, bucketName } from '../fakes/identifiers';
import { someLifecycle } from './bucket-states';
import { CELLS, cellName } from './fault-catalogue';
import type { PlannedFault } from './fault-injector';
import { type ProductSettings, someSettings } from './product-settings';
import type { Random } from './random';
import { type Action, provoking, someAction } from './world-actions';
import { HOME, HOUR_MS, REGIONS, UNITS } from './world-places';

export interface AccountPlan {
  readonly id: string;
  readonly account: AccountId;
  readonly unit: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Milliseconds after the start; 0 for a member from the beginning. */
  readonly joinsAt: number;
  readonly hasRole: boolean;
  readonly forwards: boolean;
}

export interface BucketPlan {
  readonly id: string;
  readonly account: AccountId;
  readonly region: Region;
  readonly bucket: BucketName;
  readonly lifecycle: LifecycleConfiguration | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly grantsLifecycle: boolean;
}

/** Cells that are a seed's own, and how far they are from one another: those of one call are next to each other. */
const OWN = 5;
const STRIDE = 97;

/** Everything that is decided about a world before it begins; the rest follows from its seed. */
export interface WorldPlan {
  readonly seed: number;
  readonly settings: ProductSettings;
  readonly unitTags: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly accounts: readonly AccountPlan[];
  readonly buckets: readonly BucketPlan[];
  readonly actions: readonly Action[];
  readonly faults: readonly PlannedFault[];
}

export function worldPlan(seed: number, random: Random): WorldPlan {
  const accounts = Array.from({ length: random.whole(2, 3) }, (_, index) => accountPlan(random, index));
  const ids = accounts.map((one) => one.account);
  const buckets = Array.from({ length: random.whole(3, 6) }, (_, index) => bucketPlan(random, index, ids));
  const settings = someSettings(random);
  const calm = random.chance(0.05);
  const stage = { accounts: ids, buckets, settings };
  const planned = calm ? [] : faults(seed, random);
  const provoked = planned.slice(0, OWN).map(cellName).flatMap(provoking);
  const actions = Array.from({ length: calm ? 0 : random.whole(3, 11) }, (_, index) =>
    someAction(random, `x${index}`, stage),
  );
  return {
    ...{ seed, settings, accounts, buckets },
    unitTags: { [UNITS[1]]: random.chance(0.12) ? { 'partsweep:exclude': 'true' } : {} },
    actions: [
      ...sweeps(random),
      ...actions,
      ...provoked.map((kind, index) => someAction(random, `p${index}`, stage, kind)),
    ],
    faults: planned,
  };
}

/** A sweep a day, looks for new accounts. */
function sweeps(random: Random): readonly Action[] {
  const sweep = (id: string, at: number, scope: 'all' | 'never-surveyed'): Action => ({
    ...{ id, at, kind: 'sweep', trigger: scope === 'all' ? 'schedule' : 'roster', scope: { kind: scope } },
  });
  return [
    sweep('s0', random.whole(1, 600) * 1_000, 'all'),
    sweep('s1', 24 * HOUR_MS + random.whole(0, 3_600) * 1_000, 'all'),
    sweep('s2', random.whole(1, 29) * HOUR_MS, 'never-surveyed'),
  ];
}

function accountPlan(random: Random, index: number): AccountPlan {
  const tags: Record<string, string> = {};
  if (random.chance(0.08)) tags['partsweep:exclude'] = random.pick(['true', 'yes', 'false']);
  if (random.chance(0.15)) tags['partsweep:days'] = random.pick(['3', '14', 'soon']);
  return {
    id: `a${index}`,
    account: account(String(111_111_111_111 * (index + 1))),
    unit: random.pick(UNITS),
    tags,
    joinsAt: index > 0 && random.chance(0.2) ? random.whole(1, 20) * HOUR_MS : 0,
    hasRole: random.chance(0.95),
    forwards: random.chance(0.9),
  };
}

function bucketPlan(random: Random, index: number, accounts: readonly AccountId[]): BucketPlan {
  const drawn = random.next();
  const directory = drawn < 0.12;
  const name = directory ? `b${index}--euw1-az1--x-s3` : drawn < 0.18 ? `cdk-b${index}` : `b${index}-orders`;
  const tags: Record<string, string> = random.chance(0.3) ? { team: 'blue' } : {};
  if (random.chance(0.12)) tags['partsweep:exclude'] = random.pick(['true', 'true', 'false']);
  return {
    id: `b${index}`,
    account: random.pick(accounts),
    region: directory ? HOME : random.pick(REGIONS),
    bucket: bucketName(name),
    lifecycle: someLifecycle(random, `found-${index}`, directory),
    tags,
    grantsLifecycle: random.chance(0.7),
  };
}

/** Each seed has some cells of its own, so that all of them have their turn, and some by chance. */
function faults(seed: number, random: Random): readonly PlannedFault[] {
  return Array.from({ length: OWN + random.whole(0, 5) }, (_, index) => {
    const cell = index < OWN ? CELLS[(seed + index * STRIDE) % CELLS.length] : random.pick(CELLS);
    if (cell === undefined) throw new RangeError('there is no such cell');
    return { ...cell, id: `f${index}`, nth: random.chance(0.6) ? 1 : random.whole(1, 12) };
  });
}
