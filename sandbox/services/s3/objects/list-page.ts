import { invalidArgument } from '../s3-errors';

const LARGEST_PAGE = 1000;

/**
 * Length of a page of keys, versions, uploads or parts: at most 1,000, however many were asked for. Throws AwsError InvalidArgument.
 */
export function readPageSize(query: URLSearchParams, name: string): number {
  const text = query.get(name);
  if (text === null || text === '') return LARGEST_PAGE;
  const size = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(size <= 2_147_483_647)) {
    const message = /^-\d+$/.test(text)
      ? `Argument ${name} must be an integer between 0 and 2147483647`
      : `Provided ${name} not an integer or within integer range`;
    throw invalidArgument(message, name, text);
  }
  return Math.min(size, LARGEST_PAGE);
}

/** Writes keys as the listing was asked to: as they are, or percent-encoded. Throws AwsError InvalidArgument. */
export function keyEncoding(query: URLSearchParams): (key: string) => string {
  const encoding = query.get('encoding-type');
  if (encoding === null) return (key) => key;
  if (encoding !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encoding);
  }
  return (key) =>
    encodeURIComponent(key)
      .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll('%2F', '/');
}

/** The first `limit` items, and whether there are more. */
export function takePage<Item>(
  items: Iterable<Item>,
  limit: number,
): { readonly page: readonly Item[]; readonly more: boolean } {
  const page: Item[] = [];
  // A page of nothing is the end: there is no place to go on from.
  if (limit === 0) return { page, more: false };
  for (const item of items) {
    if (page.length === limit) return { page, more: true };
    page.push(item);
  }
  return { page, more: false };
}
