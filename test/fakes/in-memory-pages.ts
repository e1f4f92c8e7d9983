import type { Page } from '../../core/inventory';

/** A page of `rows`, which are in the order of their keys. `from` is the token of the page before; throws for one that is none. */
export function pageOf<Row>(
  rows: readonly { readonly key: string; readonly row: Row }[],
  from: string | null,
  size: number,
): Page<Row> {
  const after = from === null ? null : keyOf(from);
  const rest = after === null ? rows : rows.filter(({ key }) => key > after);
  const last = rest[size - 1];
  return {
    rows: rest.slice(0, size).map(({ row }) => row),
    next: last === undefined || rest.length <= size ? null : tokenOf(last.key),
  };
}

function tokenOf(key: string): string {
  return Buffer.from(JSON.stringify({ after: key })).toString('base64url');
}

function keyOf(token: string): string {
  try {
    const { after } = JSON.parse(Buffer.from(token, 'base64url').toString()) as { readonly after?: unknown };
    if (typeof after === 'string') return after;
  } catch {
    // said below
  }
  throw new Error(`this is no token of a listing: ${token}`);
}

/** Texts in the order of their UTF-16 units, which is that of their bytes where they are ASCII. */
export class SortedTexts {
  readonly #texts: string[] = [];

  add(text: string): void {
    this.#texts.splice(this.#firstFrom(text), 0, text);
  }

  /** Those after `after` up to and with `through`, at most `limit`; null is open. */
  range(after: string | null, through: string | null, limit: number): readonly string[] {
    let index = after === null ? 0 : this.#firstFrom(after);
    if (after !== null && this.#texts[index] === after) index += 1;
    const found: string[] = [];
    for (; found.length < limit; index += 1) {
      const text = this.#texts[index];
      if (text === undefined || (through !== null && text > through)) break;
      found.push(text);
    }
    return found;
  }

  /** Index of the first one that is `text` or greater. */
  #firstFrom(text: string): number {
    let low = 0;
    let high = this.#texts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#texts[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
