import type { AccountProfiles, ProfileRead } from '../core/ports';

/** Where there is no organization: the account is active, and nothing above it says otherwise. */
export class SingleAccountProfiles implements AccountProfiles {
  profile(): Promise<ProfileRead> {
    return Promise.resolve({
      kind: 'known',
      profile: { state: 'ACTIVE', tags: new Map(), organizationalUnits: [] },
    });
  }
}
