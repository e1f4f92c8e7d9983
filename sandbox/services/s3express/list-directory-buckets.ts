import { renderXml } from '../../wire/xml';
import { invalidArgument } from '../s3/s3-errors';
import { S3_NAMESPACE } from '../s3/xml-body';
import type { DirectoryBucket } from './directory-bucket';

const MAXIMUM_PAGE = 1000;

/**
 * The answer to ListDirectoryBuckets over an account's buckets in one Region, in the order of their names. A page of 0 is empty and its
 * token leads to where it began. Throws AwsError InvalidArgument. Source: "ListDirectoryBuckets", S3 API Reference.
 */
export function listDirectoryBuckets(owned: readonly DirectoryBucket[], query: URLSearchParams): string {
  const limit = readLimit(query.get('max-directory-buckets'));
  const after = readToken(query.get('continuation-token'));
  const rest = owned.filter(({ name }) => name > after).sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = rest.slice(0, limit);
  const token = rest.length > page.length ? `after:${page.at(-1)?.name ?? after}` : undefined;
  return renderXml(
    'ListAllMyDirectoryBucketsResult',
    {
      Buckets: {
        Bucket: page.map(({ name, arn, createdAt }) => ({
          Name: name,
          CreationDate: `${createdAt.toISOString().slice(0, 19)}.000Z`,
          BucketArn: arn,
        })),
      },
      ContinuationToken: token === undefined ? undefined : Buffer.from(token).toString('base64'),
    },
    { xmlns: S3_NAMESPACE },
  );
}

function readLimit(text: string | null): number {
  if (text === null) return MAXIMUM_PAGE;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (limit < 0 || limit > MAXIMUM_PAGE) {
    const name = 'max-directory-buckets';
    throw invalidArgument(`Argument ${name} must be an integer between 0 and ${MAXIMUM_PAGE}`, name, text);
  }
  return limit;
}

/** Name after which the page begins; '' for the first page. */
function readToken(token: string | null): string {
  if (token === null || token === '') return '';
  const match = /^after:(.*)$/.exec(Buffer.from(token, 'base64').toString('utf8'));
  if (match?.[1] === undefined) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return match[1];
}
