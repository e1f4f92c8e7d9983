import type { AccountId } from '../core/identifiers';
import type { AccountProfiles, ProfileRead } from '../core/ports';
import type { AccountRoster, FleetPage, FleetStatus, RosterPage } from '../core/sweep/roster';

/** Where there is no organization: the account is active, and nothing above it says otherwise. */
export class SingleAccountProfiles implements AccountProfiles {
  profile(): Promise<ProfileRead> {
    return Promise.resolve({
      kind: 'known',
      profile: { state: 'ACTIVE', tags: new Map(), organizationalUnits: [] },
    });
  }
}

/** Where there is no organization: the account itself is all there is. */
export class SingleAccountRoster implements AccountRoster {
  readonly #account: AccountId;

  constructor(account: AccountId) {
    this.#account = account;
  }

  page(): Promise<RosterPage> {
    const account = { account: this.#account, name: null, state: 'ACTIVE' };
    return Promise.resolve({ kind: 'page', accounts: [account], next: null });
  }
}

/** Where there is no organization: no stack set either. */
export class NoFleet implements FleetStatus {
  readonly stackSets: readonly string[] = [];

  instances(): Promise<FleetPage> {
    return Promise.resolve({ kind: 'page', instances: [], next: null });
  }
}
