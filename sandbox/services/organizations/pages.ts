import { invalidInput } from './errors';

/** What the list operations take at most and by default. Source: Organizations service model (`MaxResults`). */
export const LARGEST_PAGE = 20;

interface Position {
  readonly offset: number;
  /** An empty page has been given at this offset. */
  readonly paused: boolean;
}

/**
 * One page of `items`. Between the first page and the rest stands an empty page that carries a token, as the API reference says
 * may happen. Throws AwsError InvalidInputException for a token that is not ours.
 */
export function page<Item>(
  items: readonly Item[],
  request: { readonly MaxResults?: number | undefined; readonly NextToken?: string | undefined },
  defaultSize = LARGEST_PAGE,
): { readonly items: readonly Item[]; readonly NextToken?: string } {
  const size = request.MaxResults ?? defaultSize;
  const position = request.NextToken === undefined ? { offset: 0, paused: false } : readToken(request.NextToken);
  if (position.offset === size && !position.paused) {
    return { items: [], NextToken: writeToken({ offset: position.offset, paused: true }) };
  }
  const end = position.offset + size;
  const chunk = items.slice(position.offset, end);
  return end < items.length
    ? { items: chunk, NextToken: writeToken({ offset: end, paused: false }) }
    : { items: chunk };
}

function writeToken(position: Position): string {
  return Buffer.from(`${position.offset}/${position.paused}`).toString('base64url');
}

function readToken(token: string): Position {
  const match = /^(\d+)\/(true|false)$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw invalidInput('INVALID_PAGINATION_TOKEN', 'You specified an invalid pagination token.');
  return { offset: Number(match[1]), paused: match[2] === 'true' };
}
