import { RULE_ID } from '../contract/names';
import type { Outcome } from '../outcome';
import type { TakeOutMessage } from '../settle';
import { couldNotTakeOut } from './known-outcome';
import type { Surveyed, Visit } from './visit';

/** What it depends on whether our rule is taken out of a bucket that is excluded. */
export interface Excluding extends Pick<Visit, 'clock' | 'mode' | 'pause'> {
  readonly rules: Pick<Visit['rules'], 'ruleOfExcluded'>;
  /** Null where an event says so. */
  readonly run: Pick<Visit['run'], 'id'> | null;
}

/**
 * A bucket that is excluded without S3 being asked: `outcome` says so, `known` is what the inventory says of it. Where our rule is still
 * there the outcome remembers that, and where the settings ask to take it out a message does.
 */
export async function excludedBucket(
  visit: Excluding,
  known: Outcome | null,
  outcome: Outcome,
): Promise<Pick<Surveyed, 'outcome' | 'message'>> {
  if (known === null) return { outcome };
  if (known.verdict === 'excluded' && known.reason.code === 'rule-taken-out') return { outcome: known };
  if (!isKnownToHaveOurRule(known)) return { outcome };
  const excluded: Outcome = { ...outcome, ruleId: RULE_ID };
  // a session in an account that is not active cannot be had
  const stays =
    visit.rules.ruleOfExcluded === 'keep' || visit.mode === 'audit' || outcome.reason.code === 'account-not-active';
  if (stays) return { outcome: excluded };
  // it was tried, and the writer could not
  if (couldNotTakeOut(known, visit.clock)) return { outcome: known };
  const pause = await visit.pause();
  if (pause !== undefined) return { outcome: { ...excluded, verdict: 'waiting', reason: pause } };
  return { outcome: excluded, message: takeOutOf(visit, excluded) };
}

/** The message that takes our rule out of an excluded bucket. */
export function takeOutOf(
  { clock, run }: Pick<Excluding, 'clock' | 'run'>,
  { account, region, bucket }: Outcome,
): TakeOutMessage {
  const requestedAt = new Date(clock.now()).toISOString();
  const place = { account, region, bucket };
  return {
    ...({ version: 1, task: 'exclusion', ...place, by: 'partsweep', requestedAt } as const),
    ...(run === null ? {} : { run: run.id }),
  };
}

/** Whether our rule was there when the bucket was looked at last. */
export function isKnownToHaveOurRule({ ruleId, verdict }: Outcome): boolean {
  return ruleId === RULE_ID && verdict !== 'would-apply' && verdict !== 'gone';
}
