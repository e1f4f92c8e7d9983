import { SweptProfiles } from '../../../adapters/inventory/swept-profiles';
import { account } from '../../fakes/identifiers';
import { activeProfile, InMemoryProfiles } from '../../fakes/in-memory-accounts';
import { inMemoryInventory } from '../../fakes/in-memory-inventory';
import { ManualClock } from '../../fakes/manual-clock';

const ONE = account('111122223333');
const TWO = account('444455556666');
const EXCLUDED = activeProfile({ 'partsweep:exclude': 'true' });

function world() {
  const clock = new ManualClock();
  const live = new InMemoryProfiles();
  const asked = jest.spyOn(live, 'profile');
  const { accounts } = inMemoryInventory(clock);
  return { clock, live, asked, accounts, profiles: new SweptProfiles({ live, accounts, clock }) };
}

test('a profile is as it is now, as long as that can be had, whatever a sweep has read', async () => {
  const { clock, live, accounts, profiles } = world();
  await accounts.saveProfile(ONE, null, activeProfile(), clock.now());
  live.profiles.set(ONE, EXCLUDED);
  expect(await profiles.profile(ONE, true)).toEqual({ kind: 'known', profile: EXCLUDED });
});

test('where it cannot be had, what a sweep has read will do for what it sent, and for nothing else', async () => {
  const { clock, accounts, profiles } = world();
  await accounts.saveProfile(ONE, null, EXCLUDED, clock.now());
  expect(await profiles.profile(ONE, true)).toEqual({ kind: 'known', profile: EXCLUDED });
  expect(await profiles.profile(ONE)).toMatchObject({ kind: 'unknown' });
});

test('once it could not be had, nobody is asked for a minute what a sweep has read', async () => {
  const { clock, live, asked, accounts, profiles } = world();
  for (const id of [ONE, TWO]) await accounts.saveProfile(id, null, EXCLUDED, clock.now());
  await profiles.profile(ONE, true);
  live.profiles.set(TWO, activeProfile());
  clock.advance(59);
  expect(await profiles.profile(TWO, true)).toEqual({ kind: 'known', profile: EXCLUDED });
  expect(asked).toHaveBeenCalledTimes(1);
  clock.advance(1);
  expect(await profiles.profile(TWO, true)).toEqual({ kind: 'known', profile: activeProfile() });
});

test('a profile that no sweep has read, or that the inventory does not give, is not known', async () => {
  const { accounts, profiles } = world();
  expect(await profiles.profile(ONE, true)).toMatchObject({
    kind: 'unknown',
    message: expect.stringContaining('no such account'),
  });
  expect(await profiles.profile(ONE, true)).toMatchObject({ kind: 'unknown' });
  accounts.failNext('account');
  expect(await profiles.profile(ONE, true)).toMatchObject({ kind: 'unknown' });
});
