import type { AccountId, BucketName, Region } from '../../core/identifiers';
import { ourConfigurationXml } from '../../core/lifecycle/xml';
import type { AccountAccess } from '../../core/ports';

export interface AccountAccessSetup {
  readonly access: AccountAccess;
  /** An account with the role, and two buckets in it. */
  readonly account: AccountId;
  readonly region: Region;
  readonly buckets: readonly [BucketName, BucketName];
  /** An account that has no role for us. */
  readonly closedAccount: AccountId;
}

/** What every AccountAccess does. `setup` is called once. */
export function describeAccountAccessContract(name: string, setup: () => Promise<AccountAccessSetup>): void {
  describe(`${name} as an AccountAccess`, () => {
    let world: AccountAccessSetup;
    beforeAll(async () => {
      world = await setup();
    });

    test('a session reaches the buckets that it is for, and no other', async () => {
      const { access, account, region, buckets } = world;
      const [named, other] = buckets;
      const opening = await access.open(account, [named], 'apply');
      if (opening.kind !== 'open') throw new Error(opening.message);
      expect(await opening.store.readLifecycle({ account, region, bucket: named })).toEqual({ kind: 'none' });
      const beyond = opening.store.readLifecycle({ account, region, bucket: other });
      await expect(beyond.then(({ kind }) => kind === 'denied').catch(() => true)).resolves.toBe(true);
    });

    test('a session reaches each of several buckets', async () => {
      const { access, account, region, buckets } = world;
      const opening = await access.open(account, buckets, 'apply');
      if (opening.kind !== 'open') throw new Error(opening.message);
      for (const bucket of buckets) {
        expect(await opening.store.readLifecycle({ account, region, bucket })).toEqual({ kind: 'none' });
      }
    });

    test('a session for an audit reads, and is denied every write', async () => {
      const { access, account, region, buckets } = world;
      const opening = await access.open(account, [buckets[0]], 'audit');
      if (opening.kind !== 'open') throw new Error(opening.message);
      const place = { account, region, bucket: buckets[0] };
      expect(await opening.store.readTags(place)).toEqual({ kind: 'none' });
      expect(await opening.store.writeLifecycle(place, { xml: ourConfigurationXml(7) })).toMatchObject({
        kind: 'denied',
      });
      expect(await opening.store.deleteLifecycle(place)).toMatchObject({ kind: 'denied' });
      expect(await opening.store.readLifecycle(place)).toEqual({ kind: 'none' });
    });

    test('fails as not assumable in an account without the role', async () => {
      const { access, closedAccount, buckets } = world;
      expect(await access.open(closedAccount, buckets, 'apply')).toMatchObject({ kind: 'not-assumable' });
    });
  });
}
