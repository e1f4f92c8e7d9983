import { RULE_ID } from './contract/names';
import type { LifecycleView, RuleView } from './lifecycle/view';
import { type Reason, reason } from './reasons';

/** What is asked of a bucket. */
export interface Wanted {
  /** Days after which an incomplete upload is aborted: a whole number, 1 or more. */
  readonly days: number;
  /** What to do where a foreign rule for the whole bucket aborts later. */
  readonly onLongerRule: 'add' | 'accept' | 'report';
}

/** What to do with a configuration, whatever its format. `replace` is the index of our rule, to be put right in place. */
export type Decision =
  | { readonly verdict: 'keep'; readonly reason: Reason }
  | { readonly verdict: 'refuse'; readonly reason: Reason }
  | { readonly verdict: 'put'; readonly reason: Reason; readonly edit: 'append' | { readonly replace: number } };

/** Source: PutBucketLifecycleConfiguration, Amazon S3 API Reference. */
const MAX_RULES = 1_000;

/** Whether an enabled rule for the whole bucket aborts incomplete uploads within `days`. */
export function isCovered(view: LifecycleView, days: number): boolean {
  return view.rules.some((rule) => coversWithin(rule, days));
}

/**
 * Decides on a configuration that could be read. Covered comes first: nothing is refused or written where the work is
 * done. Throws RangeError if the wanted days are no whole number of 1 or more.
 */
export function decide(view: LifecycleView, { days, onLongerRule }: Wanted): Decision {
  if (!Number.isSafeInteger(days) || days < 1)
    throw new RangeError(`days must be a whole number, 1 or more, not ${days}`);
  const { rules, dialect } = view;
  const covering = rules.filter((rule) => coversWithin(rule, days));
  if (covering.some((rule) => rule.ours)) return { verdict: 'keep', reason: reason('covered-by-ours') };
  if (covering[0] !== undefined) return { verdict: 'keep', reason: reason('covered-by-other', label(covering[0])) };

  const withOurId = rules.filter((rule) => rule.id === RULE_ID);
  if (withOurId.length > 1) return { verdict: 'refuse', reason: reason('rule-id-repeated') };
  const [ours] = withOurId;
  if (ours !== undefined && !ours.ours) return { verdict: 'refuse', reason: reason('rule-id-taken') };

  const longer = rules.find((rule) => !rule.ours && coversWithin(rule, Number.POSITIVE_INFINITY));
  if (longer !== undefined && onLongerRule !== 'add') {
    const detail = `${label(longer)} after ${longer.abort?.days} days`;
    return onLongerRule === 'accept'
      ? { verdict: 'keep', reason: reason('longer-rule-accepted', detail) }
      : { verdict: 'refuse', reason: reason('longer-rule-reported', detail) };
  }
  // S3 refuses overlaps among V1 rules of one action, and an empty prefix overlaps with every other
  const other = rules.find((rule) => rule !== ours && rule.abort !== undefined);
  if (
    dialect === 'V1' &&
    longer !== undefined &&
    !rules.some((rule) => rule !== longer && rule !== ours && rule.abort)
  ) {
    return { verdict: 'refuse', reason: reason('longer-rule-v1', `${label(longer)} after ${longer.abort?.days} days`) };
  }
  if (dialect === 'V1' && other !== undefined) {
    return { verdict: 'refuse', reason: reason('v1-abort-overlap', label(other)) };
  }
  if (ours !== undefined) {
    return { verdict: 'put', reason: reason('our-rule-changed'), edit: { replace: rules.indexOf(ours) } };
  }
  if (rules.length >= MAX_RULES) return { verdict: 'refuse', reason: reason('too-many-rules') };
  return longer === undefined
    ? { verdict: 'put', reason: reason('rule-missing'), edit: 'append' }
    : { verdict: 'put', reason: reason('longer-rule-shortened', label(longer)), edit: 'append' };
}

function coversWithin({ enabled, scope, abort }: RuleView, days: number): boolean {
  return enabled && scope === 'bucket' && abort?.plain === true && abort.days <= days;
}

function label(rule: RuleView): string {
  return rule.id === undefined ? 'a rule without ID' : JSON.stringify(rule.id);
}
