import type { CoveragePoint, VerdictCounts } from './model';
import { groupCounts } from './verdict-groups';

/**
 * How many buckets abort incomplete uploads (`covered`, `applied`), of those that should. Excluded buckets and those that are gone
 * should not; a bucket that is held back after an undo should, and counts against.
 */
export function coverageOf(counts: VerdictCounts): Omit<CoveragePoint, 'at'> {
  const { covered, coming, person } = groupCounts(counts);
  return { covered, total: covered + coming + person + (counts.held ?? 0) };
}

/**
 * A share as people read it: one decimal, cut off rather than rounded up, so that `100%` says that none is missing and `0%` that
 * there is none. A dash where there is nothing to share.
 */
export function percentOf({ covered, total }: Omit<CoveragePoint, 'at'>): string {
  if (total === 0) return '–';
  if (covered === total) return '100%';
  const cut = Math.floor((covered / total) * 1000) / 10;
  if (cut === 0) return covered === 0 ? '0%' : 'under 0.1%';
  return `${cut.toFixed(1)}%`;
}
