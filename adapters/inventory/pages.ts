import type { Item } from './expression';
import type { InventoryTable, Query } from './table';

/** Queries that are gone through in turn, as one listing. */
export interface Listing {
  /** What the listing is of: a token of another listing is refused. */
  readonly name: string;
  readonly queries: readonly Query[];
}

/** Where a page begins: behind the item with that key, or at the beginning of a query. */
interface Position {
  readonly query: number;
  readonly after: Item | undefined;
}

/**
 * One page of a listing, at most `size` items; `next` is null at its end. The last page may be empty. `from` is a token that
 * an earlier page gave, null for the first page; throws for anything else.
 */
export async function pageOf(
  table: InventoryTable,
  listing: Listing,
  size: number,
  from: string | null,
): Promise<{ readonly items: readonly Item[]; readonly next: string | null }> {
  let position = from === null ? { query: 0, after: undefined } : positionOf(from, listing);
  const items: Item[] = [];
  for (;;) {
    const query = listing.queries[position.query];
    if (query === undefined) return { items, next: null };
    if (items.length === size) return { items, next: tokenOf(listing, position) };
    const found = await table.query({ ...query, limit: size - items.length, after: position.after });
    items.push(...found.items);
    position = { query: position.query + (found.last === undefined ? 1 : 0), after: found.last };
  }
}

function tokenOf({ name }: Listing, { query, after }: Position): string {
  return Buffer.from(JSON.stringify({ name, query, after })).toString('base64url');
}

function positionOf(token: string, { name, queries }: Listing): Position {
  const { name: given, query, after } = parsed(token);
  const whole = typeof query === 'number' && Number.isInteger(query) && query >= 0 && query < queries.length;
  if (given !== name || !whole || (after !== undefined && !isKey(after))) {
    throw new Error(`this is no token of the listing ${name}: ${token}`);
  }
  return { query, after };
}

function parsed(token: string): Item {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return typeof value === 'object' && value !== null ? (value as Item) : {};
  } catch {
    return {};
  }
}

function isKey(value: unknown): value is Item {
  if (typeof value !== 'object' || value === null) return false;
  const { pk, sk } = value as Item;
  return (
    typeof pk === 'string' && typeof sk === 'string' && Object.values(value).every((one) => typeof one === 'string')
  );
}
