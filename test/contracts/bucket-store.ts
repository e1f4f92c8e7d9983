import type { AccountId, BucketName, Region } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace, BucketStore } from '../../core/ports';

/** A place where buckets can be made and reached: the fake, or a store over real calls. */
export interface BucketStoreSetup {
  readonly account: AccountId;
  /** Another account, in which buckets can be made too. */
  readonly otherAccount: AccountId;
  readonly region: Region;
  readonly otherRegion: Region;
  /** A name that no bucket has. */
  newName(): BucketName;
  createBucket(place: BucketPlace, content?: BucketContent): Promise<void>;
  deleteLifecycle(place: BucketPlace): Promise<void>;
  /** A session in `account` that reaches `buckets` and no other, and may write them. */
  open(buckets: readonly BucketName[]): Promise<BucketStore>;
  /** Where directory buckets are made: one whose policy lets S3 act on it, or not. */
  readonly directory: {
    readonly region: Region;
    newName(): BucketName;
    createBucket(place: BucketPlace, grantsLifecycle: boolean): Promise<void>;
  };
}

export interface BucketContent {
  readonly lifecycle?: LifecycleConfiguration;
  readonly tags?: Readonly<Record<string, string>>;
}

const configuration = (rules: string): LifecycleConfiguration => ({
  xml: `<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rules}</LifecycleConfiguration>`,
});
const rule = (id: string, scope: string, days: number | string = 7): string =>
  `<Rule><ID>${id}</ID>${scope}<Status>Enabled</Status><AbortIncompleteMultipartUpload><DaysAfterInitiation>${days}</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>`;
const V2 = '<Filter><Prefix></Prefix></Filter>';
const V2_LOGS = '<Filter><Prefix>logs/</Prefix></Filter>';
const V1 = '<Prefix>a</Prefix>';

/** What every BucketStore does. `setup` is called once. */
export function describeBucketStoreContract(name: string, setup: () => Promise<BucketStoreSetup>): void {
  describe(`${name} as a BucketStore`, () => {
    let world: BucketStoreSetup;
    beforeAll(async () => {
      world = await setup();
    });

    /** A new bucket, and a session for it. */
    const bucket = async (content?: BucketContent): Promise<{ place: BucketPlace; store: BucketStore }> => {
      const place = { account: world.account, region: world.region, bucket: world.newName() };
      await world.createBucket(place, content);
      return { place, store: await world.open([place.bucket]) };
    };

    test('a new bucket has no lifecycle and no tags', async () => {
      const { place, store } = await bucket();
      expect(await store.readLifecycle(place)).toEqual({ kind: 'none' });
      expect(await store.readTags(place)).toEqual({ kind: 'none' });
    });

    test('what was written is read, with a size header that S3 adds', async () => {
      const { place, store } = await bucket();
      expect(await store.writeLifecycle(place, configuration(rule('one', V2)))).toEqual({ kind: 'written' });
      expect(await store.readLifecycle(place)).toMatchObject({
        kind: 'found',
        configuration: {
          xml: expect.stringContaining('<ID>one</ID>'),
          transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
        },
      });
    });

    test('a size header that is sent is kept, and one that is not is reset', async () => {
      const { place, store } = await bucket();
      const written = configuration(rule('one', V2));
      const size = 'varies_by_storage_class';
      await store.writeLifecycle(place, { ...written, transitionDefaultMinimumObjectSize: size });
      const kept = await store.readLifecycle(place);
      expect(kept).toMatchObject({ configuration: { transitionDefaultMinimumObjectSize: size } });
      await store.writeLifecycle(place, written);
      expect(await store.readLifecycle(place)).toMatchObject({
        configuration: { transitionDefaultMinimumObjectSize: 'all_storage_classes_128K' },
      });
    });

    test('a write replaces everything', async () => {
      const { place, store } = await bucket({ lifecycle: configuration(rule('old', V2_LOGS)) });
      await store.writeLifecycle(place, configuration(rule('new', V2)));
      const read = await store.readLifecycle(place);
      expect(JSON.stringify(read)).toContain('<ID>new</ID>');
      expect(JSON.stringify(read)).not.toContain('<ID>old</ID>');
    });

    test('a lifecycle that was deleted is none', async () => {
      const { place, store } = await bucket({ lifecycle: configuration(rule('old', V2)) });
      await world.deleteLifecycle(place);
      expect(await store.readLifecycle(place)).toEqual({ kind: 'none' });
    });

    test('deleting a lifecycle leaves none, and there need not have been one', async () => {
      const { place, store } = await bucket({ lifecycle: configuration(rule('old', V2)) });
      expect(await store.deleteLifecycle(place)).toEqual({ kind: 'written' });
      expect(await store.readLifecycle(place)).toEqual({ kind: 'none' });
      expect(await store.deleteLifecycle(place)).toEqual({ kind: 'written' });
    });

    test('a general purpose bucket needs no grant', async () => {
      const { place, store } = await bucket();
      expect(await store.readLifecycleGrant(place)).toEqual({ kind: 'granted' });
    });

    test.each([true, false])(
      'a directory bucket keeps a rule, without a header, and its grant is read: %s',
      async (grants) => {
        const { directory, account } = world;
        const place = { account, region: directory.region, bucket: directory.newName() };
        await directory.createBucket(place, grants);
        const store = await world.open([place.bucket]);
        expect(await store.readLifecycle(place)).toEqual({ kind: 'none' });
        expect(await store.readTags(place)).toEqual({ kind: 'none' });
        expect(await store.writeLifecycle(place, configuration(rule('one', V2)))).toEqual({ kind: 'written' });
        const read = await store.readLifecycle(place);
        expect(read).toEqual({ kind: 'found', configuration: { xml: expect.stringContaining('<ID>one</ID>') } });
        expect(await store.readLifecycleGrant(place)).toEqual(
          grants
            ? { kind: 'granted' }
            : { kind: 'missing', statement: expect.stringContaining('s3express:CreateSession') },
        );
        expect(await store.deleteLifecycle(place)).toEqual({ kind: 'written' });
        expect(await store.readLifecycle(place)).toEqual({ kind: 'none' });
      },
    );

    test('tags are read by key', async () => {
      const { place, store } = await bucket({ tags: { team: 'blue', empty: '' } });
      const expected = new Map([
        ['team', 'blue'],
        ['empty', ''],
      ]);
      expect(await store.readTags(place)).toEqual({ kind: 'found', tags: expected });
    });

    test.each([
      ['both dialects', rule('one', V1) + rule('two', V2), 'InvalidRequest'],
      ['a rule without a scope', rule('one', ''), 'MalformedXML'],
      ['overlapping prefixes in V1', rule('one', V1) + rule('two', '<Prefix></Prefix>'), 'InvalidRequest'],
      ['no days', rule('one', V2, 0), 'InvalidArgument'],
      ['one ID twice', rule('one', V2) + rule('one', V2_LOGS), 'InvalidArgument'],
      ['an abort by tag', rule('one', '<Filter><Tag><Key>a</Key><Value>b</Value></Tag></Filter>'), 'InvalidRequest'],
    ])('refuses to write %s, and keeps what there is', async (_, rules, code) => {
      const { place, store } = await bucket();
      expect(await store.writeLifecycle(place, configuration(rules))).toMatchObject({ kind: 'refused', code });
      expect(await store.readLifecycle(place)).toEqual({ kind: 'none' });
    });

    test('overlapping prefixes are taken in V2', async () => {
      const { place, store } = await bucket();
      const overlapping = configuration(rule('one', V2) + rule('two', V2_LOGS));
      expect(await store.writeLifecycle(place, overlapping)).toEqual({ kind: 'written' });
    });

    test('fails with no such bucket where there is none', async () => {
      const place = { account: world.account, region: world.region, bucket: world.newName() };
      const store = await world.open([place.bucket]);
      expect(await store.readLifecycle(place)).toEqual({ kind: 'no-such-bucket' });
      expect(await store.writeLifecycle(place, configuration(rule('one', V2)))).toEqual({ kind: 'no-such-bucket' });
      expect(await store.deleteLifecycle(place)).toEqual({ kind: 'no-such-bucket' });
      expect(await store.readTags(place)).toEqual({ kind: 'no-such-bucket' });
    });

    test('fails with the Region of a bucket that is elsewhere', async () => {
      const { place, store } = await bucket();
      const wrong = { ...place, region: world.otherRegion };
      expect(await store.readLifecycle(wrong)).toEqual({ kind: 'wrong-region', region: place.region });
    });

    test('fails as denied for a bucket that the session does not name', async () => {
      const { place } = await bucket();
      const store = await world.open([world.newName()]);
      expect(await store.readLifecycle(place)).toMatchObject({ kind: 'denied' });
      expect(await store.writeLifecycle(place, configuration(rule('one', V2)))).toMatchObject({ kind: 'denied' });
      expect(await store.deleteLifecycle(place)).toMatchObject({ kind: 'denied' });
    });

    test('fails as denied for a bucket of another account', async () => {
      const place = { account: world.otherAccount, region: world.region, bucket: world.newName() };
      await world.createBucket(place);
      const store = await world.open([place.bucket]);
      expect(await store.readLifecycle({ ...place, account: world.account })).toMatchObject({ kind: 'denied' });
    });
  });
}
