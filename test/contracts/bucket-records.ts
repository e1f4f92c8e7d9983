import type { BucketRecords, Page } from '../../core/inventory';
import type { BucketPlace } from '../../core/ports';
import { reason } from '../../core/reasons';
import type { AccountRecords } from '../../core/sweep/account-record';
import type { WriteLog } from '../../core/write-log';
import { changeOf, iso, milliseconds, ONE, outcomeOf, placeOf, TWO } from './outcomes';

export interface BucketRecordsSetup {
  readonly buckets: BucketRecords;
  /** Of the same inventory. */
  readonly accounts: AccountRecords;
  readonly writes: WriteLog;
}

const ORDERS = placeOf('orders');
const HOLD = { since: iso(100), by: 'someone' };
const OURS = { verdict: 'applied', after: { rules: 1, digest: 'ours' }, reason: reason('rule-missing') } as const;

function removal(seconds: number) {
  return { at: iso(seconds), by: 'deployer', tool: 'terraform' } as const;
}

function gone(seconds: number, place = ORDERS) {
  return outcomeOf(place, { verdict: 'gone', reason: reason('bucket-missing'), at: iso(seconds), before: null });
}

/** Everything that a listing has, page by page. */
export async function allPages<Row>(read: (from: string | null) => Promise<Page<Row>>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let next: string | null = null;
  do {
    const page: Page<Row> = await read(next);
    rows.push(...page.rows);
    next = page.next;
  } while (next !== null);
  return rows;
}

/** What every BucketRecords does. `setup` is called once for each test and gives an empty inventory, with pages of less than 10 rows. */
export function describeBucketRecordsContract(name: string, setup: () => Promise<BucketRecordsSetup>): void {
  describe(`${name} as BucketRecords: one bucket`, () => {
    test('nothing is known of a bucket that was never heard of', async () => {
      const { buckets } = await setup();
      expect(await buckets.bucket(ORDERS)).toBeUndefined();
    });

    test('an outcome is kept whole', async () => {
      const { buckets } = await setup();
      const outcome = outcomeOf(ORDERS, { reason: { ...reason('rule-missing'), snippet: 'rule {}' } });
      expect(await buckets.record(outcome)).toEqual({ changed: true, was: null });
      expect(await buckets.bucket(ORDERS)).toEqual({ outcome, change: null, removals: [], hold: null, since: iso(0) });
    });

    test('an outcome that says what is known changes nothing, whatever its time and calls', async () => {
      const { buckets, accounts } = await setup();
      const outcome = outcomeOf(ORDERS);
      await buckets.record(outcome);
      expect(await buckets.record({ ...outcome, at: iso(9), calls: {} })).toEqual({ changed: false, was: 'waiting' });
      expect((await buckets.bucket(ORDERS))?.outcome).toEqual(outcome);
      expect((await accounts.account(ONE))?.countsVersion).toBe(1);
    });

    test('a bucket covered by our rule stands where our write had left it', async () => {
      const { buckets } = await setup();
      await buckets.record(outcomeOf(ORDERS, OURS));
      const covered = { ...OURS, verdict: 'covered', reason: reason('covered-by-ours'), at: iso(1) } as const;
      expect((await buckets.record(outcomeOf(ORDERS, covered))).changed).toBe(false);
      expect((await buckets.bucket(ORDERS))?.outcome?.verdict).toBe('applied');
    });

    test('another outcome takes the place of the one before, and the first time heard of stays', async () => {
      const { buckets } = await setup();
      await buckets.record(outcomeOf(ORDERS));
      const applied = outcomeOf(ORDERS, { ...OURS, at: iso(5) });
      expect(await buckets.record(applied)).toEqual({ changed: true, was: 'waiting' });
      expect(await buckets.bucket(ORDERS)).toMatchObject({ outcome: applied, since: iso(0) });
    });

    test('an outcome that is older than the one that is known changes nothing', async () => {
      const { buckets, accounts } = await setup();
      const applied = outcomeOf(ORDERS, { ...OURS, at: iso(5) });
      await buckets.record(applied);
      expect((await buckets.record(outcomeOf(ORDERS, { at: iso(4) }))).changed).toBe(false);
      expect((await buckets.bucket(ORDERS))?.outcome).toEqual(applied);
      expect((await accounts.account(ONE))?.counts).toEqual({ applied: 1 });
    });
  });

  describe(`${name} as BucketRecords: counters`, () => {
    test('they count the buckets of an account by verdict', async () => {
      const { buckets, accounts } = await setup();
      await buckets.record(outcomeOf(ORDERS));
      await buckets.record(outcomeOf(placeOf('invoices')));
      await buckets.record(outcomeOf(placeOf('letters'), { verdict: 'would-apply' }));
      await buckets.record(outcomeOf(placeOf('orders', TWO)));
      await buckets.record(outcomeOf(ORDERS, { ...OURS, at: iso(1) }));
      const known = await accounts.account(ONE);
      expect(known).toMatchObject({ account: ONE, countsVersion: 4 });
      expect(known?.counts).toEqual({ waiting: 1, applied: 1, 'would-apply': 1 });
      expect((await accounts.account(TWO))?.counts).toEqual({ waiting: 1 });
    });

    test('another reason for the same verdict leaves them alone, and a verdict that nobody has is left out', async () => {
      const { buckets, accounts } = await setup();
      await buckets.record(outcomeOf(ORDERS));
      await buckets.record(outcomeOf(ORDERS, { reason: reason('our-rule-changed'), at: iso(1) }));
      expect((await accounts.account(ONE))?.countsVersion).toBe(1);
      await buckets.record(outcomeOf(ORDERS, { ...OURS, at: iso(2) }));
      expect((await accounts.account(ONE))?.counts).toEqual({ applied: 1 });
    });
  });

  describe(`${name} as BucketRecords: changes, removals and holds`, () => {
    test('the latest change is kept, in whatever order they come', async () => {
      const { buckets } = await setup();
      await buckets.noteChange(ORDERS, changeOf(iso(1)));
      await buckets.noteChange(ORDERS, changeOf(iso(3), { tool: 'cdk', userAgent: null, service: 'cloudformation' }));
      await buckets.noteChange(ORDERS, changeOf(iso(2)));
      expect(await buckets.bucket(ORDERS)).toEqual({
        outcome: null,
        change: changeOf(iso(3), { tool: 'cdk', userAgent: null, service: 'cloudformation' }),
        removals: [],
        hold: null,
        since: iso(1),
      });
    });

    test('a bucket of which only a change is known counts nowhere', async () => {
      const { buckets, accounts } = await setup();
      await buckets.noteChange(ORDERS, changeOf(iso(1)));
      expect(await accounts.account(ONE)).toBeUndefined();
      expect(await buckets.record(outcomeOf(ORDERS, { at: iso(2) }))).toEqual({ changed: true, was: null });
    });

    test('removals are added up, and one that is said twice counts once', async () => {
      const { buckets } = await setup();
      expect(await buckets.addRemoval(ORDERS, removal(1))).toEqual([removal(1)]);
      await buckets.addRemoval(ORDERS, removal(2));
      expect(await buckets.addRemoval(ORDERS, removal(2))).toEqual([removal(1), removal(2)]);
      expect((await buckets.bucket(ORDERS))?.removals).toEqual([removal(1), removal(2)]);
    });

    test('the last 30 removals are kept', async () => {
      const { buckets } = await setup();
      for (let second = 1; second <= 33; second += 1) await buckets.addRemoval(ORDERS, removal(second));
      const kept = (await buckets.bucket(ORDERS))?.removals ?? [];
      expect(kept.map(({ at }) => at)).toEqual(Array.from({ length: 30 }, (_, index) => iso(index + 4)));
    });

    test('removals that come at the same time are all kept', async () => {
      const { buckets } = await setup();
      await Promise.all([1, 2, 3, 4].map((second) => buckets.addRemoval(ORDERS, removal(second))));
      const kept = (await buckets.bucket(ORDERS))?.removals ?? [];
      expect(kept.map(({ at }) => at).sort()).toEqual([iso(1), iso(2), iso(3), iso(4)]);
    });

    test('a release ends the hold and forgets the removals', async () => {
      const { buckets } = await setup();
      await buckets.record(outcomeOf(ORDERS));
      await buckets.addRemoval(ORDERS, removal(1));
      await buckets.hold(ORDERS, HOLD);
      expect((await buckets.bucket(ORDERS))?.hold).toEqual(HOLD);
      await buckets.release(ORDERS);
      expect(await buckets.bucket(ORDERS)).toMatchObject({ outcome: outcomeOf(ORDERS), hold: null, removals: [] });
    });

    test('a release of a bucket that nobody knows makes no record of it', async () => {
      const { buckets } = await setup();
      await buckets.release(ORDERS);
      expect(await buckets.bucket(ORDERS)).toBeUndefined();
    });
  });

  describe(`${name} as BucketRecords: a bucket's life`, () => {
    async function lived(buckets: BucketRecords, place: BucketPlace = ORDERS): Promise<void> {
      await buckets.noteChange(place, changeOf(iso(1)));
      await buckets.record(outcomeOf(place, { ...OURS, at: iso(2) }));
      await buckets.addRemoval(place, removal(3));
      await buckets.addRemoval(place, removal(200));
      await buckets.hold(place, HOLD);
    }

    test('its end forgets what is older, and leaves what is younger', async () => {
      const { buckets } = await setup();
      await lived(buckets);
      await buckets.endLife(ORDERS, milliseconds(50));
      expect(await buckets.bucket(ORDERS)).toMatchObject({
        change: null,
        removals: [removal(200)],
        hold: HOLD,
        since: iso(50),
      });
      await buckets.endLife(ORDERS, milliseconds(500));
      expect(await buckets.bucket(ORDERS)).toMatchObject({ removals: [], hold: null, since: iso(500) });
    });

    test('what was done at the very time of its end belongs to the new one', async () => {
      const { buckets } = await setup();
      await buckets.noteChange(ORDERS, changeOf(iso(50), { eventName: 'CreateBucket' }));
      await buckets.endLife(ORDERS, milliseconds(50));
      expect((await buckets.bucket(ORDERS))?.change?.eventName).toBe('CreateBucket');
    });

    test('a change of the former life that comes late is not taken for one of the new', async () => {
      const { buckets } = await setup();
      await lived(buckets);
      await buckets.endLife(ORDERS, milliseconds(50));
      await buckets.noteChange(ORDERS, changeOf(iso(49)));
      expect((await buckets.bucket(ORDERS))?.change).toBeNull();
      await buckets.noteChange(ORDERS, changeOf(iso(50)));
      expect((await buckets.bucket(ORDERS))?.change).toEqual(changeOf(iso(50)));
    });

    test('the same outcome in a new life is news', async () => {
      const { buckets, accounts } = await setup();
      await lived(buckets);
      await buckets.endLife(ORDERS, milliseconds(50));
      const again = outcomeOf(ORDERS, { ...OURS, at: iso(60) });
      expect(await buckets.record(again)).toEqual({ changed: true, was: 'applied' });
      expect((await accounts.account(ONE))?.counts).toEqual({ applied: 1 });
    });

    test('the end of a bucket that nobody knows makes no record of it', async () => {
      const { buckets } = await setup();
      await buckets.endLife(ORDERS, milliseconds(50));
      expect(await buckets.bucket(ORDERS)).toBeUndefined();
    });

    test('a bucket that is gone has no hold, no removals, no change and no images', async () => {
      const { buckets, writes } = await setup();
      await lived(buckets);
      const write = { purpose: 'rule', before: undefined, planned: 'd', days: 7, readAt: milliseconds(2) } as const;
      await writes.claim(ORDERS, write, undefined);
      expect(await buckets.record(gone(300))).toEqual({ changed: true, was: 'applied' });
      const record = await buckets.bucket(ORDERS);
      expect(record).toEqual({ outcome: gone(300), change: null, removals: [], hold: null, since: iso(300) });
      expect(await writes.last(ORDERS)).toBeUndefined();
      expect(await writes.images(ORDERS)).toEqual([]);
    });

    test('a bucket that is found gone again is no news', async () => {
      const { buckets } = await setup();
      await buckets.record(gone(300));
      expect(await buckets.record(gone(400))).toEqual({ changed: false, was: 'gone' });
    });

    test('what comes after it was gone is a new life, counted as one', async () => {
      const { buckets, accounts } = await setup();
      await lived(buckets);
      await buckets.record(gone(300));
      expect((await accounts.account(ONE))?.counts).toEqual({ gone: 1 });
      await buckets.noteChange(ORDERS, changeOf(iso(400)));
      expect(await buckets.record(outcomeOf(ORDERS, { at: iso(401) }))).toEqual({ changed: true, was: 'gone' });
      expect(await buckets.bucket(ORDERS)).toMatchObject({ change: changeOf(iso(400)), hold: null, since: iso(400) });
      expect((await accounts.account(ONE))?.counts).toEqual({ waiting: 1 });
    });
  });

  describe(`${name} as BucketRecords: listings`, () => {
    const NAMES = ['Zulu', 'a-b', 'a.b', 'aaa', 'bbb', 'bbb-1', 'bbb.c', 'bbb1', 'ccc', 'ccc0', 'e_e', 'fff'].sort(
      (one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)),
    );

    test("an account's buckets come in the order of their names, a page at a time", async () => {
      const { buckets } = await setup();
      for (const one of [...NAMES].reverse()) await buckets.record(outcomeOf(placeOf(one)));
      await buckets.record(outcomeOf(placeOf('of-another-account', TWO)));
      await buckets.noteChange(placeOf('zz-only-noted'), changeOf(iso(1)));
      const first = await buckets.buckets(ONE, { after: null, through: null, limit: 5 });
      expect(first.rows.map(({ bucket }) => bucket)).toEqual(NAMES.slice(0, 5));
      expect(first.next).toBe(NAMES[4]);
      const all = await allPages((after) => buckets.buckets(ONE, { after, through: null, limit: 5 }));
      expect(all.map(({ bucket }) => bucket)).toEqual([...NAMES, 'zz-only-noted']);
      expect(all[0]?.record).toEqual(await buckets.bucket(placeOf('Zulu')));
      expect(all.at(-1)?.record.outcome).toBeNull();
    });

    test('a range begins after one name and ends with another, whether they are there or not', async () => {
      const { buckets } = await setup();
      for (const one of ['aaa', 'aaa-b', 'bbb', 'ccc']) await buckets.record(outcomeOf(placeOf(one)));
      const names = async (after: string | null, through: string | null, limit = 9) =>
        (await buckets.buckets(ONE, { after, through, limit })).rows.map(({ bucket }) => bucket);
      expect(await names('aaa', 'bbb')).toEqual(['aaa-b', 'bbb']);
      expect(await names('aab', 'bbz')).toEqual(['bbb']);
      expect(await names(null, 'aaa')).toEqual(['aaa']);
      expect(await names('bbb', null)).toEqual(['ccc']);
      expect(await names('ccc', 'ccc')).toEqual([]);
      expect(await names('ccc', 'aaa')).toEqual([]);
    });

    test('a page that is just full is the last one when nothing is left', async () => {
      const { buckets } = await setup();
      for (const one of ['aaa', 'bbb']) await buckets.record(outcomeOf(placeOf(one)));
      expect((await buckets.buckets(ONE, { after: null, through: null, limit: 2 })).next).toBeNull();
      expect(await buckets.buckets(TWO, { after: null, through: null, limit: 2 })).toEqual({ rows: [], next: null });
    });

    test.each([0, -1, 1.5])('refuses a page of %d rows', async (limit) => {
      const { buckets } = await setup();
      await expect(buckets.buckets(ONE, { after: null, through: null, limit })).rejects.toThrow(RangeError);
    });

    test('a verdict has its buckets of every account, each once, and only while they have it', async () => {
      const { buckets } = await setup();
      const refused = Array.from({ length: 25 }, (_, index) =>
        outcomeOf(placeOf(`bucket-${index}`, index % 2 === 0 ? ONE : TWO), { verdict: 'refused' }),
      );
      for (const outcome of refused) await buckets.record(outcome);
      await buckets.record(outcomeOf(placeOf('other-verdict')));
      const healed = outcomeOf(placeOf('bucket-0'), { ...OURS, at: iso(1) });
      await buckets.record(healed);
      const rows = await allPages((from) => buckets.withVerdict('refused', from));
      expect(rows).toHaveLength(24);
      expect(new Set(rows.map(({ bucket }) => bucket))).toEqual(new Set(refused.slice(1).map(({ bucket }) => bucket)));
      expect(rows).toContainEqual(refused[7]);
      expect(await buckets.withVerdict('failed', null)).toEqual({ rows: [], next: null });
    });

    test.each(['', 'x', 'bm90IGpzb24', 'eyJhIjoxfQ'])('refuses %p as a token of a listing', async (token) => {
      const { buckets } = await setup();
      await expect(buckets.withVerdict('refused', token)).rejects.toThrow(/token/);
    });
  });
}
