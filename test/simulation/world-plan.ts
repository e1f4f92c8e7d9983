import type { AccountId, BucketName, Region } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import { account, bucketName } from '../fakes/identifiers';
import { someLifecycle } from './bucket-states';
import { CELLS, type Cell, cellName } from './fault-catalogue';
import type { PlannedFault } from './fault-injector';
import { FUNCTION_MS, type FunctionName } from './invocation';
import { type ProductSettings, someSettings } from './product-settings';
import { provoking } from './provoking';
import type { Random } from './random';
import { someAction } from './some-action';
import type { Action } from './world-actions';
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

/** Functions that end sooner: as what a function held is free and seen again sooner, less of a world is waiting. */
const BRISK_MS = { settle: 60_000, sweep: 120_000, survey: 120_000 };

/** What happens in a world in any case. */
export interface Aim {
  readonly cells: readonly Cell[];
  /** Of actions. */
  readonly kinds: readonly string[];
}

/** Everything that is decided about a world before it begins; the rest follows from its seed. */
export interface WorldPlan {
  readonly seed: number;
  readonly settings: ProductSettings;
  /** Longest time of an invocation, in milliseconds. */
  readonly functionMs: Readonly<Record<FunctionName, number>>;
  readonly unitTags: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly accounts: readonly AccountPlan[];
  readonly buckets: readonly BucketPlan[];
  readonly actions: readonly Action[];
  readonly faults: readonly PlannedFault[];
}

export function worldPlan(seed: number, random: Random, aim: Aim = { cells: ownCells(seed), kinds: [] }): WorldPlan {
  const accounts = Array.from({ length: random.whole(2, 3) }, (_, index) => accountPlan(random, index));
  const ids = accounts.map((one) => one.account);
  const buckets = Array.from({ length: random.whole(3, 6) }, (_, index) => bucketPlan(random, index, ids));
  const settings = someSettings(random);
  const functionMs = random.chance(0.1) ? FUNCTION_MS : BRISK_MS;
  const calm = random.chance(0.05);
  const stage = { accounts: ids, buckets, settings };
  const causes = withCauses(aim);
  const planned = calm ? [] : faults(causes.cells, random);
  const provoked = calm ? [] : causes.kinds;
  const actions = Array.from({ length: calm ? 0 : random.whole(3, 11) }, (_, index) =>
    someAction(random, `x${index}`, stage),
  );
  return {
    ...{ seed, settings, accounts, buckets, functionMs },
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

/** Names of cells, and of kinds of actions. Throws RangeError for a cell that the catalogue does not have. */
export function aimAt(names: readonly string[]): Aim {
  const cells = names
    .filter((name) => name.includes(' '))
    .map((name) => {
      const cell = CELLS.find((one) => cellName(one) === name);
      if (cell === undefined) throw new RangeError(`the catalogue of faults has no cell ${name}`);
      return cell;
    });
  return { cells, kinds: names.filter((name) => !name.includes(' ')) };
}

/** And what has to go before, so that the calls of its cells are made at all. */
function withCauses({ cells, kinds }: Aim): Aim {
  const causes = aimAt(cells.map(cellName).flatMap(provoking));
  return { cells: [...cells, ...causes.cells], kinds: [...kinds, ...causes.kinds] };
}

/** Each seed has some cells of its own, so that all of them have their turn. */
function ownCells(seed: number): readonly Cell[] {
  return Array.from({ length: OWN }, (_, index) => {
    const cell = CELLS[(seed + index * STRIDE) % CELLS.length];
    if (cell === undefined) throw new RangeError('there is no such cell');
    return cell;
  });
}

/** Those that are a world's own, and some by chance. */
function faults(own: readonly Cell[], random: Random): readonly PlannedFault[] {
  const others = Array.from({ length: random.whole(0, 5) }, () => random.pick(CELLS));
  return [...own, ...others].map((cell, index) => ({
    ...{ ...cell, id: `f${index}` },
    // what is made to happen may happen once
    nth: random.chance(index < own.length ? 0.8 : 0.6) ? 1 : random.whole(1, 12),
  }));
}
