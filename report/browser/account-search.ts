import { orderBy, ranksOf } from './order';
import type { PageAccount } from './page-data';
import type { Sort } from './view';

export type AccountColumn = 'id' | 'name' | 'covered' | 'person' | 'buckets' | 'visited';

/** Which accounts are shown and in which order. */
export class AccountSearch {
  readonly #accounts: readonly PageAccount[];
  readonly #texts: readonly string[];

  constructor(accounts: readonly PageAccount[]) {
    this.#accounts = accounts;
    this.#texts = accounts.map(([id, name, standing, , , , , , problems]) =>
      [id, name, standing, ...problems].join('\n').toLowerCase(),
    );
  }

  find(search: string, { column, descending }: Sort): Uint32Array {
    const words = search
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    return orderBy(this.#keys(column), descending).filter((row) =>
      words.every((word) => this.#texts[row]?.includes(word)),
    );
  }

  #keys(column: string): ArrayLike<number> {
    const accounts = this.#accounts;
    switch (column as AccountColumn) {
      case 'name':
        return ranksOf(accounts.map(([, name]) => name));
      case 'covered':
        return accounts.map(([, , , covered, total]) =>
          total === 0 ? 100_001 : Math.floor((covered / total) * 100_000),
        );
      case 'person':
        // by the number that is shown; where it is the same, first those in whose way something stands
        return accounts.map(
          ([, , standing, , , person, , , problems]) =>
            person * 10 + Math.min(9, (standing === '' ? 0 : 1) + problems.length),
        );
      case 'buckets':
        return accounts.map(([, , , , , , buckets]) => buckets);
      case 'visited':
        return accounts.map(([, , , , , , , visitedAt]) => visitedAt);
      default:
        return accounts.map((_, row) => row);
    }
  }
}
