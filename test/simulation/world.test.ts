import { bucketName } from '../fakes/identifiers';
import { failureReport } from './failure-report';
import { ALL_CALLS, CELLS, cellName, FAULT_KINDS, impossible } from './fault-catalogue';
import { PLANTED_FAULTS } from './planted-faults';
import { DEFAULT_SETTINGS } from './product-settings';
import { onlyParts, partsOf } from './shrink';
import { addUp } from './worker-report';
import { patched } from './world-bundle';
import { planOf, playWorld } from './world-run';

describe('a world', () => {
  test('gives the same trace to the byte for the same seed, and another for another', async () => {
    const traceOf = async (seed: number) => (await playWorld(planOf(seed))).trace();
    const trace = await traceOf(5);
    expect(trace.split('\n').length).toBeGreaterThan(50);
    expect(await traceOf(5)).toBe(trace);
    expect(await traceOf(6)).not.toBe(trace);
  }, 600_000);

  test('that breaks a promise is told with the fewest parts, and a line that plays exactly these', async () => {
    const plan = planOf(3);
    const [bucket] = plan.buckets;
    const [account] = plan.accounts;
    if (bucket === undefined || account === undefined) throw new Error('there is no bucket');
    // what cannot be read looks to the simulation like a bucket that needs the rule
    const lifecycle = { xml: 'this is no XML' };
    const open = { ...account, tags: {}, hasRole: true, joinsAt: 0 };
    const strange = {
      ...plan,
      ...{ settings: DEFAULT_SETTINGS, unitTags: {}, accounts: [open], actions: plan.actions.slice(0, 3) },
      buckets: [{ ...bucket, account: account.account, bucket: bucketName('strange'), lifecycle, tags: {} }],
    };
    const text = await failureReport(strange);
    expect(text).toContain('seed 3 breaks a promise, with ');
    const only = /replay: npm run simulate -- --from 3 --seeds 1 --only (\S+)\n/.exec(text)?.[1]?.split(',') ?? [];
    expect(only.length).toBeLessThan(5);
    expect(only).toContain(bucket.id);
    const again = await playWorld(onlyParts(strange, new Set(only)));
    expect(again.broken.length).toBeGreaterThan(0);
    expect(text).toContain(again.trace().split('\n').at(-1) ?? 'nothing');
  }, 600_000);

  // the gate plays 2,000 of them (`gate.ts`)
  test('breaks no promise, whichever of the first seeds decides on it', async () => {
    for (let seed = 1; seed <= 5; seed += 1) {
      const { broken } = await playWorld(planOf(seed));
      expect({ seed, broken }).toEqual({ seed, broken: [] });
    }
  }, 600_000);

  test('has parts with names of their own', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const parts = partsOf(planOf(seed));
      expect(new Set(parts).size).toBe(parts.length);
    }
  });
});

describe('faults', () => {
  test('are in one cell each, and what cannot be says why', () => {
    expect(new Set(CELLS.map(cellName)).size).toBe(CELLS.length);
    const all = ALL_CALLS.flatMap((call) => FAULT_KINDS.map((kind) => ({ call, kind })));
    const reasons = all.map(impossible).filter((reason) => reason !== undefined);
    expect(CELLS.length + reasons.length).toBe(all.length);
  });

  test('that are planted are many, each with a name and a number of seeds', () => {
    expect(PLANTED_FAULTS.length).toBeGreaterThanOrEqual(15);
    expect(new Set(PLANTED_FAULTS.map(({ name }) => name)).size).toBe(PLANTED_FAULTS.length);
    for (const { within } of PLANTED_FAULTS) expect(within).toBeLessThanOrEqual(2_000);
  });
});

describe('a patch', () => {
  const patch = { file: 'some.ts', find: 'if (a) { b(); }', put: 'c();' };

  test('applies whatever the white space', () => {
    expect(patched('x;\nif (a) {\n  b();\n}\ny;', patch)).toBe('x;\nc();\ny;');
  });

  test.each([
    ['is not there', 'x;', 0],
    ['is there twice', 'if (a) { b(); } if (a) { b(); }', 2],
  ])('fails where what it looks for %s', (_, text, times) => {
    expect(() => patched(text, patch)).toThrow(`a patch of some.ts applies ${times} times, not once`);
  });
});

test('reports add up', () => {
  const one = {
    ...{ seeds: 1, buckets: 2, writes: 3, excused: {}, fates: {}, broken: {} },
    hits: { a: 1 },
    failures: [],
  };
  const other = { ...one, hits: { a: 2, b: 1 }, failures: [{ seed: 4, text: 'words' }] };
  const sum = { ...{ seeds: 2, buckets: 4, writes: 6, excused: {}, fates: {}, broken: {} }, hits: { a: 3, b: 1 } };
  expect(addUp(one, other)).toEqual({ ...sum, failures: [{ seed: 4, text: 'words' }] });
});
