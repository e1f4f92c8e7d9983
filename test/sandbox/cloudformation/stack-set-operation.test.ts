import { runOperation } from '../../../sandbox/cloudformation/stack-set-operation';
import type { OperationPreferences } from '../../../sandbox/cloudformation/stack-set-schema';

const targets = ['a-1', 'b-1'].flatMap((region) => ['1', '2', '3', '4'].map((account) => ({ account, region })));

/** Runs on four accounts in two Regions; answers what ran in order, and how many at most at a time. */
async function run(preferences: OperationPreferences, failing: readonly string[] = []) {
  const order: string[] = [];
  let atOnce = 0;
  let most = 0;
  const succeeded = await runOperation(targets, preferences, async ({ account, region }) => {
    order.push(`${region}/${account}`);
    atOnce += 1;
    most = Math.max(most, atOnce);
    await new Promise(setImmediate);
    atOnce -= 1;
    return !failing.includes(`${region}/${account}`);
  });
  return { succeeded, order, most };
}

describe('operations on stack instances', () => {
  test('go one by one and Region by Region unless told otherwise', async () => {
    const { succeeded, order, most } = await run({});
    expect(succeeded).toBe(true);
    expect(most).toBe(1);
    expect(order).toEqual(targets.map(({ account, region }) => `${region}/${account}`));
  });

  test('follow the order of Regions', async () => {
    const { order } = await run({ RegionOrder: ['b-1', 'a-1'] });
    expect(order[0]).toBe('b-1/1');
  });

  test.each<[OperationPreferences, number]>([
    [{ MaxConcurrentCount: 3 }, 1],
    [{ MaxConcurrentCount: 3, FailureToleranceCount: 1 }, 2],
    [{ MaxConcurrentCount: 3, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' }, 3],
    [{ MaxConcurrentPercentage: 50, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE' }, 2],
    [{ MaxConcurrentPercentage: 100, ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE', RegionConcurrencyType: 'PARALLEL' }, 8],
  ])('with %j run at most %d at a time', async (preferences, expected) => {
    expect((await run(preferences)).most).toBe(expected);
  });

  test('failures up to the tolerance are no failure of the operation', async () => {
    const failing = ['a-1/1', 'b-1/2'];
    expect((await run({ FailureToleranceCount: 1 }, failing)).succeeded).toBe(true);
    expect((await run({ FailureTolerancePercentage: 25 }, failing)).succeeded).toBe(true);
    expect((await run({ FailureTolerancePercentage: 24 }, failing)).succeeded).toBe(false);
  });

  test('fails beyond the tolerance, and begins neither further accounts nor further Regions', async () => {
    const { succeeded, order } = await run({}, ['a-1/2']);
    expect(succeeded).toBe(false);
    expect(order).toEqual(['a-1/1', 'a-1/2']);
  });
});
