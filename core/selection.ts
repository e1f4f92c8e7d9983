import { DAYS_TAG, EXCLUDE_TAG } from './contract/names';
import type { AccountId, BucketName } from './identifiers';
import type { Mode } from './mode';
import type { AccountProfile } from './ports';
import { type Reason, reason } from './reasons';

/** Most days that a lifecycle rule can have: a signed 32-bit integer. Source: Amazon S3 API Reference. */
const MOST_DAYS = 2_147_483_647;

/** What the settings say where no tag does. */
export interface SelectionRules {
  /** Wanted DaysAfterInitiation. */
  readonly days: number;
  readonly mode: Mode;
  /** Modes of single accounts and OUs, by their ID: the nearest counts. */
  readonly modes: Readonly<Record<string, Mode>>;
  /** IDs of OUs, or of the root, whose accounts take part; null where every account does. */
  readonly targets: readonly string[] | null;
}

/** What the account's profile says about all of its buckets. */
export type AccountSelection =
  | { readonly kind: 'excluded'; readonly reason: Reason; readonly problems: readonly string[] }
  | {
      readonly kind: 'selected';
      /** Wanted DaysAfterInitiation. */
      readonly days: number;
      readonly mode: Mode;
      /** Tags that could not be used, in words. */
      readonly problems: readonly string[];
    };

/**
 * Whether an account takes part, and with how many days. The nearest tag wins: the account's own, then those of the OUs
 * from the nearest up, then the rules' days. `partsweep:exclude` excludes with any value but `false`, and `false` on a
 * nearer level undoes an exclusion above it. An account that is not active, or under none of the targets, is excluded
 * whatever its tags say.
 */
export function selectAccount(account: AccountId, profile: AccountProfile, rules: SelectionRules): AccountSelection {
  const levels = [
    { name: 'the account', tags: profile.tags, code: 'excluded-by-account-tag' as const },
    ...profile.organizationalUnits.map(({ id, tags }) => ({ name: id, tags, code: 'excluded-by-ou-tag' as const })),
  ];
  const problems: string[] = [];
  let days: number | undefined;
  for (const { name, tags } of levels) {
    const value = tags.get(DAYS_TAG);
    if (value === undefined || days !== undefined) continue;
    days = parseDays(value);
    if (days === undefined) {
      problems.push(`${DAYS_TAG}=${JSON.stringify(value)} on ${name} is not a whole number, 1 or more: not counted`);
    }
  }
  if (profile.state !== 'ACTIVE') {
    return { kind: 'excluded', reason: reason('account-not-active', profile.state), problems };
  }
  if (!isTarget(profile, rules.targets)) return { kind: 'excluded', reason: reason('outside-targets'), problems };
  const nearest = levels.find(({ tags }) => tags.has(EXCLUDE_TAG));
  const value = nearest?.tags.get(EXCLUDE_TAG);
  if (nearest !== undefined && value !== 'false') {
    return {
      kind: 'excluded',
      reason: reason(nearest.code, `${EXCLUDE_TAG}=${JSON.stringify(value)} on ${nearest.name}`),
      problems,
    };
  }
  return { kind: 'selected', days: days ?? rules.days, mode: modeOf(account, profile, rules), problems };
}

/** The mode of an account, excluded or not: its own, else that of the nearest OU that has one, else the rules'. */
export function modeOf(account: AccountId, profile: AccountProfile, rules: SelectionRules): Mode {
  const ids: readonly string[] = [account, ...profile.organizationalUnits.map(({ id }) => id)];
  const [nearest] = ids.filter((id) => Object.hasOwn(rules.modes, id)).map((id) => rules.modes[id]);
  return nearest ?? rules.mode;
}

/** An organization has one root, so a target that is a root takes in everything. */
function isTarget({ organizationalUnits }: AccountProfile, targets: SelectionRules['targets']): boolean {
  if (targets === null) return true;
  return targets.some((target) => target.startsWith('r-') || organizationalUnits.some(({ id }) => id === target));
}

/** The reason if a pattern excludes the name; `*` in a pattern stands for any characters, none included. */
export function excludedByName(bucket: BucketName, patterns: readonly string[]): Reason | undefined {
  const pattern = patterns.find((candidate) => matches(bucket, candidate));
  return pattern === undefined ? undefined : reason('excluded-by-name', pattern);
}

/**
 * The reason if the bucket's own tags exclude it. `false` on the bucket cannot undo an exclusion of its account, whose buckets
 * are not looked at.
 */
export function excludedByBucketTags(tags: ReadonlyMap<string, string>): Reason | undefined {
  const value = tags.get(EXCLUDE_TAG);
  return value === undefined || value === 'false'
    ? undefined
    : reason('excluded-by-bucket-tag', `${EXCLUDE_TAG}=${JSON.stringify(value)}`);
}

function parseDays(value: string): number | undefined {
  if (!/^\d{1,10}$/.test(value)) return undefined;
  const days = Number(value);
  return days >= 1 && days <= MOST_DAYS ? days : undefined;
}

/** Greedy from the left, so that no pattern takes more than linear time for each of its parts. */
function matches(name: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first) || !name.endsWith(last)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  // the parts before the last one have not reached into it
  return from <= name.length - last.length;
}
