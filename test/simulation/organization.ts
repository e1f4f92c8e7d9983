import type { AccountId } from '../../core/identifiers';
import type { AccountProfile, ProfileRead } from '../../core/ports';
import type { FleetPage, FleetStatus, RosterAccount, RosterPage } from '../../core/sweep/roster';
import { region } from '../fakes/identifiers';

export interface SimulatedAccount {
  readonly id: AccountId;
  /** Organizations' `State`. */
  state: string;
  unit: string;
  tags: Record<string, string>;
  /** Whether it belongs to the organization. */
  isMember: boolean;
  /** Whether it has the role that the hub assumes. */
  hasRole: boolean;
  /** Whether its events are forwarded. */
  forwards: boolean;
  /** What a service control policy denies there. */
  denies: 'nothing' | 'writes' | 'everything';
}

export const ROOT = 'r-ab12';
export const ROLES_STACK_SET = 'partsweep-roles';
const PAGE = 2;

/** Accounts, organizational units and their tags. Answers at once; whoever asks takes the time. */
export class Organization {
  readonly accounts = new Map<AccountId, SimulatedAccount>();
  /** By ID: the OU above, `ROOT` for the topmost, and tags. */
  readonly units = new Map<string, { readonly parent: string; tags: Record<string, string> }>();

  members(): readonly SimulatedAccount[] {
    return [...this.accounts.values()].filter(({ isMember }) => isMember);
  }

  isMember(id: AccountId): boolean {
    return this.accounts.get(id)?.isMember === true;
  }

  /** OUs above an account, nearest first. */
  unitsAbove({ unit }: SimulatedAccount): readonly string[] {
    const above: string[] = [];
    for (let id = unit; id !== ROOT; id = this.units.get(id)?.parent ?? ROOT) above.push(id);
    return above;
  }

  profile = async (id: AccountId): Promise<ProfileRead> => {
    const account = this.accounts.get(id);
    if (account?.isMember !== true) return { kind: 'unknown', message: 'AccountNotFoundException: no such account' };
    const profile: AccountProfile = {
      state: account.state,
      tags: new Map(Object.entries(account.tags)),
      organizationalUnits: this.unitsAbove(account).map((unit) => ({
        id: unit,
        tags: new Map(Object.entries(this.units.get(unit)?.tags ?? {})),
      })),
    };
    return { kind: 'known', profile };
  };

  page = async (under: string | null, from: string | null): Promise<RosterPage> => {
    if (under !== null && !this.units.has(under)) {
      return { kind: 'unavailable', message: 'ParentNotFoundException: no such OU' };
    }
    const listed: readonly RosterAccount[] = this.members()
      .filter((account) => under === null || this.unitsAbove(account).includes(under))
      .map(({ id, state }) => ({ account: id, name: `name of ${id}`, state }));
    const start = from === null ? 0 : Number(from);
    const end = start + PAGE;
    return { kind: 'page', accounts: listed.slice(start, end), next: end < listed.length ? String(end) : null };
  };

  /** The roles' stack set has an instance that failed wherever the role is missing. */
  readonly fleet: FleetStatus = {
    stackSets: [ROLES_STACK_SET],
    instances: async (stackSet): Promise<FleetPage> => ({
      kind: 'page',
      next: null,
      instances: this.members().map(({ id, hasRole }) => ({
        ...{ stackSet, account: id, region: region('eu-west-1') },
        ...(hasRole
          ? { detailedStatus: 'SUCCEEDED', statusReason: null }
          : { detailedStatus: 'FAILED', statusReason: 'the role could not be made' }),
      })),
    }),
  };

  /** Why an account takes no part, by its state and the nearest tag; undefined when it does. Says nothing of buckets. */
  exclusion(id: AccountId): string | undefined {
    const account = this.accounts.get(id);
    if (account?.isMember !== true) return 'it is not in the organization';
    if (account.state !== 'ACTIVE') return `its state is ${account.state}`;
    const levels = [account.tags, ...this.unitsAbove(account).map((unit) => this.units.get(unit)?.tags ?? {})];
    const value = levels.find((tags) => Object.hasOwn(tags, 'partsweep:exclude'))?.['partsweep:exclude'];
    return value === undefined || value === 'false' ? undefined : `the nearest tag says exclude=${value}`;
  }

  /** Wanted days: the nearest tag that is a whole number, else `otherwise`. */
  days(id: AccountId, otherwise: number): number {
    const account = this.accounts.get(id);
    if (account === undefined) return otherwise;
    const levels = [account.tags, ...this.unitsAbove(account).map((unit) => this.units.get(unit)?.tags ?? {})];
    const values = levels.flatMap((tags) => tags['partsweep:days'] ?? []).filter((text) => /^[1-9]\d*$/.test(text));
    return values[0] === undefined ? otherwise : Number(values[0]);
  }
}
