import * as fc from 'fast-check';
import { DynamoDbAccountRecords } from '../../../adapters/inventory/account-records';
import { DynamoDbBucketRecords } from '../../../adapters/inventory/bucket-records';
import { DynamoDbWriteLog } from '../../../adapters/inventory/write-log';
import type { BucketRecords } from '../../../core/inventory';
import { VERDICTS } from '../../../core/outcome';
import { reason } from '../../../core/reasons';
import type { AccountRecords } from '../../../core/sweep/account-record';
import type { WriteLog } from '../../../core/write-log';
import { changeOf, iso, milliseconds, ONE, outcomeOf, placeOf } from '../../contracts/outcomes';
import { inMemoryInventory } from '../../fakes/in-memory-inventory';
import { ManualClock } from '../../fakes/manual-clock';
import { InMemoryImages } from './in-memory-images';
import { LocalDynamoDb } from './local-table';

interface World {
  readonly buckets: BucketRecords;
  readonly writes: WriteLog;
  readonly accounts: AccountRecords;
  readonly clock: ManualClock;
  /** IDs of claims, in order. */
  readonly ids: string[];
}

type Command = (world: World) => Promise<unknown>;

const local = new LocalDynamoDb();
beforeAll(() => local.start());
afterAll(() => local.stop());

const place = fc.constantFrom('orders', 'letters').map((name) => placeOf(name));
const second = fc.integer({ min: 0, max: 6 });
const given = fc.record({ place, second, number: fc.nat({ max: 3 }) });

/** Names of the claims for their IDs, which are the adapter's own. */
async function lastOf({ writes, ids }: World, of: ReturnType<typeof placeOf>): Promise<unknown> {
  const last = await writes.last(of);
  return last === undefined ? last : { ...last, id: ids.indexOf(last.id) };
}

const command: fc.Arbitrary<Command> = fc.oneof(
  fc.tuple(given, fc.constantFrom(...VERDICTS)).map(
    ([{ place: of, second: at, number }, verdict]): Command =>
      ({ buckets }) =>
        buckets.record(outcomeOf(of, { verdict, at: iso(at), days: number, reason: reason('rule-missing') })),
  ),
  given.map(
    ({ place: of, second: at, number }): Command =>
      ({ buckets }) =>
        buckets.noteChange(of, changeOf(iso(at), { principal: `p${number}` })),
  ),
  given.map(
    ({ place: of, second: at, number }): Command =>
      ({ buckets }) =>
        buckets.addRemoval(of, { at: iso(at), by: `p${number}`, tool: 'cli' }),
  ),
  given.map(
    ({ place: of, second: at }): Command =>
      ({ buckets }) =>
        buckets.hold(of, { since: iso(at), by: 'someone' }),
  ),
  place.map(
    (of): Command =>
      ({ buckets }) =>
        buckets.release(of),
  ),
  given.map(
    ({ place: of, second: at }): Command =>
      ({ buckets }) =>
        buckets.endLife(of, milliseconds(at)),
  ),
  given.map(
    ({ place: of, second: at, number }): Command =>
      async ({ writes, ids }) => {
        const write = { purpose: 'rule', planned: 'p', days: number, readAt: milliseconds(at) } as const;
        const last = number === 3 ? undefined : await writes.last(of);
        const claim = await writes.claim(of, { ...write, before: { xml: `<a${at}/>` } }, last);
        if (claim.kind === 'claimed') ids.push(claim.id);
        return { ...claim, id: ids.length };
      },
  ),
  fc.tuple(given, fc.constantFrom('written', 'not-written', 'unknown')).map(
    ([{ place: of, number }, end]): Command =>
      ({ writes, ids }) =>
        writes.end(of, ids.at(-1 - number) ?? 'none', end),
  ),
  given.map(
    ({ place: of, number }): Command =>
      ({ writes, ids }) =>
        writes.markRemoved(of, ids.at(-1 - number) ?? 'none'),
  ),
  second.map(
    (seconds): Command =>
      async ({ clock }) =>
        clock.advance(seconds),
  ),
);

async function told(world: World, commands: readonly Command[]): Promise<readonly unknown[]> {
  const { buckets, writes, accounts } = world;
  const answers: unknown[] = [];
  for (const run of commands) {
    answers.push(await run(world));
    for (const name of ['orders', 'letters']) {
      const of = placeOf(name);
      answers.push(await buckets.bucket(of), await lastOf(world, of), await writes.images(of));
    }
    answers.push(await accounts.account(ONE));
  }
  const listed = await Promise.all(
    VERDICTS.filter((verdict) => verdict !== 'covered' && verdict !== 'applied').map(
      async (verdict) => (await buckets.withVerdict(verdict, null)).rows,
    ),
  );
  const byName = listed.map((rows) => [...rows].sort((one, other) => (one.bucket < other.bucket ? -1 : 1)));
  return [...answers, byName, await buckets.buckets(ONE, { after: null, through: null, limit: 9 })];
}

test('the inventory on DynamoDB answers as the one in memory, whatever it is told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 25 }), async (commands) => {
      const table = await local.newTable();
      const clock = new ManualClock();
      const stored: World = {
        buckets: new DynamoDbBucketRecords(table),
        writes: new DynamoDbWriteLog(table, clock, new InMemoryImages()),
        accounts: new DynamoDbAccountRecords(table),
        clock,
        ids: [],
      };
      const fakeClock = new ManualClock();
      const fake: World = { ...inMemoryInventory(fakeClock), clock: fakeClock, ids: [] };
      expect(await told(stored, commands)).toEqual(await told(fake, commands));
    }),
    { numRuns: 30 },
  );
}, 600_000);
