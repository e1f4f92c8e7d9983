import type { AccountId } from '../../core/identifiers';
import type { AccountProfiles } from '../../core/ports';

export interface AccountProfilesSetup {
  readonly profiles: AccountProfiles;
  /** An active account with the tag `team=blue`, in an OU without tags, in an OU with the tag `stage=production`. */
  readonly nested: AccountId;
  /** An active account without tags, directly below the root. */
  readonly plain: AccountId;
  /** An account of nobody's organization. */
  readonly stranger: AccountId;
}

/** What every AccountProfiles does. `setup` is called once. */
export function describeAccountProfilesContract(name: string, setup: () => Promise<AccountProfilesSetup>): void {
  describe(`${name} as AccountProfiles`, () => {
    let world: AccountProfilesSetup;
    beforeAll(async () => {
      world = await setup();
    });

    test('an account has its state, its own tags, and its OUs from the nearest up with theirs', async () => {
      const read = await world.profiles.profile(world.nested);
      expect(read).toMatchObject({
        kind: 'known',
        profile: {
          state: 'ACTIVE',
          tags: new Map([['team', 'blue']]),
          organizationalUnits: [{ tags: new Map() }, { tags: new Map([['stage', 'production']]) }],
        },
      });
    });

    test('an account below the root has no OUs', async () => {
      const profile = { state: 'ACTIVE', tags: new Map(), organizationalUnits: [] };
      expect(await world.profiles.profile(world.plain)).toEqual({ kind: 'known', profile });
    });

    test('fails as unknown, with words, for an account outside', async () => {
      expect(await world.profiles.profile(world.stranger)).toEqual({ kind: 'unknown', message: expect.any(String) });
    });
  });
}
