import type { BucketRecords } from '../../core/inventory';
import type { AccountProfile } from '../../core/ports';
import { reason } from '../../core/reasons';
import type { AccountRecords, FleetProblem } from '../../core/sweep/account-record';
import { account, bucketName, region } from '../fakes/identifiers';
import { activeProfile } from '../fakes/in-memory-accounts';
import { allPages } from './bucket-records';
import { iso, milliseconds, ONE, outcomeOf, placeOf, TWO } from './outcomes';

export interface AccountRecordsSetup {
  readonly accounts: AccountRecords;
  /** Of the same inventory. */
  readonly buckets: BucketRecords;
}

const PROFILE: AccountProfile = activeProfile({ team: 'blue', __proto__x: '', 'a:b': 'ü' }, [
  ['ou-ab12-near', { stage: 'production' }],
  ['ou-ab12-far', {}],
]);
const BLANK = {
  name: null,
  profile: null,
  profileAt: null,
  visitedAt: null,
  visitedBy: null,
  standing: null,
  counts: {},
  countsVersion: 0,
};
const many = (count: number) => Array.from({ length: count }, (_, index) => account(String(200_000_000_000 + index)));

/** What every AccountRecords does. `setup` is called once for each test and gives an empty inventory, with pages of less than 10 rows. */
export function describeAccountRecordsContract(name: string, setup: () => Promise<AccountRecordsSetup>): void {
  describe(`${name} as AccountRecords`, () => {
    test('nothing is known of an account that was never heard of', async () => {
      const { accounts } = await setup();
      expect(await accounts.account(ONE)).toBeUndefined();
    });

    test('a profile is kept whole', async () => {
      const { accounts } = await setup();
      await accounts.saveProfile(ONE, 'Payments', PROFILE, milliseconds(1));
      const known = await accounts.account(ONE);
      expect(known).toEqual({ ...BLANK, account: ONE, name: 'Payments', profile: PROFILE, profileAt: iso(1) });
      expect(known?.profile?.tags).toEqual(PROFILE.tags);
      expect(known?.profile?.organizationalUnits[0]?.tags).toEqual(new Map([['stage', 'production']]));
    });

    test('the same profile is not written again, in whatever order its tags come', async () => {
      const { accounts } = await setup();
      await accounts.saveProfile(ONE, 'Payments', PROFILE, milliseconds(1));
      const turned = { ...PROFILE, tags: new Map([...PROFILE.tags].reverse()) };
      await accounts.saveProfile(ONE, 'Payments', turned, milliseconds(2));
      await accounts.saveProfile(ONE, null, turned, milliseconds(3));
      expect(await accounts.account(ONE)).toMatchObject({ name: 'Payments', profileAt: iso(1) });
      await accounts.saveProfile(ONE, null, activeProfile(), milliseconds(4));
      expect(await accounts.account(ONE)).toMatchObject({
        name: 'Payments',
        profile: activeProfile(),
        profileAt: iso(4),
      });
      await accounts.saveProfile(ONE, 'Billing', activeProfile(), milliseconds(5));
      expect((await accounts.account(ONE))?.name).toBe('Billing');
    });

    test('the standing is written when it changed, and an older one is not', async () => {
      const { accounts } = await setup();
      const standing = async () => (await accounts.account(ONE))?.standing;
      await accounts.saveStanding(ONE, 'denied', reason('role-not-assumable'), milliseconds(2));
      await accounts.saveStanding(ONE, 'denied', reason('role-not-assumable'), milliseconds(3));
      expect(await standing()).toEqual({ verdict: 'denied', reason: reason('role-not-assumable'), at: iso(2) });
      await accounts.saveStanding(ONE, 'covered', reason('surveyed'), milliseconds(1));
      expect((await standing())?.verdict).toBe('denied');
      await accounts.saveStanding(ONE, 'covered', reason('surveyed'), milliseconds(4));
      expect(await standing()).toEqual({ verdict: 'covered', reason: reason('surveyed'), at: iso(4) });
    });

    test('of the accounts asked for, the known ones come, each once', async () => {
      const { accounts } = await setup();
      await accounts.saveProfile(ONE, 'one', PROFILE, milliseconds(1));
      await accounts.completeVisit(TWO, 'run', milliseconds(2));
      const found = await accounts.accounts([...many(97), TWO, ONE, TWO]);
      expect(found.map((record) => record.account).sort()).toEqual([ONE, TWO]);
      expect(found).toContainEqual(await accounts.account(ONE));
      expect(await accounts.accounts([])).toEqual([]);
      await expect(accounts.accounts(many(101))).rejects.toThrow(RangeError);
    });

    test('a survey for a hint is allowed once in a while', async () => {
      const { accounts } = await setup();
      const answers = await Promise.all([0, 0, 0].map(() => accounts.mayHint(ONE, milliseconds(0), 600)));
      expect(answers.sort()).toEqual([false, false, true]);
      expect(await accounts.mayHint(ONE, milliseconds(599), 600)).toBe(false);
      expect(await accounts.mayHint(TWO, milliseconds(599), 600)).toBe(true);
      expect(await accounts.mayHint(ONE, milliseconds(600), 600)).toBe(true);
      expect(await accounts.mayHint(ONE, milliseconds(601), 600)).toBe(false);
    });
  });

  describe(`${name} as AccountRecords: visits`, () => {
    test('a visit is kept with its run, and an older one does not take its place', async () => {
      const { accounts } = await setup();
      await accounts.completeVisit(ONE, 'new-run', milliseconds(9));
      await accounts.completeVisit(ONE, 'old-run', milliseconds(8));
      expect(await accounts.account(ONE)).toMatchObject({ visitedAt: iso(9), visitedBy: 'new-run' });
    });

    test('every account that is known is listed once, by whatever it became known', async () => {
      const { accounts, buckets } = await setup();
      const all = many(25);
      for (const [index, one] of all.entries()) {
        if (index % 4 === 0) await accounts.saveProfile(one, null, PROFILE, milliseconds(1));
        if (index % 4 === 1) await buckets.record(outcomeOf(placeOf('orders', one)));
        if (index % 4 === 2) await accounts.saveStanding(one, 'denied', reason('role-not-assumable'), milliseconds(1));
        if (index % 4 === 3) await accounts.mayHint(one, milliseconds(1), 600);
        if (index % 5 === 0) await accounts.completeVisit(one, 'run', milliseconds(index));
      }
      const rows = await allPages((from) => accounts.byLastVisit(null, from));
      expect(rows.map((record) => record.account).sort()).toEqual(all);
      expect(rows).toContainEqual(await accounts.account(all[5] ?? ONE));
    });

    test('those that were not visited since a time are asked for, those never visited among them', async () => {
      const { accounts } = await setup();
      const [never = ONE, early = ONE, late = ONE] = many(3);
      await accounts.saveProfile(never, null, PROFILE, milliseconds(1));
      await accounts.completeVisit(early, 'run', milliseconds(100));
      await accounts.completeVisit(late, 'run', milliseconds(200));
      const since = async (second: number) =>
        (await allPages((from) => accounts.byLastVisit(iso(second), from))).map((record) => record.account).sort();
      expect(await since(100)).toEqual([never]);
      expect(await since(101)).toEqual([never, early]);
      expect(await since(201)).toEqual([never, early, late]);
      await accounts.completeVisit(never, 'run', milliseconds(300));
      expect(await since(201)).toEqual([early, late]);
    });

    test('refuses a token that is of no listing', async () => {
      const { accounts } = await setup();
      await expect(accounts.byLastVisit(null, 'x')).rejects.toThrow(/token/);
      await expect(accounts.problems(null, 'x')).rejects.toThrow(/token/);
    });
  });

  describe(`${name} as AccountRecords: counters`, () => {
    test('a count takes their place if nothing changed them since', async () => {
      const { accounts, buckets } = await setup();
      await buckets.record(outcomeOf(placeOf('orders')));
      expect(await accounts.correctCounts(ONE, { applied: 2, 'would-apply': 1, failed: 0 }, 1)).toBe(true);
      const known = await accounts.account(ONE);
      expect(known?.counts).toEqual({ applied: 2, 'would-apply': 1 });
      expect(known?.countsVersion).toBe(2);
    });

    test('a count that something came between is not taken', async () => {
      const { accounts, buckets } = await setup();
      await buckets.record(outcomeOf(placeOf('orders')));
      await buckets.record(outcomeOf(placeOf('invoices')));
      expect(await accounts.correctCounts(ONE, { applied: 7 }, 1)).toBe(false);
      expect(await accounts.correctCounts(ONE, { waiting: 2 }, 1)).toBe(false);
      expect((await accounts.account(ONE))?.counts).toEqual({ waiting: 2 });
    });

    test('a count that they have already is not written', async () => {
      const { accounts, buckets } = await setup();
      await buckets.record(outcomeOf(placeOf('orders')));
      expect(await accounts.correctCounts(ONE, { waiting: 1, applied: 0 }, 1)).toBe(true);
      expect((await accounts.account(ONE))?.countsVersion).toBe(1);
    });

    test('an account that has none yet takes the first count', async () => {
      const { accounts } = await setup();
      expect(await accounts.correctCounts(ONE, { waiting: 1 }, 1)).toBe(false);
      expect(await accounts.correctCounts(ONE, { waiting: 1 }, 0)).toBe(true);
      expect(await accounts.account(ONE)).toMatchObject({ counts: { waiting: 1 }, countsVersion: 1 });
    });
  });

  describe(`${name} as AccountRecords: problems`, () => {
    const problem = (of = ONE, different: Partial<FleetProblem> = {}): FleetProblem => ({
      account: of,
      region: region('eu-central-1'),
      source: { kind: 'stack-set', name: 'partsweep-forwarder' },
      reason: reason('role-not-assumable', 'AccessDenied'),
      at: iso(1),
      run: 'run',
      ...different,
    });

    test('one is kept whole, and the same one again takes its place', async () => {
      const { accounts } = await setup();
      await accounts.saveProblem(problem());
      await accounts.saveProblem(problem(ONE, { at: iso(2), run: 'later' }));
      expect(await accounts.problems(ONE, null)).toEqual({
        rows: [problem(ONE, { at: iso(2), run: 'later' })],
        next: null,
      });
    });

    test('those of an account are asked for, or all', async () => {
      const { accounts } = await setup();
      const gap = problem(ONE, { source: { kind: 'bucket', name: bucketName('orders') } });
      const role = problem(ONE, { region: null });
      await Promise.all([gap, role, problem(ONE), problem(TWO)].map((one) => accounts.saveProblem(one)));
      expect(await allPages((from) => accounts.problems(ONE, from))).toHaveLength(3);
      expect(await allPages((from) => accounts.problems(TWO, from))).toEqual([problem(TWO)]);
      const all = await allPages((from) => accounts.problems(null, from));
      expect(all).toHaveLength(4);
      expect(all).toContainEqual(gap);
      expect(all).toContainEqual(role);
    });

    test('many of them come page by page, each once', async () => {
      const { accounts } = await setup();
      const all = many(25);
      for (const one of all) await accounts.saveProblem(problem(one));
      for (let second = 1; second <= 12; second += 1) {
        await accounts.saveProblem(problem(ONE, { source: { kind: 'bucket', name: bucketName(`bucket-${second}`) } }));
      }
      const everywhere = await allPages((from) => accounts.problems(null, from));
      expect(new Set(everywhere.map((one) => `${one.account} ${one.source.name}`)).size).toBe(37);
      expect(everywhere).toHaveLength(37);
      expect(await allPages((from) => accounts.problems(ONE, from))).toHaveLength(12);
    });

    test('one that is cleared is gone, and the others stay', async () => {
      const { accounts } = await setup();
      await accounts.saveProblem(problem());
      await accounts.saveProblem(problem(ONE, { region: null }));
      await accounts.clearProblem(problem());
      await accounts.clearProblem(problem(TWO));
      expect(await allPages((from) => accounts.problems(null, from))).toEqual([problem(ONE, { region: null })]);
      expect(await accounts.account(ONE)).toBeUndefined();
    });
  });
}
