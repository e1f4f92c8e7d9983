import { reason } from '../../core/reasons';
import type { Progress, Run, Runs } from '../../core/sweep/run';
import { account } from '../fakes/identifiers';
import type { ManualClock } from '../fakes/manual-clock';
import { allPages } from './bucket-records';
import { iso, milliseconds, ONE, TWO } from './outcomes';

export interface RunsSetup {
  readonly runs: Runs;
  readonly clock: ManualClock;
}

const OPEN: Progress = { step: 0, state: 'open', cursor: null, counts: {}, reason: null };

function runOf(second: number): Run {
  const startedAt = iso(second);
  const scope = { kind: 'unit', id: 'ou-ab12-one' } as const;
  return {
    id: `${startedAt}-abc`,
    trigger: 'operator',
    scope,
    task: 'sweep',
    by: 'someone',
    startedAt,
    finishedAt: null,
  };
}

/** What every Runs does. `setup` is called once for each test and gives an empty inventory, with pages of less than 10 rows. */
export function describeRunsContract(name: string, setup: () => Promise<RunsSetup>): void {
  describe(`${name} as Runs`, () => {
    test('a run is kept whole, and begins once', async () => {
      const { runs } = await setup();
      const run = runOf(0);
      expect(await runs.run(run.id)).toBeUndefined();
      expect(await runs.begin(run)).toBe(true);
      expect(await runs.begin({ ...run, by: null })).toBe(false);
      expect(await runs.run(run.id)).toEqual(run);
    });

    test('it finishes once, and only if it began', async () => {
      const { runs } = await setup();
      const run = runOf(0);
      await runs.begin({ ...run, by: null, scope: { kind: 'all' } });
      expect(await runs.finish(run.id, milliseconds(60))).toBe(true);
      expect(await runs.finish(run.id, milliseconds(90))).toBe(false);
      expect(await runs.run(run.id)).toEqual({ ...run, by: null, scope: { kind: 'all' }, finishedAt: iso(60) });
      expect(await runs.finish('another', milliseconds(60))).toBe(false);
    });

    test('the newest come first, as many as asked for', async () => {
      const { runs } = await setup();
      for (const second of [20, 0, 30, 10]) await runs.begin(runOf(second));
      expect((await runs.latest(3)).map(({ startedAt }) => startedAt)).toEqual([iso(30), iso(20), iso(10)]);
      expect(await runs.latest(9)).toHaveLength(4);
    });
  });

  describe(`${name} as Runs: the steps of a part`, () => {
    test('a part opens once, at its beginning or as told', async () => {
      const { runs } = await setup();
      expect(await runs.open('run', ONE)).toBe(true);
      expect(await runs.open('run', ONE, { state: 'done' })).toBe(false);
      const excluded = { state: 'excluded', reason: reason('outside-targets') } as const;
      expect(await runs.open('run', TWO, excluded)).toBe(true);
      expect(await allPages((from) => runs.parts('run', from))).toEqual([
        { part: ONE, progress: OPEN },
        { part: TWO, progress: { ...OPEN, ...excluded } },
      ]);
    });

    test('a step is done by one at a time, and by another when that one is late', async () => {
      const { runs, clock } = await setup();
      await runs.open('run', ONE);
      expect(await runs.claim('run', ONE, 0, 60)).toEqual({ kind: 'claimed', progress: OPEN });
      expect(await runs.claim('run', ONE, 0, 60)).toEqual({ kind: 'busy', until: clock.now() + 60_000 });
      clock.advance(60);
      expect(await runs.claim('run', ONE, 0, 60)).toEqual({ kind: 'claimed', progress: OPEN });
    });

    test('of many at once one has the step', async () => {
      const { runs } = await setup();
      await runs.open('run', ONE);
      const claims = await Promise.all([1, 2, 3].map(() => runs.claim('run', ONE, 0, 60)));
      expect(claims.map(({ kind }) => kind).sort()).toEqual(['busy', 'busy', 'claimed']);
    });

    test('a claim that is given up leaves the step to the next delivery', async () => {
      const { runs, clock } = await setup();
      await runs.open('run', ONE);
      await runs.claim('run', ONE, 0, 60);
      await runs.release('run', ONE, 0);
      expect(await runs.claim('run', ONE, 0, 60)).toEqual({ kind: 'claimed', progress: OPEN });
      await runs.release('run', ONE, 1);
      await runs.release('run', TWO, 0);
      expect(await runs.claim('run', ONE, 0, 60)).toEqual({ kind: 'busy', until: clock.now() + 60_000 });
      expect(await runs.claim('run', TWO, 0, 60)).toEqual({ kind: 'unknown' });
    });

    test('a step leads to the next one, which can be claimed at once', async () => {
      const { runs } = await setup();
      await runs.open('run', ONE);
      await runs.claim('run', ONE, 0, 60);
      const next = { state: 'open', cursor: '{"after":"orders"}', counts: { covered: 3 }, reason: null } as const;
      expect(await runs.advance('run', ONE, 0, next)).toBe(true);
      expect(await runs.claim('run', ONE, 1, 60)).toEqual({ kind: 'claimed', progress: { ...next, step: 1 } });
    });

    test('a message that comes twice finds its step passed, and moves nothing', async () => {
      const { runs } = await setup();
      await runs.open('run', ONE);
      await runs.claim('run', ONE, 0, 60);
      const next = { state: 'open', cursor: 'c', counts: {}, reason: null } as const;
      await runs.advance('run', ONE, 0, next);
      const progress = { ...next, step: 1 };
      expect(await runs.claim('run', ONE, 0, 60)).toEqual({ kind: 'passed', progress });
      expect(await runs.advance('run', ONE, 0, { ...next, cursor: 'other' })).toBe(false);
      expect((await runs.parts('run', null)).rows).toEqual([{ part: ONE, progress }]);
    });

    test.each(['done', 'failed', 'excluded'] as const)('a part that is %s has no step left', async (state) => {
      const { runs } = await setup();
      await runs.open('run', ONE);
      await runs.claim('run', ONE, 0, 60);
      const end = { state, cursor: null, counts: { covered: 1 }, reason: reason('surveyed') };
      expect(await runs.advance('run', ONE, 0, end)).toBe(true);
      const progress = { ...end, step: 1 };
      expect(await runs.claim('run', ONE, 1, 60)).toEqual({ kind: 'passed', progress });
      expect(await runs.advance('run', ONE, 1, end)).toBe(false);
    });

    test('a step that is not reached yet is told to wait', async () => {
      const { runs, clock } = await setup();
      await runs.open('run', ONE);
      expect(await runs.claim('run', ONE, 1, 60)).toEqual({ kind: 'busy', until: clock.now() });
      await runs.claim('run', ONE, 0, 60);
      expect(await runs.claim('run', ONE, 1, 60)).toEqual({ kind: 'busy', until: clock.now() + 60_000 });
    });

    test('a part that nobody opened is unknown', async () => {
      const { runs } = await setup();
      await runs.open('run', TWO);
      expect(await runs.claim('run', ONE, 0, 60)).toEqual({ kind: 'unknown' });
      expect(await runs.claim('other', TWO, 0, 60)).toEqual({ kind: 'unknown' });
      expect(await runs.advance('run', ONE, 0, { ...OPEN, state: 'done' })).toBe(false);
    });

    test('all parts come page by page, each once, the listing among them', async () => {
      const { runs } = await setup();
      const accounts = Array.from({ length: 21 }, (_, index) => account(String(100_000_000_000 + index)));
      for (const part of [...accounts, 'listing'] as const) await runs.open('run', part);
      await runs.open('other-run', TWO);
      const rows = await allPages((from) => runs.parts('run', from));
      expect(rows.map(({ part }) => part)).toEqual([...accounts, 'listing']);
      expect(await runs.parts('nothing', null)).toEqual({ rows: [], next: null });
    });

    test('refuses a token that is of no listing', async () => {
      const { runs } = await setup();
      await expect(runs.parts('run', 'x')).rejects.toThrow(/token/);
    });
  });
}
