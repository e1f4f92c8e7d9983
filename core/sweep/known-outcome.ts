import { RULE_ID } from '../contract/names';
import type { Outcome } from '../outcome';
import type { Clock } from '../ports';
import type { Coexistence } from '../reconcile-services';
import type { SelectedVisit } from './visit';

/** After how long a bucket that denied a write is written to again though nothing about it changed, in milliseconds. */
const TRY_AGAIN_MS = 7 * 24 * 3600 * 1000;

/**
 * Whether the writer said something of this very configuration (`digest`) that another look would only say again. What denied
 * or refused a write is tried once a week.
 */
export function isStillSo({ rules, days, mode, clock }: SelectedVisit, known: Outcome, digest: string): boolean {
  const { verdict, reason: why, before } = known;
  if (before?.digest !== digest || known.days !== days) return false;
  if (isRefusal(known)) return isRecent(known, clock);
  if (why.code === 'foreign-configuration') return verdict === verdictOf(rules.onForeignConfiguration);
  if (why.code === 'managed-configuration') return verdict === verdictOf(rules.onManagedConfiguration);
  return verdict === 'would-apply' && mode === 'audit';
}

/**
 * Whether the writer was kept from taking our rule out of an excluded bucket, less than a week ago. What a survey is denied is not meant: it
 * has read nothing.
 */
export function couldNotTakeOut(known: Outcome, clock: Clock): boolean {
  const { ruleId, before, reason: why } = known;
  if (ruleId !== RULE_ID || !isRecent(known, clock)) return false;
  return why.code === 'role-not-assumable' || (before !== null && isRefusal(known));
}

function isRefusal({ verdict, reason: why }: Outcome): boolean {
  return verdict === 'denied' || why.code === 'refused-by-s3' || why.code === 'image-not-kept';
}

function isRecent({ at }: Outcome, clock: Clock): boolean {
  return clock.now() - Date.parse(at) < TRY_AGAIN_MS;
}

function verdictOf(choice: Coexistence): Outcome['verdict'] | undefined {
  if (choice === 'merge') return undefined;
  return choice === 'report' ? 'reported' : 'excluded';
}
