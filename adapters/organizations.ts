import {
  DescribeAccountCommand,
  ListParentsCommand,
  ListTagsForResourceCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { AgeLimitedCache } from '../core/age-limited-cache';
import type { AccountId } from '../core/identifiers';
import type { AccountProfile, AccountProfiles, Clock, OrganizationalUnit, ProfileRead } from '../core/ports';
import { awsFailure } from './aws-errors';
import { Pace, type Sleep } from './pace';
import { jsonAnswersOnly } from './whole-answers';

/** More OUs above one another than Organizations allows (5): a walk that goes on is going in circles. */
const DEEPEST = 10;

/** Calls a second, below what Organizations allows an organization: 10 and 20. Source: "Quotas", AWS Organizations User Guide. */
const TAG_READS = 8;
const DESCRIPTIONS = 16;

export interface OrganizationsProfilesProps {
  readonly organizations: OrganizationsClient;
  readonly clock: Clock;
  /** Age in seconds after which something is read again. */
  readonly seconds: number;
  /** Whether reads wait for one another, so that many accounts stay within the rates of Organizations. @default false */
  readonly pace?: boolean;
  /** @default by a timer */
  readonly sleep?: Sleep;
}

/**
 * Profiles from AWS Organizations. Accounts, OUs and parents are remembered each on their own, so that many accounts of
 * one OU read its tags once: Organizations allows about ten tag reads a second.
 */
export class OrganizationsProfiles implements AccountProfiles {
  readonly #organizations: OrganizationsClient;
  readonly #accounts: AgeLimitedCache<AccountItself>;
  readonly #tags: AgeLimitedCache<ReadonlyMap<string, string>>;
  readonly #parents: AgeLimitedCache<string>;
  readonly #tagReads: Pace | undefined;
  readonly #descriptions: Pace | undefined;

  constructor({ organizations, clock, seconds, pace = false, sleep }: OrganizationsProfilesProps) {
    this.#organizations = jsonAnswersOnly(organizations);
    this.#accounts = new AgeLimitedCache(clock, seconds);
    this.#tags = new AgeLimitedCache(clock, seconds);
    this.#parents = new AgeLimitedCache(clock, seconds);
    this.#tagReads = pace ? new Pace(TAG_READS, clock, sleep) : undefined;
    this.#descriptions = pace ? new Pace(DESCRIPTIONS, clock, sleep) : undefined;
  }

  async profile(account: AccountId): Promise<ProfileRead> {
    try {
      const { state, tags, ...place } = await this.#accounts.get(account, () => this.#read(account));
      // each by its own age: remembered with the account, an OU's tags could get twice as old
      const organizationalUnits: OrganizationalUnit[] = [];
      for (const id of place.units ?? (await this.#walk(account, place.parent))) {
        organizationalUnits.push({ id, tags: await this.#tags.get(id, () => this.#readTags(id)) });
      }
      return { kind: 'known', profile: { state, tags, organizationalUnits } };
    } catch (error) {
      const { code, message } = awsFailure(error);
      return { kind: 'unknown', message: `${code}: ${message}` };
    }
  }

  async #read(account: AccountId): Promise<AccountItself> {
    await this.#descriptions?.turn();
    const { Account } = await this.#organizations.send(new DescribeAccountCommand({ AccountId: account }));
    if (Account === undefined) throw new Error(`Organizations said nothing about account ${account}`);
    // `State` takes the place of `Status`, which is being retired
    const state = Account.State ?? Account.Status;
    if (state === undefined) throw new Error(`Organizations gave account ${account} no state`);
    const tags = await this.#readTags(account);
    const units = unitsOf(Account.Paths?.[0], account);
    return units === undefined
      ? { state, tags, units, parent: await this.#readParent(account) }
      : { state, tags, units };
  }

  /** OUs above the account, nearest first, from its own parent on. */
  async #walk(account: AccountId, parent: string): Promise<readonly string[]> {
    const units: string[] = [];
    let id = parent;
    while (!id.startsWith('r-')) {
      units.push(id);
      if (units.length > DEEPEST) throw new Error(`account ${account} has no root above it`);
      id = await this.#parentOf(id);
    }
    return units;
  }

  #parentOf(id: string): Promise<string> {
    return this.#parents.get(id, () => this.#readParent(id));
  }

  async #readParent(id: string): Promise<string> {
    const { Parents } = await this.#organizations.send(new ListParentsCommand({ ChildId: id }));
    const parent = Parents?.[0]?.Id;
    if (parent === undefined) throw new Error(`Organizations named no parent of ${id}`);
    return parent;
  }

  async #readTags(id: string): Promise<ReadonlyMap<string, string>> {
    const tags = new Map<string, string>();
    let token: string | undefined;
    do {
      await this.#tagReads?.turn();
      const page: { readonly NextToken?: string | undefined; readonly Tags?: readonly TagEntry[] | undefined } =
        await this.#organizations.send(new ListTagsForResourceCommand({ ResourceId: id, NextToken: token }));
      for (const { Key, Value } of page.Tags ?? []) tags.set(Key ?? '', Value ?? '');
      token = page.NextToken;
    } while (token !== undefined && token !== '');
    return tags;
  }
}

/** What belongs to one account alone: it may move, so where it is counts. */
type AccountItself = Pick<AccountProfile, 'state' | 'tags'> &
  (
    | { /** OUs above it, nearest first. */ readonly units: readonly string[] }
    | { readonly units: undefined; readonly parent: string }
  );

interface TagEntry {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

/** The OUs in a path `o-…/r-…/ou-…/ou-…/123456789012/`, nearest first; undefined when it does not read like one. */
function unitsOf(path: string | undefined, account: AccountId): readonly string[] | undefined {
  const [organization, root, ...rest] = (path ?? '').split('/').filter((part) => part !== '');
  if (organization?.startsWith('o-') !== true || root?.startsWith('r-') !== true) return undefined;
  const units = rest.at(-1) === account ? rest.slice(0, -1) : rest;
  return units.every((id) => id.startsWith('ou-')) ? units.reverse() : undefined;
}
