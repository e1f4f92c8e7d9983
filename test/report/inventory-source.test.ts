import { reason } from '../../core/reasons';
import type { Run } from '../../core/sweep/run';
import { type ReportInventory, sourceOfInventory } from '../../report/inventory-source';
import { changeOf, iso, milliseconds, ONE, outcomeOf, placeOf, TWO } from '../contracts/outcomes';
import { account } from '../fakes/identifiers';
import { inMemoryInventory } from '../fakes/in-memory-inventory';
import { ManualClock } from '../fakes/manual-clock';

const GONE = account('777777777777');
const run = (id: string, more: Partial<Run> = {}): Run => ({
  id,
  trigger: 'schedule',
  scope: { kind: 'all' },
  task: 'sweep',
  by: null,
  startedAt: iso(10),
  finishedAt: iso(20),
  ...more,
});

function world() {
  const inventory = inMemoryInventory(new ManualClock(), { pageSize: 2 });
  const asked: string[] = [];
  const images: ReportInventory['images'] = {
    between: async (of, first, last) => {
      asked.push(`${of} ${first} ${last}`);
      return new Map();
    },
  };
  return { ...inventory, asked, images };
}

async function read(inventory: ReportInventory) {
  const source = await sourceOfInventory(inventory, { scope: 'organization', now: milliseconds(60) });
  const [accounts, rows] = [[], []] as [string[], string[]];
  for await (const one of source.accounts) accounts.push(one.account);
  for await (const { account: of, bucket, verdict } of source.rows) rows.push(`${of} ${bucket} ${verdict}`);
  return { source, accounts, rows };
}

test('every bucket of every account comes once, in order, however many pages there are', async () => {
  const inventory = world();
  const names = Array.from({ length: 2_345 }, (_, index) => `bucket-${String(10_000 + index)}`);
  for (const bucket of names) await inventory.buckets.record(outcomeOf(placeOf(bucket, TWO), { verdict: 'covered' }));
  await inventory.buckets.record(outcomeOf(placeOf('orders'), { verdict: 'denied' }));
  // an event alone is no row
  await inventory.buckets.noteChange(placeOf('heard-of'), changeOf(iso(1)));
  const { accounts, rows } = await read(inventory);
  expect(accounts).toEqual([ONE, TWO].sort());
  const expected = [`${ONE} orders denied`, ...names.map((name) => `${TWO} ${name} covered`)];
  expect(rows).toEqual(ONE < TWO ? expected : [...expected.slice(1), ...expected.slice(0, 1)]);
  expect(inventory.asked).toEqual([]);
});

test('an account that the last sweep did not find has left, unless something was heard of it since', async () => {
  const inventory = world();
  for (const one of [ONE, TWO, GONE])
    await inventory.buckets.record(outcomeOf(placeOf('orders', one), { verdict: 'held' }));
  await inventory.accounts.completeVisit(GONE, 'earlier', milliseconds(5));
  await inventory.accounts.completeVisit(TWO, 'hint', milliseconds(15));
  const problem = {
    region: null,
    source: { kind: 'listing', name: 'buckets' },
    reason: reason('listing-failed'),
  } as const;
  for (const one of [ONE, GONE])
    await inventory.accounts.saveProblem({ ...problem, account: one, at: iso(1), run: 'r' });
  expect((await read(inventory)).accounts).toEqual([ONE, TWO, GONE].sort());
  await inventory.runs.begin(run('2026-r1'));
  await inventory.runs.open('2026-r1', 'listing');
  await inventory.runs.open('2026-r1', ONE);
  const { accounts, rows, source } = await read(inventory);
  expect(accounts).toEqual([ONE, TWO].sort());
  expect(rows.filter((row) => row.startsWith(GONE))).toEqual([]);
  expect(source.problems.map((one) => one.account)).toEqual([ONE]);
});

test('the course of coverage comes from the sweeps, and the hourly roster is no news', async () => {
  const inventory = world();
  await inventory.runs.begin(run('2026-r1'));
  await inventory.runs.begin(run('2026-r2', { trigger: 'roster', scope: { kind: 'never-surveyed' } }));
  const buckets = { covered: 8, applied: 1, denied: 1, excluded: 5 };
  await inventory.coverage.keep({ run: '2026-r1', at: iso(20), buckets, accounts: {} });
  const { source } = await read(inventory);
  expect(source.history).toEqual([{ at: iso(20), covered: 9, total: 10 }]);
  expect(source.runs.map(({ id }) => id)).toEqual(['2026-r1']);
  expect(source.generatedAt).toEqual(new Date(milliseconds(60)));
});

test('before-images are asked for where we wrote, once for all buckets of a page', async () => {
  const inventory = world();
  for (const [name, verdict] of [
    ['a-one', 'covered'],
    ['b-two', 'applied'],
    ['c-three', 'denied'],
    ['d-four', 'applied'],
    ['e-five', 'covered'],
  ] as const) {
    await inventory.buckets.record(outcomeOf(placeOf(name), { verdict }));
  }
  await read(inventory);
  expect(inventory.asked).toEqual([`${ONE} b-two d-four`]);
});
