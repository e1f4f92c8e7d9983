import type { Outcome } from '../outcome';
import type { Coexistence } from '../reconcile-services';
import type { SelectedVisit } from './visit';

/** After how long a bucket that denied a write is written to again though nothing about it changed, in milliseconds. */
const TRY_AGAIN_MS = 7 * 24 * 3600 * 1000;

/**
 * Whether the writer said something of this very configuration (`digest`) that another look would only say again. What denied
 * or refused a write is tried once a week.
 */
export function isStillSo({ rules, days, mode, clock }: SelectedVisit, known: Outcome, digest: string): boolean {
  const { verdict, reason: why, before, at } = known;
  if (before?.digest !== digest || known.days !== days) return false;
  const isRecent = clock.now() - Date.parse(at) < TRY_AGAIN_MS;
  if (verdict === 'denied' || why.code === 'refused-by-s3' || why.code === 'image-not-kept') return isRecent;
  if (why.code === 'foreign-configuration') return verdict === verdictOf(rules.onForeignConfiguration);
  if (why.code === 'managed-configuration') return verdict === verdictOf(rules.onManagedConfiguration);
  return verdict === 'would-apply' && mode === 'audit';
}

function verdictOf(choice: Coexistence): Outcome['verdict'] | undefined {
  if (choice === 'merge') return undefined;
  return choice === 'report' ? 'reported' : 'excluded';
}
