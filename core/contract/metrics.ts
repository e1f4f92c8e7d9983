import { VERDICTS, type Verdict } from '../outcome';

/**
 * The metrics that the functions count and that alarms and the dashboard read: in the namespace of the qualifier, without
 * dimensions. Besides these, each batch counts its buckets by verdict, under the verdict's name.
 */
export const METRICS = {
  /** At the end of every run: accounts that failed. */
  sweepAccountsFailed: 'sweep-accounts-failed',
  // at the end of a sweep of everything
  accountsMissing: 'accounts-missing',
  fleetProblems: 'fleet-problems',
  forwarderGaps: 'forwarder-gaps',
  // when it happens
  failuresThatMayPause: 'failures-that-may-pause',
  pausedByItself: 'paused-by-itself',
  lostUpdates: 'lost-updates',
  lostUpdatesRepaired: 'lost-updates-repaired',
} as const;

/** At the end of a sweep of everything: buckets with this verdict. */
export function bucketsMetric(verdict: Verdict): string {
  return `buckets-${verdict}`;
}

/** At the end of a sweep of everything: accounts that stand like this as a whole. */
export function accountsMetric(verdict: Verdict): string {
  return `accounts-${verdict}`;
}

export const BUCKET_VERDICTS = VERDICTS;

/** How an account can stand as a whole. */
export const ACCOUNT_VERDICTS = ['covered', 'excluded', 'denied', 'failed'] as const satisfies readonly Verdict[];
