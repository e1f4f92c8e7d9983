import type { AccountId, BucketName } from '../../core/identifiers';
import type { Mode } from '../../core/mode';
import type { AccountAccess, AccountOpening, AccountProfile, AccountProfiles, ProfileRead } from '../../core/ports';
import type { InMemoryS3 } from './in-memory-s3';

/** Sessions in every account that `s3` has, unless `closed` says otherwise. */
export class InMemoryAccountAccess implements AccountAccess {
  readonly #s3: InMemoryS3;
  readonly openings: { readonly account: AccountId; readonly buckets: readonly BucketName[]; readonly mode: Mode }[] =
    [];
  readonly closed = new Map<AccountId, Exclude<AccountOpening, { kind: 'open' }>>();

  constructor(s3: InMemoryS3) {
    this.#s3 = s3;
  }

  async open(account: AccountId, buckets: readonly BucketName[], mode: Mode): Promise<AccountOpening> {
    if (buckets.length === 0) throw new RangeError('a session is for at least one bucket');
    this.openings.push({ account, buckets, mode });
    return this.closed.get(account) ?? { kind: 'open', store: this.#s3.store(buckets, mode) };
  }
}

/** Profiles of the accounts that were put into it; of others nothing is known. */
export class InMemoryProfiles implements AccountProfiles {
  readonly profiles = new Map<AccountId, AccountProfile>();

  async profile(account: AccountId): Promise<ProfileRead> {
    const profile = this.profiles.get(account);
    return profile === undefined
      ? { kind: 'unknown', message: 'AccountNotFoundException: no such account' }
      : { kind: 'known', profile };
  }
}

export function activeProfile(
  tags: Readonly<Record<string, string>> = {},
  units: readonly (readonly [string, Readonly<Record<string, string>>])[] = [],
): AccountProfile {
  return {
    state: 'ACTIVE',
    tags: new Map(Object.entries(tags)),
    organizationalUnits: units.map(([id, unitTags]) => ({ id, tags: new Map(Object.entries(unitTags)) })),
  };
}
