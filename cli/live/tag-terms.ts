import { DAYS_TAG } from '../../core/contract/names';
import type { AccountId } from '../../core/identifiers';
import type { AccountProfile, ProfileRead } from '../../core/ports';
import type { Reason } from '../../core/reasons';
import { excludedByBucketTags, selectAccount } from '../../core/selection';

/** What the tags of a bucket and of the levels above it say. */
export interface TagTerms {
  /** The first that excludes the bucket: the account's before the bucket's own; null where none does. */
  readonly excluded: Reason | null;
  /** Wanted DaysAfterInitiation; those that were asked for where the account is excluded. */
  readonly days: number;
  /** What the days come from: the tag's level, such as `partsweep:days on ou-a1b2-c3d4e5f6`; null where no tag gives them. */
  readonly daysFrom: string | null;
  /** Tags that do not count, in words. */
  readonly problems: readonly string[];
}

/** `days`: wanted where no tag says otherwise. */
export function tagTerms(
  account: AccountId,
  read: ProfileRead,
  tags: ReadonlyMap<string, string>,
  days: number,
): TagTerms {
  const excluded = excludedByBucketTags(tags) ?? null;
  if (read.kind !== 'known') {
    const problem = `the tags of the account and its OUs were not read, and do not count: ${read.message}`;
    return { excluded, days, daysFrom: null, problems: [problem] };
  }
  const selected = selectAccount(account, read.profile, { days, mode: 'audit', modes: {}, targets: null });
  const { problems } = selected;
  if (selected.kind === 'excluded') return { excluded: selected.reason, days, daysFrom: null, problems };
  const level = levelsOf(read.profile).find((one) => gives(one.tags.get(DAYS_TAG), selected.days));
  return {
    excluded,
    days: selected.days,
    daysFrom: level === undefined ? null : `${DAYS_TAG} on ${level.name}`,
    problems,
  };
}

/** The account and the OUs above it, nearest first. */
export function levelsOf({
  tags,
  organizationalUnits,
}: AccountProfile): readonly { readonly name: string; readonly tags: ReadonlyMap<string, string> }[] {
  return [{ name: 'the account', tags }, ...organizationalUnits.map((unit) => ({ name: unit.id, tags: unit.tags }))];
}

function gives(value: string | undefined, days: number): boolean {
  return value !== undefined && /^\d+$/.test(value) && Number(value) === days;
}
