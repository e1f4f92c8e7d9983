/** Where a listing of accounts goes on. */
export interface RosterCursor {
  /** What the next page lists of `parent`. */
  readonly list: 'accounts' | 'units';
  /** An OU or a root; null for the whole organization. */
  readonly parent: string | null;
  /** Organizations' NextToken; null for the first page. */
  readonly token: string | null;
  /** OUs that were found and are still to be gone through. */
  readonly parents: readonly string[];
}

/** As text for others to carry: base64url of JSON. */
export function writeRosterCursor(cursor: RosterCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** Throws TypeError for text that was not written here. */
export function readRosterCursor(text: string): RosterCursor {
  const cursor = parsed(text);
  if (!isCursor(cursor)) throw new TypeError('this is no cursor of a listing of accounts');
  return cursor;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}

function isCursor(value: unknown): value is RosterCursor {
  if (typeof value !== 'object' || value === null) return false;
  const { list, parent, token, parents } = value as Partial<Record<keyof RosterCursor, unknown>>;
  return (
    (list === 'accounts' || list === 'units') &&
    (parent === null || typeof parent === 'string') &&
    (token === null || typeof token === 'string') &&
    Array.isArray(parents) &&
    parents.every((id) => typeof id === 'string')
  );
}
