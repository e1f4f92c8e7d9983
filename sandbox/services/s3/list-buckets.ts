import { createHash } from 'node:crypto';
import { renderXml } from '../../wire/xml';
import type { Bucket } from './bucket';
import { invalidArgument } from './s3-errors';
import { S3_NAMESPACE } from './xml-body';

const MAXIMUM_PAGE = 10_000;

/**
 * The answer to ListBuckets over an account's buckets. `BucketRegion` appears only if at least one parameter was sent. Throws AwsError
 * InvalidArgument. Source: "ListBuckets", S3 API Reference.
 */
export function listBuckets(owned: readonly Bucket[], account: string, query: URLSearchParams): string {
  const limit = readLimit(query.get('max-buckets'));
  const prefix = query.get('prefix');
  const region = query.get('bucket-region');
  const after = readToken(query.get('continuation-token'));
  const parameters = ['max-buckets', 'prefix', 'bucket-region', 'continuation-token'];
  const withRegion = parameters.some((name) => query.has(name));
  const matching = owned
    .filter(({ name }) => name.startsWith(prefix ?? '') && (after === undefined || name > after))
    .filter((bucket) => region === null || bucket.region === region)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = matching.slice(0, limit);
  const last = matching.length > page.length ? page.at(-1)?.name : undefined;
  return renderXml(
    'ListAllMyBucketsResult',
    {
      Owner: { ID: createHash('sha256').update(account).digest('hex') },
      Buckets: {
        Bucket: page.map((bucket) => ({
          Name: bucket.name,
          CreationDate: `${bucket.createdAt.toISOString().slice(0, 19)}.000Z`,
          BucketRegion: withRegion ? bucket.region : undefined,
        })),
      },
      ContinuationToken: last === undefined ? undefined : Buffer.from(`after:${last}`).toString('base64'),
      Prefix: prefix ?? undefined,
    },
    { xmlns: S3_NAMESPACE },
  );
}

function readLimit(text: string | null): number {
  if (text === null) return Number.POSITIVE_INFINITY;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAXIMUM_PAGE) {
    throw invalidArgument(`Argument max-buckets must be an integer between 1 and ${MAXIMUM_PAGE}`, 'max-buckets', text);
  }
  return limit;
}

function readToken(token: string | null): string | undefined {
  if (token === null) return undefined;
  const match = /^after:(.+)$/.exec(Buffer.from(token, 'base64').toString('utf8'));
  if (match?.[1] === undefined) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return match[1];
}
