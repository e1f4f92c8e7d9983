import type { AccountRoster, RosterAccount, RosterPage } from '../../core/sweep/roster';

export interface FakeUnit {
  readonly id: string;
  readonly accounts?: readonly RosterAccount[];
  readonly units?: readonly FakeUnit[];
}

/** The accounts of a tree, a few a page. Pages can be put in the way that fail or are empty. */
export class InMemoryRoster implements AccountRoster {
  readonly #root: FakeUnit;
  readonly #pageSize: number;
  /** The next so many pages are `unavailable`. */
  failures = 0;
  /** The next so many pages are empty, and go on where they began. */
  emptyPages = 0;
  pages = 0;

  constructor(root: FakeUnit, pageSize = 20) {
    this.#root = root;
    this.#pageSize = pageSize;
  }

  async page(under: string | null, from: string | null): Promise<RosterPage> {
    this.pages += 1;
    const start = from === null ? 0 : Number(/^(\d+)$/.exec(from)?.[1] ?? Number.NaN);
    if (Number.isNaN(start)) throw new TypeError('this is no cursor of a listing of accounts');
    if (this.failures > 0) {
      this.failures -= 1;
      return { kind: 'unavailable', message: 'TooManyRequestsException: words' };
    }
    if (this.emptyPages > 0) {
      this.emptyPages -= 1;
      return { kind: 'page', accounts: [], next: String(start) };
    }
    const unit = under === null ? this.#root : find(this.#root, under);
    if (unit === undefined) return { kind: 'unavailable', message: 'ParentNotFoundException: words' };
    const accounts = [...accountsOf(unit)];
    const end = start + this.#pageSize;
    return { kind: 'page', accounts: accounts.slice(start, end), next: end < accounts.length ? String(end) : null };
  }
}

function find(unit: FakeUnit, id: string): FakeUnit | undefined {
  if (unit.id === id) return unit;
  for (const child of unit.units ?? []) {
    const found = find(child, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

function* accountsOf({ accounts = [], units = [] }: FakeUnit): Generator<RosterAccount> {
  yield* accounts;
  for (const unit of units) yield* accountsOf(unit);
}
