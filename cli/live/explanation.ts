import { isCovered } from '../../core/decide';
import { readLifecycleXml } from '../../core/lifecycle/xml';
import type { Verdict } from '../../core/outcome';
import { plan, verdictOfRefusal } from '../../core/plan';
import type { BucketPlace, ProfileRead } from '../../core/ports';
import type { Reason } from '../../core/reasons';
import type { KnownToHub } from './known-to-hub';
import type { LiveBucket } from './read-live-bucket';
import { type TagTerms, tagTerms } from './tag-terms';

/** Why a bucket is in the state that it is in. */
export interface Explanation {
  readonly place: BucketPlace;
  readonly verdict: Verdict;
  readonly reason: Reason;
  /** Null where the bucket could not be read; `problem` then says why. */
  readonly live: LiveBucket | null;
  readonly problem: string | null;
  /** Null where no hub was asked. */
  readonly hub: KnownToHub | null;
  readonly profile: ProfileRead;
  readonly terms: TagTerms;
  /** Positions of the rules that abort incomplete uploads of the whole bucket in time. */
  readonly covering: readonly number[];
}

/** Verdicts that only the hub can know of, and that say why a bucket lacks the rule. */
const OF_THE_HUB: readonly Verdict[] = [
  'waiting',
  'held',
  'reported',
  'contested',
  'refused',
  'denied',
  'failed',
  'excluded',
];

export interface Facts extends Pick<Explanation, 'live' | 'problem' | 'hub' | 'profile'> {
  readonly place: BucketPlace;
  /** Wanted DaysAfterInitiation where no tag says otherwise. */
  readonly days: number;
}

/** What S3 shows now comes first; what the inventory knows says why the rule is not there. Undefined where neither says anything. */
export function explain({ days, ...facts }: Facts): Explanation | undefined {
  const { live, hub, place, profile } = facts;
  const terms = tagTerms(place.account, profile, live?.tags ?? new Map(), days);
  const known = hub?.record?.outcome ?? null;
  const told = { ...facts, terms };
  if (live === null) {
    return known === null ? undefined : { ...told, verdict: known.verdict, reason: known.reason, covering: [] };
  }
  const covering = coveringRules(live, terms.days);
  if (terms.excluded !== null) return { ...told, verdict: 'excluded', reason: terms.excluded, covering };
  const planned = plan(live.existing, { days: terms.days, onLongerRule: 'add' });
  if (planned.verdict === 'keep') return { ...told, verdict: 'covered', reason: planned.reason, covering };
  if (known !== null && OF_THE_HUB.includes(known.verdict)) {
    return { ...told, verdict: known.verdict, reason: known.reason, covering };
  }
  const verdict = planned.verdict === 'put' ? 'would-apply' : verdictOfRefusal(planned.reason);
  return { ...told, verdict, reason: planned.reason, covering };
}

function coveringRules({ existing }: LiveBucket, days: number): readonly number[] {
  const read = existing === undefined ? undefined : readLifecycleXml(existing.xml);
  if (read?.ok !== true) return [];
  const { view } = read.lifecycle;
  return view.rules.flatMap((rule, index) => (isCovered({ ...view, rules: [rule] }, days) ? [index] : []));
}
