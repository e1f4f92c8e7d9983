import type { CoverageHistory, CoverageRecord } from '../../core/sweep/coverage-history';
import { iso } from './outcomes';

const recordAt = (second: number, more: Partial<CoverageRecord> = {}): CoverageRecord => ({
  run: `${iso(second)}-run`,
  at: iso(second + 1),
  buckets: { covered: second, 'would-apply': 1 },
  accounts: { covered: 2, failed: 1 },
  ...more,
});

/** What every `CoverageHistory` does. */
export function describeCoverageHistoryContract(
  name: string,
  setup: () => Promise<{ readonly coverage: CoverageHistory }>,
): void {
  describe(`${name} as CoverageHistory`, () => {
    test('is empty at first', async () => {
      const { coverage } = await setup();
      expect(await coverage.newest(10)).toEqual([]);
    });

    test('gives back what was kept, the newest alone where there are too many, in the order of time', async () => {
      const { coverage } = await setup();
      for (const second of [3, 1, 2]) await coverage.keep(recordAt(second));
      expect(await coverage.newest(10)).toEqual([1, 2, 3].map((second) => recordAt(second)));
      expect(await coverage.newest(2)).toEqual([2, 3].map((second) => recordAt(second)));
    });

    test('a run that is told of again has its last word alone', async () => {
      const { coverage } = await setup();
      await coverage.keep(recordAt(1));
      const again = recordAt(1, { at: iso(5), buckets: { covered: 9 } });
      await coverage.keep(again);
      expect(await coverage.newest(10)).toEqual([again]);
    });

    test('of two runs that overlap, the one that ended first comes first', async () => {
      const { coverage } = await setup();
      const long = recordAt(1, { at: iso(9) });
      await coverage.keep(long);
      await coverage.keep(recordAt(2));
      expect(await coverage.newest(10)).toEqual([recordAt(2), long]);
    });
  });
}
