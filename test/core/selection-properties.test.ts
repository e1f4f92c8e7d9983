import fc from 'fast-check';
import type { Mode } from '../../core/mode';
import type { AccountProfile } from '../../core/ports';
import { excludedByBucketTags, selectAccount } from '../../core/selection';
import { account } from '../fakes/identifiers';

/** An organization as a tree of OUs, each with its tags and, in the settings, perhaps a mode. */
interface Unit {
  readonly id: string;
  readonly parent: number | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly mode: Mode | undefined;
}

const EXCLUDES = ['true', 'false', '', 'FALSE', 'False', ' false', 'no', 'partsweep'];
const GOOD_DAYS = ['1', '7', '007', '30', '2147483647'];
const BAD_DAYS = ['0', '-1', '1.5', '', 'seven', '1e3', '2147483648', '99999999999', '７', ' 7', '0x7'];
const tagsArbitrary = fc
  .record(
    {
      'partsweep:exclude': fc.constantFrom(...EXCLUDES),
      'partsweep:days': fc.constantFrom(...GOOD_DAYS, ...BAD_DAYS),
      'partsweep:Exclude': fc.constant('true'),
      team: fc.constant('blue'),
    },
    { requiredKeys: [] },
  )
  .map((tags) => ({ ...tags }) as Readonly<Record<string, string>>);
const modeArbitrary = fc.option(fc.constantFrom<Mode>('apply', 'audit'), { nil: undefined });

/** Each unit's parent is one before it, or the root. */
const treeArbitrary: fc.Arbitrary<readonly Unit[]> = fc
  .array(fc.record({ parent: fc.nat(), tags: tagsArbitrary, mode: modeArbitrary }), { maxLength: 6 })
  .map((units) =>
    units.map(({ parent, tags, mode }, index) => {
      const among = parent % (index + 1);
      return { id: `ou-ab12-unit${index}000`, parent: among === index ? null : among, tags, mode };
    }),
  );

const organization = fc.record({
  tree: treeArbitrary,
  at: fc.nat(),
  tags: tagsArbitrary,
  accountMode: modeArbitrary,
  bucketTags: tagsArbitrary,
  state: fc.constantFrom('ACTIVE', 'ACTIVE', 'ACTIVE', 'SUSPENDED', 'PENDING_CLOSURE'),
  mode: fc.constantFrom<Mode>('apply', 'audit'),
  days: fc.integer({ min: 1, max: 365 }),
  targetIndexes: fc.option(fc.array(fc.nat({ max: 7 }), { maxLength: 3 }), { nil: null }),
});
type Organization = typeof organization extends fc.Arbitrary<infer T> ? T : never;

const ACCOUNT = account('111122223333');

/** Index of the OU in which the account is; undefined directly below the root. */
function homeOf({ tree, at }: Organization): number | undefined {
  const index = at % (tree.length + 1);
  return index === tree.length ? undefined : index;
}

/** Walks the tree by hand, from the top: what is said further down replaces what is said above. */
function oracle(world: Organization) {
  const { tree, tags, accountMode, state, mode, days, targetIndexes } = world;
  const path: Unit[] = [];
  for (let index: number | null | undefined = homeOf(world); index !== undefined && index !== null; ) {
    const unit: Unit | undefined = tree[index];
    if (unit === undefined) throw new Error('there is no such unit');
    path.unshift(unit);
    index = unit.parent;
  }
  const below = [...path.map((unit) => ({ tags: unit.tags, mode: unit.mode })), { tags, mode: accountMode }];
  let excluded = false;
  let wantedDays = days;
  let wantedMode = mode;
  for (const level of below) {
    const exclude = level.tags['partsweep:exclude'];
    if (exclude !== undefined) excluded = exclude !== 'false';
    const tag = level.tags['partsweep:days'];
    if (tag !== undefined && GOOD_DAYS.includes(tag)) wantedDays = Number(tag);
    if (level.mode !== undefined) wantedMode = level.mode;
  }
  // a bad value is told of unless a nearer one had settled the matter
  let problems = 0;
  for (const level of below.toReversed()) {
    const tag = level.tags['partsweep:days'];
    if (tag === undefined) continue;
    if (GOOD_DAYS.includes(tag)) break;
    problems += 1;
  }
  const targeted =
    targetIndexes === null || targetIndexes.some((index) => index === 7 || path.some((unit) => unit === tree[index]));
  return { isExcluded: state !== 'ACTIVE' || !targeted || excluded, wantedDays, wantedMode, problems };
}

/** The profile, and the rules, as the code is given them. */
function asked(world: Organization) {
  const { tree, tags, accountMode, state, mode, days, targetIndexes } = world;
  const above: { id: string; tags: ReadonlyMap<string, string> }[] = [];
  for (let at = homeOf(world); at !== undefined; ) {
    const unit: Unit | undefined = tree[at];
    if (unit === undefined) break;
    above.push({ id: unit.id, tags: new Map(Object.entries(unit.tags)) });
    at = unit.parent ?? undefined;
  }
  const profile: AccountProfile = { state, tags: new Map(Object.entries(tags)), organizationalUnits: above };
  const entries = [...tree.map(({ id, mode: own }) => [id, own] as const), [ACCOUNT, accountMode] as const];
  const modes = Object.fromEntries(entries.filter(([, own]) => own !== undefined)) as Record<string, Mode>;
  const targets = targetIndexes?.map((index) => (index === 7 ? 'r-ab12' : `ou-ab12-unit${index}000`)) ?? null;
  return { profile, rules: { days, mode, modes, targets } };
}

test('the nearest tag wins on any tree of OUs, accounts and tags, and bad values are told of', () => {
  let excludedCount = 0;
  fc.assert(
    fc.property(organization, (world) => {
      const { profile, rules } = asked(world);
      const selected = selectAccount(ACCOUNT, profile, rules);
      const expected = oracle(world);
      expect(selected.kind).toBe(expected.isExcluded ? 'excluded' : 'selected');
      expect(selected.problems).toHaveLength(expected.problems);
      if (selected.kind === 'excluded') excludedCount += 1;
      else expect(selected).toMatchObject({ days: expected.wantedDays, mode: expected.wantedMode });
    }),
    { numRuns: 3000 },
  );
  expect(excludedCount).toBeGreaterThan(100);
  expect(excludedCount).toBeLessThan(2900);
});

test("a bucket's own tag excludes it, and cannot take it back into an excluded account", () => {
  fc.assert(
    fc.property(organization, (world) => {
      const { profile, rules } = asked(world);
      const account = selectAccount(ACCOUNT, profile, rules).kind;
      const bucket = excludedByBucketTags(new Map(Object.entries(world.bucketTags)));
      const own = world.bucketTags['partsweep:exclude'];
      const left = account === 'excluded' || bucket !== undefined;
      expect(left).toBe(oracle(world).isExcluded || (own !== undefined && own !== 'false'));
    }),
    { numRuns: 1000 },
  );
});
