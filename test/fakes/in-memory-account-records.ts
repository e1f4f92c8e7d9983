import type { AccountId } from '../../core/identifiers';
import type { Page } from '../../core/inventory';
import type { Verdict } from '../../core/outcome';
import type { AccountProfile } from '../../core/ports';
import type { Reason } from '../../core/reasons';
import type { AccountRecord, AccountRecords, FleetProblem } from '../../core/sweep/account-record';
import { pageOf } from './in-memory-pages';
import { InMemoryPart, type ItemWrites } from './in-memory-part';

type Counts = AccountRecord['counts'];

/** What is known of accounts, in memory. */
export class InMemoryAccountRecords extends InMemoryPart implements AccountRecords {
  readonly #pageSize: number;
  readonly #accounts = new Map<AccountId, AccountRecord>();
  readonly #hints = new Map<AccountId, number>();
  readonly #problems = new Map<string, FleetProblem>();

  constructor(writes: ItemWrites, pageSize: number) {
    super(writes);
    this.#pageSize = pageSize;
  }

  account(account: AccountId): Promise<AccountRecord | undefined> {
    return this.call('account', () => this.#accounts.get(account));
  }

  accounts(accounts: readonly AccountId[]): Promise<readonly AccountRecord[]> {
    return this.call('accounts', () => {
      if (accounts.length > 100)
        throw new RangeError(`100 accounts at most are asked for at once, not ${accounts.length}`);
      return [...new Set(accounts)].flatMap((account) => this.#accounts.get(account) ?? []);
    });
  }

  byLastVisit(before: string | null, from: string | null): Promise<Page<AccountRecord>> {
    return this.call('byLastVisit', () => {
      const rows = [...this.#accounts.values()]
        .filter(({ visitedAt }) => before === null || visitedAt === null || visitedAt < before)
        .map((row) => ({ key: `${row.visitedAt ?? '0'}#${row.account}`, row }));
      return pageOf(rows.sort(byKey), from, this.#pageSize);
    });
  }

  saveProfile(account: AccountId, name: string | null, profile: AccountProfile, at: number): Promise<void> {
    return this.call('saveProfile', () => {
      const known = this.#known(account);
      const same = known.profile !== null && textOf(known.profile) === textOf(profile);
      if (same && (name === null || name === known.name)) return;
      this.#keep('account', { ...known, name: name ?? known.name, profile, profileAt: new Date(at).toISOString() });
    });
  }

  saveStanding(account: AccountId, verdict: Verdict, reason: Reason, at: number): Promise<void> {
    return this.call('saveStanding', () => {
      const known = this.#known(account);
      const standing = { verdict, reason, at: new Date(at).toISOString() };
      if (known.standing !== null) {
        const { reason: why } = known.standing;
        const same = known.standing.verdict === verdict && why.code === reason.code && why.text === reason.text;
        if (same || known.standing.at > standing.at) return;
      }
      this.#keep('account', { ...known, standing });
    });
  }

  completeVisit(account: AccountId, run: string, at: number): Promise<void> {
    return this.call('completeVisit', () => {
      const known = this.#known(account);
      const visitedAt = new Date(at).toISOString();
      if (known.visitedAt !== null && known.visitedAt > visitedAt) return;
      this.#keep('account', { ...known, visitedAt, visitedBy: run });
    });
  }

  correctCounts(account: AccountId, counts: Counts, version: number): Promise<boolean> {
    return this.call('correctCounts', () => {
      const known = this.#known(account);
      if (known.countsVersion !== version) return false;
      const right = positive(Object.entries(counts));
      if (textOfCounts(right) === textOfCounts(known.counts)) return true;
      this.#keep('counters', { ...known, counts: right, countsVersion: version + 1 });
      return true;
    });
  }

  mayHint(account: AccountId, at: number, seconds: number): Promise<boolean> {
    return this.call('mayHint', () => {
      const last = this.#hints.get(account);
      if (last !== undefined && last > at - seconds * 1000) return false;
      this.#hints.set(account, at);
      this.#keep('account', this.#known(account));
      return true;
    });
  }

  saveProblem(problem: FleetProblem): Promise<void> {
    return this.call('saveProblem', () => {
      this.#problems.set(keyOf(problem), problem);
      this.wrote('problem');
    });
  }

  problems(account: AccountId | null, from: string | null): Promise<Page<FleetProblem>> {
    return this.call('problems', () => {
      const rows = [...this.#problems].map(([key, row]) => ({ key, row }));
      const asked = rows.filter(({ row }) => account === null || row.account === account);
      return pageOf(asked.sort(byKey), from, this.#pageSize);
    });
  }

  clearProblem(problem: Pick<FleetProblem, 'account' | 'region' | 'source'>): Promise<void> {
    return this.call('clearProblem', () => {
      if (this.#problems.delete(keyOf(problem))) this.wrote('problem');
    });
  }

  /** Another verdict of one bucket, for the account's counters. */
  count(account: AccountId, was: Verdict | null, verdict: Verdict): void {
    const known = this.#known(account);
    const counts = new Map(Object.entries(known.counts));
    counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    if (was !== null) counts.set(was, (counts.get(was) ?? 0) - 1);
    this.#keep('counters', { ...known, counts: positive([...counts]), countsVersion: known.countsVersion + 1 });
  }

  #known(account: AccountId): AccountRecord {
    return (
      this.#accounts.get(account) ?? {
        account,
        name: null,
        profile: null,
        profileAt: null,
        visitedAt: null,
        visitedBy: null,
        standing: null,
        counts: {},
        countsVersion: 0,
      }
    );
  }

  #keep(kind: 'account' | 'counters', record: AccountRecord): void {
    this.#accounts.set(record.account, record);
    this.wrote(kind);
  }
}

function keyOf({ account, region, source }: Pick<FleetProblem, 'account' | 'region' | 'source'>): string {
  return `${account}#${region ?? '-'}#${source.kind}#${source.name}`;
}

function positive(counts: readonly (readonly [string, number])[]): Counts {
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function textOfCounts(counts: Counts): string {
  return JSON.stringify(Object.entries(counts).sort());
}

function textOf({ state, tags, organizationalUnits }: AccountProfile): string {
  return JSON.stringify([
    state,
    [...tags].sort(),
    organizationalUnits.map(({ id, tags: own }) => [id, [...own].sort()]),
  ]);
}

function byKey(one: { readonly key: string }, other: { readonly key: string }): number {
  return one.key < other.key ? -1 : 1;
}
