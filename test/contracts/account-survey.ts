import type { BucketName, Region } from '../../core/identifiers';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace } from '../../core/ports';
import type { AccountSurvey, BucketListing, ListedBucket } from '../../core/sweep/survey';

export interface AccountSurveySetup {
  /** Of an account without buckets, with pages of 3. */
  readonly survey: AccountSurvey;
  readonly region: Region;
  readonly otherRegion: Region;
  /** The bucket's place, once it is made in the account of the survey. */
  createBucket(region: Region, name: string, content?: SurveyedContent): Promise<BucketPlace>;
  /** The same for a directory bucket, whose name gets what such names end in. */
  createDirectoryBucket(region: Region, base: string, grantsLifecycle: boolean): Promise<BucketPlace>;
}

export interface SurveyedContent {
  readonly lifecycle?: LifecycleConfiguration;
  readonly tags?: Readonly<Record<string, string>>;
}

const LIFECYCLE = {
  xml: '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule><ID>one</ID><Filter><Prefix></Prefix></Filter><Status>Enabled</Status><Expiration><Days>3</Days></Expiration></Rule></LifecycleConfiguration>',
};

type Pages = readonly (readonly ListedBucket[])[];

async function allPages(list: (token: string | null) => Promise<BucketListing>): Promise<Pages> {
  const pages: (readonly ListedBucket[])[] = [];
  for (let token: string | null = null; ; ) {
    const page = await list(token);
    if (page.kind !== 'page') throw new Error(JSON.stringify(page));
    expect(page.unreadable).toEqual([]);
    pages.push(page.buckets);
    if (page.next === null) return pages;
    token = page.next;
  }
}

const namesOf = (pages: Pages): readonly BucketName[] => pages.flat().map(({ bucket }) => bucket);

/** What every AccountSurvey does. `setup` is called once for each test. */
export function describeAccountSurveyContract(name: string, setup: () => Promise<AccountSurveySetup>): void {
  describe(`${name} as an AccountSurvey`, () => {
    const empty = { kind: 'page', buckets: [], unreadable: [], next: null };

    test('an account without buckets has one empty page', async () => {
      const { survey } = await setup();
      expect(await survey.listBuckets(null)).toEqual(empty);
    });

    test('an account without directory buckets has one empty page of them', async () => {
      const { survey, region } = await setup();
      expect(await survey.listDirectoryBuckets(region, null)).toEqual(empty);
    });

    test('every bucket is listed once, page by page, in the order of the names, with its Region', async () => {
      const { survey, region, otherRegion, createBucket } = await setup();
      const regions = new Map<string, Region>();
      for (const [index, base] of ['delta', 'alpha', 'echo', 'bravo', 'charlie', 'golf', 'foxtrot'].entries()) {
        const place = await createBucket(index % 2 === 0 ? region : otherRegion, base);
        regions.set(place.bucket, place.region);
      }
      const pages = await allPages((token) => survey.listBuckets(token));
      expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
      expect(namesOf(pages)).toEqual([...regions.keys()].sort());
      for (const listed of pages.flat()) {
        expect(listed).toMatchObject({ region: regions.get(listed.bucket), regionText: regions.get(listed.bucket) });
      }
    });

    test('directory buckets are listed in their own Region, and not among the others', async () => {
      const { survey, region, otherRegion, createBucket, createDirectoryBucket } = await setup();
      const general = await createBucket(region, 'general');
      const places = [];
      for (const base of ['fast-d', 'fast-a', 'fast-c', 'fast-b']) {
        places.push(await createDirectoryBucket(region, base, true));
      }
      const elsewhere = await createDirectoryBucket(otherRegion, 'far', true);
      const pages = await allPages((token) => survey.listDirectoryBuckets(region, token));
      expect(namesOf(pages)).toEqual(places.map(({ bucket }) => bucket).sort());
      expect(pages[0]?.[0]).toMatchObject({ region });
      expect(namesOf(await allPages((token) => survey.listDirectoryBuckets(otherRegion, token)))).toEqual([
        elsewhere.bucket,
      ]);
      expect(namesOf(await allPages((token) => survey.listBuckets(token)))).toEqual([general.bucket]);
    });

    test('refuses a token that no listing gave', async () => {
      const { survey, region } = await setup();
      expect(await survey.listBuckets('not-a-token')).toMatchObject({ kind: 'bad-token', message: expect.any(String) });
      expect(await survey.listDirectoryBuckets(region, 'not-a-token')).toMatchObject({ kind: 'bad-token' });
    });

    test('lifecycle and tags of every bucket can be read', async () => {
      const { survey, region, createBucket } = await setup();
      const full = await createBucket(region, 'full', { lifecycle: LIFECYCLE, tags: { team: 'blue' } });
      const bare = await createBucket(region, 'bare');
      expect(await survey.readLifecycle(full)).toMatchObject({
        kind: 'found',
        configuration: { xml: expect.stringContaining('<ID>one</ID>') },
      });
      expect(await survey.readLifecycle(bare)).toEqual({ kind: 'none' });
      expect(await survey.readTags(full)).toEqual({ kind: 'found', tags: new Map([['team', 'blue']]) });
      expect(await survey.readTags(bare)).toEqual({ kind: 'none' });
      expect(await survey.readLifecycleGrant(bare)).toEqual({ kind: 'granted' });
    });

    test.each([true, false])('a directory bucket can be read, its grant included: %s', async (grants) => {
      const { survey, region, createDirectoryBucket } = await setup();
      const place = await createDirectoryBucket(region, 'fast', grants);
      expect(await survey.readLifecycle(place)).toEqual({ kind: 'none' });
      expect(await survey.readTags(place)).toEqual({ kind: 'none' });
      expect(await survey.readLifecycleGrant(place)).toMatchObject({ kind: grants ? 'granted' : 'missing' });
    });

    test('buckets with a tag of that key are found in their Region, whatever its value', async () => {
      const { survey, region, otherRegion, createBucket } = await setup();
      const first = await createBucket(region, 'first', { tags: { leave: 'true', team: 'blue' } });
      const second = await createBucket(region, 'second', { tags: { leave: '' } });
      await createBucket(region, 'third', { tags: { team: 'leave' } });
      const far = await createBucket(otherRegion, 'far', { tags: { leave: 'true' } });
      const known = (...buckets: readonly BucketName[]) => ({ kind: 'known', buckets: new Set(buckets) });
      expect(await survey.taggedBuckets(region, 'leave')).toEqual(known(first.bucket, second.bucket));
      expect(await survey.taggedBuckets(otherRegion, 'leave')).toEqual(known(far.bucket));
      expect(await survey.taggedBuckets(region, 'nobody-has-it')).toEqual(known());
    });
  });
}
