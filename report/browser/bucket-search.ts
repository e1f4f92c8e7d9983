import { orderBy, ranksOf } from './order';
import type { PageData } from './page-data';
import type { View } from './view';

export type BucketColumn = 'bucket' | 'account' | 'region' | 'verdict' | 'reason' | 'changer' | 'bytes' | 'at';

/** Which rows a view shows and in which order. What a search and a sort need is worked out once and kept. */
export class BucketSearch {
  readonly #data: PageData;
  readonly #names: readonly string[];
  readonly #dictionaries: readonly (readonly [numbers: readonly number[], texts: readonly string[]])[];
  readonly #accountNumbers: ReadonlyMap<string, number>;
  readonly #orders = new Map<string, Uint32Array>();

  constructor(data: PageData) {
    this.#data = data;
    this.#names = data.bucket.map((name) => name.toLowerCase());
    const lower = (text: string): string => text.toLowerCase();
    this.#dictionaries = [
      [data.account, data.accounts.map(([id, name]) => lower(`${id}\n${name}`))],
      [data.region, data.regions.map(lower)],
      [data.verdict, data.verdicts.map(lower)],
      [data.reason, data.reasons.map(([code, text]) => lower(`${code}\n${text}`))],
      [data.changer, data.changers.map(([principal, tool]) => lower(`${principal}\n${tool}`))],
    ];
    this.#accountNumbers = new Map(data.accounts.map(([id], number) => [id, number]));
  }

  /** Row numbers, in the order in which they are shown. */
  find(view: View): Uint32Array {
    const order = this.#order(view.sort.column, view.sort.descending);
    const words = view.search
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const wanted = this.#wanted(view);
    const hits = words.map((word) =>
      this.#dictionaries.map(([, texts]) => flags(texts, (text) => text.includes(word))),
    );
    const found = new Uint32Array(order.length);
    let count = 0;
    for (const row of order) {
      if (!wanted.every(([numbers, accepted]) => accepted[numbers[row] ?? -1] === 1)) continue;
      if (!words.every((word, at) => this.#has(row, word, hits[at] ?? []))) continue;
      found[count] = row;
      count += 1;
    }
    return found.subarray(0, count);
  }

  #wanted({ verdicts, region, reason, account }: View): readonly (readonly [readonly number[], Uint8Array])[] {
    const data = this.#data;
    const wanted: (readonly [readonly number[], Uint8Array])[] = [];
    if (verdicts.length > 0) wanted.push([data.verdict, flags(data.verdicts, (text) => verdicts.includes(text))]);
    if (region !== '') wanted.push([data.region, flags(data.regions, (text) => text === region)]);
    if (reason !== '') wanted.push([data.reason, flags(data.reasons, ([code]) => code === reason)]);
    if (account !== '') {
      const accepted = new Uint8Array(data.accounts.length);
      const number = this.#accountNumbers.get(account);
      if (number !== undefined) accepted[number] = 1;
      wanted.push([data.account, accepted]);
    }
    return wanted;
  }

  #has(row: number, word: string, hits: readonly Uint8Array[]): boolean {
    if (this.#names[row]?.includes(word)) return true;
    return this.#dictionaries.some(([numbers], at) => hits[at]?.[numbers[row] ?? -1] === 1);
  }

  #order(column: string, descending: boolean): Uint32Array {
    const name = `${descending ? '-' : ''}${column}`;
    const known = this.#orders.get(name);
    if (known !== undefined) return known;
    const order = orderBy(this.#keys(column), descending);
    this.#orders.set(name, order);
    return order;
  }

  #keys(column: string): ArrayLike<number> {
    const data = this.#data;
    switch (column as BucketColumn) {
      case 'account':
        return data.account;
      case 'region':
        return ranked(data.region, data.regions);
      case 'verdict':
        return ranked(data.verdict, data.verdicts);
      case 'reason':
        return ranked(
          data.reason,
          data.reasons.map(([, text]) => text),
        );
      case 'changer':
        return ranked(
          data.changer,
          data.changers.map(([principal]) => principal),
        );
      case 'bytes':
        return data.bucket.map((_, row) => data.uploads[row]?.[2] ?? 0);
      case 'at':
        return data.at;
      default:
        return data.bucket.map((_, row) => row);
    }
  }
}

function flags<Value>(values: readonly Value[], accepted: (value: Value) => boolean): Uint8Array {
  return Uint8Array.from(values, (value) => (accepted(value) ? 1 : 0));
}

/** Places in the alphabet; -1, which is none, comes before all. */
function ranked(numbers: readonly number[], values: readonly string[]): Uint32Array {
  const ranks = ranksOf(values);
  return Uint32Array.from(numbers, (number) => (number < 0 ? 0 : (ranks[number] ?? 0) + 1));
}
