import { createHash } from 'node:crypto';
import { renderXml } from '../../wire/xml';
import type { Bucket } from './bucket';
import type { BucketRegistry } from './bucket-registry';
import type { ContinuationTokens } from './continuation-token';
import { invalidArgument, invalidRequest } from './s3-errors';
import { S3_NAMESPACE } from './xml-body';

/** The largest page, and the quota of buckets up to which a listing may do without pages. */
export const MAXIMUM_PAGE = 10_000;

export interface Listing {
  readonly account: string;
  /** Region of the endpoint called. */
  readonly region: string;
  /** The account's quota of buckets. */
  readonly quota: number;
  readonly query: URLSearchParams;
}

/**
 * The answer to ListBuckets. `BucketRegion` appears only if at least one parameter was sent. Throws AwsError InvalidArgument, and
 * InvalidRequest for a call without MaxBuckets by an account whose quota is above 10,000. Source: "ListBuckets", S3 API Reference.
 */
export function listBuckets(buckets: BucketRegistry, tokens: ContinuationTokens, listing: Listing): string {
  const { account, query } = listing;
  const limit = readLimit(query.get('max-buckets'), query.has('continuation-token'));
  const prefix = query.get('prefix');
  const region = readRegion(query.get('bucket-region'), listing.region);
  const scope = `buckets of ${account}`;
  const after = tokens.read(scope, query.get('continuation-token'));
  if (listing.quota > MAXIMUM_PAGE && !query.has('max-buckets')) {
    throw invalidRequest(
      `Unpaginated ListBuckets requests are not supported for accounts with a bucket quota above ${MAXIMUM_PAGE}.`,
    );
  }
  const parameters = ['max-buckets', 'prefix', 'bucket-region', 'continuation-token'];
  const withRegion = parameters.some((name) => query.has(name));
  const page: Bucket[] = [];
  let more = false;
  for (const bucket of buckets.list(account, prefix ?? '', after)) {
    if (region !== undefined && bucket.region !== region) continue;
    if (page.length === limit) {
      more = true;
      break;
    }
    page.push(bucket);
  }
  const last = more ? page.at(-1)?.name : undefined;
  return renderXml(
    'ListAllMyBucketsResult',
    {
      Owner: { ID: ownerId(account) },
      Buckets: {
        Bucket: page.map((bucket) => ({
          Name: bucket.name,
          CreationDate: `${bucket.createdAt.toISOString().slice(0, 19)}.000Z`,
          BucketRegion: withRegion ? bucket.region : undefined,
        })),
      },
      ContinuationToken: last === undefined ? undefined : tokens.give(scope, last),
      Prefix: prefix ?? undefined,
    },
    { xmlns: S3_NAMESPACE },
  );
}

/** Canonical user ID of an account. */
export function ownerId(account: string): string {
  return createHash('sha256').update(account).digest('hex');
}

function readLimit(text: string | null, goesOn: boolean): number {
  if (text === null) return goesOn ? MAXIMUM_PAGE : Number.POSITIVE_INFINITY;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > MAXIMUM_PAGE) {
    throw invalidArgument(`Argument max-buckets must be an integer between 1 and ${MAXIMUM_PAGE}`, 'max-buckets', text);
  }
  return limit;
}

/** Only the endpoint of a Region narrows to it. */
function readRegion(text: string | null, endpointRegion: string): string | undefined {
  if (text === null) return undefined;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(text)) {
    throw invalidArgument(`Argument value ${text} is not a valid AWS Region`, 'bucket-region', text);
  }
  if (text !== endpointRegion) {
    throw invalidArgument(
      `Argument bucket-region must be the Region of the endpoint, ${endpointRegion}`,
      'bucket-region',
      text,
    );
  }
  return text;
}
