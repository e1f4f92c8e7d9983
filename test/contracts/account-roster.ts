import type { AccountId } from '../../core/identifiers';
import type { AccountRoster, RosterAccount } from '../../core/sweep/roster';

export interface AccountRosterSetup {
  readonly roster: AccountRoster;
  /** All accounts, in any order: more than one page of them. */
  readonly all: readonly RosterAccount[];
  /** An OU with accounts in OUs below it as well, and all of those. */
  readonly unit: string;
  readonly inUnit: readonly AccountId[];
  /** An OU without accounts in it or below. */
  readonly emptyUnit: string;
  /** The root. */
  readonly root: string;
}

/** What every AccountRoster of an organization does. `setup` is called once. */
export function describeAccountRosterContract(name: string, setup: () => Promise<AccountRosterSetup>): void {
  describe(`${name} as an AccountRoster`, () => {
    let world: AccountRosterSetup;
    beforeAll(async () => {
      world = await setup();
    });

    const list = async (under: string | null) => {
      const accounts: RosterAccount[] = [];
      let pages = 0;
      for (let from: string | null = null; ; ) {
        const page = await world.roster.page(under, from);
        if (page.kind !== 'page') throw new Error(page.message);
        pages += 1;
        accounts.push(...page.accounts);
        if (page.next === null) return { accounts, pages };
        from = page.next;
      }
    };
    const byId = (one: RosterAccount, other: RosterAccount): number => (one.account < other.account ? -1 : 1);
    const ids = (accounts: readonly RosterAccount[]) => accounts.map(({ account }) => account).sort();

    test('every account is listed once, with its name and state, over several pages', async () => {
      const { accounts, pages } = await list(null);
      expect(accounts.sort(byId)).toEqual([...world.all].sort(byId));
      expect(pages).toBeGreaterThan(1);
    });

    test('an OU is listed with everything below it', async () => {
      expect(ids((await list(world.unit)).accounts)).toEqual([...world.inUnit].sort());
    });

    test('below the root is everything, and in an empty OU nothing', async () => {
      expect(ids((await list(world.root)).accounts)).toEqual(ids(world.all));
      expect((await list(world.emptyUnit)).accounts).toEqual([]);
    });

    test('a listing goes on from the text of a page before, as often as it is asked', async () => {
      const first = await world.roster.page(null, null);
      if (first.kind !== 'page' || first.next === null) throw new Error('there is one page only');
      expect(await world.roster.page(null, first.next)).toEqual(await world.roster.page(null, first.next));
    });

    test('fails as unavailable for an OU that there is not', async () => {
      expect(await world.roster.page('ou-none-11111111', null)).toEqual({
        kind: 'unavailable',
        message: expect.any(String),
      });
    });

    test('refuses a text that no page gave', async () => {
      await expect(world.roster.page(null, 'neither')).rejects.toThrow(TypeError);
    });
  });
}
