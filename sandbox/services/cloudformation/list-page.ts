import { AwsError } from '../../aws-error';

const LARGEST_PAGE = 100;

/** One page of a list, as MaxResults (1 to 100, the default) and NextToken ask for it. Throws AwsError ValidationError. */
export function listPage<Item>(
  items: readonly Item[],
  parameters: URLSearchParams,
): { readonly items: readonly Item[]; readonly NextToken: string | undefined } {
  const size = pageSize(parameters.get('MaxResults'));
  const token = parameters.get('NextToken');
  const begin = token === null ? 0 : readToken(token);
  const end = begin + size;
  return { items: items.slice(begin, end), NextToken: end < items.length ? writeToken(end) : undefined };
}

function pageSize(text: string | null): number {
  if (text === null) return LARGEST_PAGE;
  const size = Number(text);
  if (Number.isInteger(size) && size >= 1 && size <= LARGEST_PAGE) return size;
  const bound = size > LARGEST_PAGE ? `less than or equal to ${LARGEST_PAGE}` : 'greater than or equal to 1';
  throw new AwsError(
    'ValidationError',
    `1 validation error detected: Value '${text}' at 'maxResults' failed to satisfy constraint: Member must have value ${bound}`,
  );
}

function writeToken(offset: number): string {
  return Buffer.from(`from ${offset}`).toString('base64url');
}

function readToken(token: string): number {
  const match = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (match === null) throw new AwsError('ValidationError', 'The NextToken is not valid');
  return Number(match[1]);
}
