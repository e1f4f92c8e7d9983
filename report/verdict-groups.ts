import { VERDICTS, type Verdict } from '../core/outcome';
import type { VerdictCounts } from './model';

/** What a verdict means to somebody who reads one figure: good, coming, left alone on purpose, or a matter for a person. */
export type VerdictGroup = 'covered' | 'coming' | 'on-purpose' | 'person';

const GROUPS: Readonly<Record<Verdict, VerdictGroup>> = {
  covered: 'covered',
  applied: 'covered',
  'would-apply': 'coming',
  waiting: 'coming',
  excluded: 'on-purpose',
  held: 'on-purpose',
  gone: 'on-purpose',
  reported: 'person',
  contested: 'person',
  refused: 'person',
  denied: 'person',
  failed: 'person',
};

export const GROUP_NAMES: Readonly<Record<VerdictGroup, string>> = {
  covered: 'Covered',
  coming: 'On the way',
  'on-purpose': 'Left alone on purpose',
  person: 'Needs a person',
};

/** The verdicts that need a person, the most pressing first; then what is coming, then what is left alone, then what is well. */
export const BY_URGENCY: readonly Verdict[] = [
  'failed',
  'denied',
  'refused',
  'contested',
  'reported',
  'would-apply',
  'waiting',
  'held',
  'excluded',
  'gone',
  'applied',
  'covered',
];

export function groupOf(verdict: Verdict): VerdictGroup {
  return GROUPS[verdict];
}

/** How many buckets of each group. */
export function groupCounts(counts: VerdictCounts): Readonly<Record<VerdictGroup, number>> {
  const sums: Record<VerdictGroup, number> = { covered: 0, coming: 0, 'on-purpose': 0, person: 0 };
  for (const verdict of VERDICTS) sums[GROUPS[verdict]] += counts[verdict] ?? 0;
  return sums;
}
