import { inventoryStatus, type Status } from '../../../cli/operate/status';
import { statusScreen } from '../../../cli/operate/status-screen';
import { paint } from '../../../cli/paint';
import { NO_PAUSE } from '../../../core/brake';
import { reason } from '../../../core/reasons';
import { iso, milliseconds, ONE, outcomeOf, placeOf, TWO } from '../../contracts/outcomes';
import { account } from '../../fakes/identifiers';
import { inMemoryInventory } from '../../fakes/in-memory-inventory';
import { ManualClock } from '../../fakes/manual-clock';

const LEFT = account('777777777777');

/** Three accounts with a denied bucket and a problem each, of which the last sweep of everything found two. */
async function inventory() {
  const all = inMemoryInventory(new ManualClock(), { pageSize: 2 });
  for (const one of [ONE, TWO, LEFT]) {
    await all.buckets.record(outcomeOf(placeOf('orders', one), { verdict: 'denied' }));
    await all.accounts.completeVisit(one, 'earlier', milliseconds(5));
    await all.accounts.saveProblem({
      account: one,
      region: null,
      source: { kind: 'listing', name: 'buckets' },
      reason: reason('listing-failed'),
      at: iso(1),
      run: 'r',
    });
  }
  const times = { startedAt: iso(10), finishedAt: iso(20) };
  const scope = { kind: 'all' } as const;
  await all.runs.begin({ id: '2026-r1', trigger: 'schedule', scope, task: 'sweep', by: null, ...times });
  for (const part of ['listing', ONE, TWO] as const) await all.runs.open('2026-r1', part);
  return { ...all, paused: async () => ({ kind: 'known', state: NO_PAUSE }) as const };
}

async function statusOf(all: Awaited<ReturnType<typeof inventory>>): Promise<Status> {
  const read = await inventoryStatus(all, { limit: 10, now: milliseconds(60), told: () => {} });
  return { ...read, deployment: { qualifier: 'partsweep', account: ONE, region: 'eu-central-1' }, queues: [] };
}

const screen = (status: Status) => statusScreen(status, paint(false), (command) => `partsweep ${command}`);

test('accounts that have left count nowhere, and are said to have left', async () => {
  const status = await statusOf(await inventory());
  expect(status.accounts).toEqual({ known: 2, neverVisited: 0, left: 1 });
  expect(status.coverage.verdicts).toEqual({ denied: 2 });
  expect(status.needsPerson.denied.count).toBe(2);
  expect(status.needsPerson.fleetProblems.count).toBe(2);
  expect(screen(status)).toContain('accounts    2 known, 1 more that have left');
});

test('before any sweep of everything nobody has left', async () => {
  const all = { ...(await inventory()), runs: inMemoryInventory(new ManualClock()).runs };
  const status = await statusOf(all);
  expect(status.accounts).toEqual({ known: 3, neverVisited: 0, left: 0 });
  expect(screen(status)).not.toContain('left');
});

describe('coverage over time', () => {
  const history = (points: readonly (readonly [number, number])[]) =>
    points.map(([covered, total], index) => ({ at: iso(index), covered, total }));

  async function lineOf(points: readonly (readonly [number, number])[]): Promise<string | undefined> {
    const status = await statusOf(await inventory());
    const coverage = { ...status.coverage, covered: 10, total: 10, history: history(points) };
    return screen({ ...status, coverage })
      .split('\n')
      .find((line) => line.startsWith('over time'));
  }

  test('is a line from the first sweep to now, whole only where nothing was missing', async () => {
    expect(
      await lineOf([
        [0, 10],
        [5, 10],
        [99, 100],
      ]),
    ).toMatch(/^over time {3}▁▄▇█ {2}0% on \d{4}-\d\d-\d\d, 100% now$/);
  });

  test('has no more than thirty characters, however many sweeps there were', async () => {
    const line = await lineOf(Array.from({ length: 60 }, (_, index) => [index, 60] as const));
    expect(line?.match(/[▁▂▃▄▅▆▇█]/g)).toHaveLength(30);
    expect(line).toContain('  0% on ');
  });

  test('is not shown before there are two sweeps to compare, nor where there was no bucket', async () => {
    expect(await lineOf([[5, 10]])).toBeUndefined();
    expect(
      await lineOf([
        [0, 0],
        [0, 0],
        [5, 10],
      ]),
    ).toBeUndefined();
  });

  test('comes from what the sweeps kept', async () => {
    const all = await inventory();
    await all.coverage.keep({
      run: '2026-r1',
      at: iso(20),
      buckets: { covered: 8, denied: 2, excluded: 5 },
      accounts: {},
    });
    expect((await statusOf(all)).coverage.history).toEqual([{ at: iso(20), covered: 8, total: 10 }]);
  });
});
