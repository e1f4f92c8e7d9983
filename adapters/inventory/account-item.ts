import type { AccountId } from '../../core/identifiers';
import type { AccountProfile } from '../../core/ports';
import type { AccountRecord } from '../../core/sweep/account-record';
import { countsOf, countsVersion } from './counters';
import type { Item } from './expression';
import { accountPk } from './keys';

type Tags = readonly (readonly [string, string])[];

interface ProfileText {
  readonly state: string;
  readonly tags: Tags;
  readonly units: readonly { readonly id: string; readonly tags: Tags }[];
}

export function accountRecordOf(item: Item): AccountRecord {
  const known = item as Partial<AccountRecord>;
  return {
    account: String(item['pk']).slice(accountPk('' as AccountId).length) as AccountId,
    name: known.name ?? null,
    profile: typeof item['profile'] === 'string' ? profileOf(item['profile']) : null,
    profileAt: known.profileAt ?? null,
    visitedAt: known.visitedAt ?? null,
    visitedBy: known.visitedBy ?? null,
    standing: known.standing ?? null,
    counts: countsOf(item),
    countsVersion: countsVersion(item),
  };
}

/** A profile as text that is equal for two profiles that say the same: a condition can compare it. */
export function profileText({ state, tags, organizationalUnits }: AccountProfile): string {
  const units = organizationalUnits.map(({ id, tags: own }) => ({ id, tags: sorted(own) }));
  return JSON.stringify({ state, tags: sorted(tags), units } satisfies ProfileText);
}

function profileOf(text: string): AccountProfile {
  const { state, tags, units } = JSON.parse(text) as ProfileText;
  return {
    state,
    tags: new Map(tags),
    organizationalUnits: units.map(({ id, tags: own }) => ({ id, tags: new Map(own) })),
  };
}

function sorted(tags: ReadonlyMap<string, string>): Tags {
  return [...tags].sort(([one], [other]) => (one < other ? -1 : 1));
}
