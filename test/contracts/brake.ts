import { type Brake, FAILURE_WINDOW_MS, NO_PAUSE, type Pause } from '../../core/brake';
import type { ManualClock } from '../fakes/manual-clock';
import { iso, ONE, TWO } from './outcomes';

export interface BrakeSetup {
  readonly brake: Brake;
  readonly clock: ManualClock;
}

export interface CeilingsOfSetup {
  readonly writesPerHour: number;
  readonly writesPerRun: number;
}

const WIDE: CeilingsOfSetup = { writesPerHour: 1000, writesPerRun: 1000 };
const PAUSE: Pause = { since: iso(0), by: 'someone', why: 'an incident' };
const OTHER: Pause = { since: iso(9), by: 'another', why: 'a change' };

/** What every Brake does. `setup` is called once for each test and gives an empty inventory. */
export function describeBrakeContract(name: string, setup: (ceilings: CeilingsOfSetup) => Promise<BrakeSetup>): void {
  describe(`${name} as a Brake: the switch`, () => {
    test('nothing is paused at first', async () => {
      const { brake } = await setup(WIDE);
      expect(await brake.switch()).toEqual({ kind: 'known', state: NO_PAUSE });
    });

    test('pauses of every scope stand side by side, and are seen at once by who set them', async () => {
      const { brake } = await setup(WIDE);
      await brake.switch();
      await brake.pause({ kind: 'unit', id: 'ou-ab12-one' }, PAUSE);
      await brake.pause({ kind: 'unit', id: 'ou-ab12-two' }, OTHER);
      await brake.pause({ kind: 'account', id: ONE }, PAUSE);
      await brake.pause({ kind: 'all' }, OTHER);
      expect(await brake.switch()).toEqual({
        kind: 'known',
        state: { all: OTHER, units: { 'ou-ab12-one': PAUSE, 'ou-ab12-two': OTHER }, accounts: { [ONE]: PAUSE } },
      });
    });

    test('a second pause of the same scope takes the place of the first', async () => {
      const { brake } = await setup(WIDE);
      await brake.pause({ kind: 'all' }, PAUSE);
      await brake.pause({ kind: 'all' }, OTHER);
      await brake.pause({ kind: 'account', id: ONE }, PAUSE);
      await brake.pause({ kind: 'account', id: ONE }, OTHER);
      expect(await brake.switch()).toMatchObject({ state: { all: OTHER, accounts: { [ONE]: OTHER } } });
    });

    test('a resume ends the pause of exactly its scope', async () => {
      const { brake } = await setup(WIDE);
      await brake.pause({ kind: 'all' }, PAUSE);
      await brake.pause({ kind: 'unit', id: 'ou-ab12-one' }, PAUSE);
      await brake.pause({ kind: 'account', id: ONE }, PAUSE);
      expect(await brake.resume({ kind: 'all' })).toBe(true);
      expect(await brake.resume({ kind: 'account', id: ONE })).toBe(true);
      expect(await brake.switch()).toEqual({
        kind: 'known',
        state: { all: null, units: { 'ou-ab12-one': PAUSE }, accounts: {} },
      });
    });

    test('a resume of what is not paused says so', async () => {
      const { brake } = await setup(WIDE);
      expect(await brake.resume({ kind: 'all' })).toBe(false);
      expect(await brake.resume({ kind: 'unit', id: 'ou-ab12-one' })).toBe(false);
      await brake.pause({ kind: 'account', id: ONE }, PAUSE);
      expect(await brake.resume({ kind: 'account', id: TWO })).toBe(false);
      expect(await brake.resume({ kind: 'all' })).toBe(false);
    });
  });

  describe(`${name} as a Brake: ceilings`, () => {
    test('as many writes as the hour allows, then none until the next one', async () => {
      const { brake, clock } = await setup({ ...WIDE, writesPerHour: 2 });
      clock.advance(3_540.5);
      expect(await brake.allow(null)).toEqual({ kind: 'granted' });
      expect(await brake.allow('run')).toEqual({ kind: 'granted' });
      expect(await brake.allow(null)).toEqual({ kind: 'hour-full', seconds: 60 });
      clock.advance(60);
      expect(await brake.allow(null)).toEqual({ kind: 'granted' });
    });

    test('as many writes as the run allows, whatever the hour; other runs have their own', async () => {
      const { brake, clock } = await setup({ ...WIDE, writesPerRun: 2 });
      expect(await brake.allow('run')).toEqual({ kind: 'granted' });
      expect(await brake.allow('run')).toEqual({ kind: 'granted' });
      clock.advance(7_200);
      expect(await brake.allow('run')).toEqual({ kind: 'run-full' });
      expect(await brake.allow('other-run')).toEqual({ kind: 'granted' });
      expect(await brake.allow(null)).toEqual({ kind: 'granted' });
    });

    test('what the run refuses is not counted for the hour, and what the hour refuses not for the run', async () => {
      const { brake, clock } = await setup({ writesPerHour: 3, writesPerRun: 2 });
      for (const expected of ['granted', 'granted', 'run-full', 'run-full']) {
        expect((await brake.allow('run')).kind).toBe(expected);
      }
      expect((await brake.allow('second')).kind).toBe('granted');
      expect((await brake.allow('second')).kind).toBe('hour-full');
      clock.advance(3_600);
      expect((await brake.allow('second')).kind).toBe('granted');
      expect((await brake.allow('second')).kind).toBe('run-full');
    });

    test('of many at once no more than allowed are granted', async () => {
      const { brake } = await setup({ ...WIDE, writesPerHour: 3 });
      const answers = await Promise.all(Array.from({ length: 6 }, () => brake.allow(null)));
      expect(answers.filter(({ kind }) => kind === 'granted')).toHaveLength(3);
    });

    test('a ceiling of nothing allows nothing', async () => {
      const { brake } = await setup({ ...WIDE, writesPerHour: 0 });
      expect((await brake.allow(null)).kind).toBe('hour-full');
      const none = await setup({ ...WIDE, writesPerRun: 0 });
      expect((await none.brake.allow('run')).kind).toBe('run-full');
    });
  });

  describe(`${name} as a Brake: failures`, () => {
    test('those of the last ten minutes are counted, this one included', async () => {
      const { brake, clock } = await setup(WIDE);
      const start = clock.now();
      expect(await brake.countFailure(start)).toBe(1);
      expect(await brake.countFailure(start)).toBe(2);
      expect(await brake.countFailure(start + FAILURE_WINDOW_MS - 1)).toBe(3);
      expect(await brake.countFailure(start + FAILURE_WINDOW_MS)).toBe(2);
      expect(await brake.countFailure(start + 3 * FAILURE_WINDOW_MS)).toBe(1);
    });

    test('one that is told of late counts those that were told before it, so that of two at once neither is missed', async () => {
      const { brake, clock } = await setup(WIDE);
      await brake.countFailure(clock.now() + 2_000);
      expect(await brake.countFailure(clock.now() + 1_000)).toBe(2);
    });
  });
}
