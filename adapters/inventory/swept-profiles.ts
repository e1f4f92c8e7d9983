import type { AccountId } from '../../core/identifiers';
import type { AccountProfiles, Clock, ProfileRead } from '../../core/ports';
import type { AccountRecords } from '../../core/sweep/account-record';
import { awsFailure } from '../aws-errors';

/** For how long nothing is asked where the inventory knows the answer, once there was none, in milliseconds. */
const QUIET_MS = 60_000;

export interface SweptProfilesProps {
  /** Asked first. */
  readonly live: AccountProfiles;
  readonly accounts: Pick<AccountRecords, 'account'>;
  readonly clock: Clock;
}

/**
 * Profiles as they are; where they cannot be had, and a sweep has just read them, as the sweep put them into the inventory. Organizations allows an
 * organization about ten tag reads a second: what a first sweep of thousands of accounts sends to the writer would need more than that, and
 * take it from the sweep.
 */
export class SweptProfiles implements AccountProfiles {
  readonly #props: SweptProfilesProps;
  #quietUntil = Number.NEGATIVE_INFINITY;

  constructor(props: SweptProfilesProps) {
    this.#props = props;
  }

  async profile(account: AccountId, swept = false): Promise<ProfileRead> {
    const { live, clock } = this.#props;
    if (!swept) return live.profile(account);
    if (clock.now() < this.#quietUntil) return (await this.#kept(account)) ?? live.profile(account);
    const read = await live.profile(account);
    if (read.kind === 'known') return read;
    this.#quietUntil = clock.now() + QUIET_MS;
    return (await this.#kept(account)) ?? read;
  }

  /** Undefined when no sweep has read it. */
  async #kept(account: AccountId): Promise<ProfileRead | undefined> {
    try {
      const profile = (await this.#props.accounts.account(account))?.profile ?? null;
      return profile === null ? undefined : { kind: 'known', profile };
    } catch (error) {
      const { code, message } = awsFailure(error);
      return { kind: 'unknown', message: `${code}: ${message}` };
    }
  }
}
