import type { AccountId, BucketName } from './identifiers';
import type { Mode } from './mode';
import type { AccountProfile } from './ports';
import type { Reason } from './reasons';
import { excludedByName, modeOf, type SelectionRules, selectAccount } from './selection';

/** What a bucket's account, and its name, say about it. */
export type AccountTerms = {
  readonly mode: Mode;
  /** IDs of the OUs above the account, nearest first. */
  readonly units: readonly string[];
} & (
  | { readonly excluded: null /** Wanted DaysAfterInitiation. */; readonly days: number }
  /** `days` is null where it was not worked out. */
  | { readonly excluded: Reason; readonly days: number | null }
);

/**
 * What the profile says about the account's buckets: `problems` are tags that could not be used, in words. `excludedNames`: patterns of
 * bucket names that are left alone.
 */
export function accountTerms(
  account: AccountId,
  profile: AccountProfile,
  selection: SelectionRules,
  excludedNames: readonly string[],
): { readonly problems: readonly string[]; readonly of: (bucket: BucketName) => AccountTerms } {
  const selected = selectAccount(account, profile, selection);
  const { problems } = selected;
  const common = {
    mode: modeOf(account, profile, selection),
    units: profile.organizationalUnits.map(({ id }) => id),
  };
  if (selected.kind === 'excluded') {
    const terms = { ...common, excluded: selected.reason, days: null };
    return { problems, of: () => terms };
  }
  const { days } = selected;
  const of = (bucket: BucketName): AccountTerms => {
    const excluded = excludedByName(bucket, excludedNames);
    return excluded === undefined ? { ...common, excluded: null, days } : { ...common, excluded, days };
  };
  return { problems, of };
}
