import { parseBucketName, type Region, regionOfLocation } from '../core/identifiers';
import type { Element } from '../core/lifecycle/xml-tree';
import type { BucketListing, ListedBucket } from '../core/sweep/survey';
import type { S3Calls } from './s3-calls';
import { answerRoot, childText, listed, unreadable } from './wire/answer-xml';

export type ListedBuckets = Omit<Extract<BucketListing, { kind: 'page' }>, 'kind'>;

/** ListBuckets. Throws what S3 answers with. Source: Amazon S3 API Reference. */
export async function listBucketsPage(
  calls: S3Calls,
  region: Region,
  most: number,
  token: string | null,
): Promise<ListedBuckets> {
  // S3 says where a bucket is only if it is asked with at least one parameter
  const query = { 'max-buckets': String(most), ...(token === null ? {} : { 'continuation-token': token }) };
  const { body } = await calls.send({ kind: 's3', method: 'GET', region, query });
  if (body.length === 0) throw unreadable('there are no Buckets in it');
  const root = answerRoot(body, 'ListAllMyBucketsResult');
  const buckets = listed(root, 'Buckets', 'Bucket');
  if (buckets === undefined) throw unreadable('there are no Buckets in it');
  return pageOf(root, buckets, (bucket) => childText(bucket, 'BucketRegion') ?? '');
}

/** ListDirectoryBuckets. Throws what S3 answers with. Source: Amazon S3 API Reference. */
export async function listDirectoryBucketsPage(
  calls: S3Calls,
  region: Region,
  most: number,
  token: string | null,
): Promise<ListedBuckets> {
  const query = { 'max-directory-buckets': String(most), ...(token === null ? {} : { 'continuation-token': token }) };
  const { body } = await calls.send({ kind: 's3express', method: 'GET', region, query });
  const root = answerRoot(body, 'ListAllMyDirectoryBucketsResult');
  // whether S3 leaves out the list where it is empty is not documented: a bucket that is in no listing is asked for by its name
  return pageOf(root, listed(root, 'Buckets', 'Bucket') ?? [], () => region);
}

function pageOf(root: Element, elements: readonly Element[], regionTextOf: (bucket: Element) => string): ListedBuckets {
  const buckets: ListedBucket[] = [];
  const unreadable: string[] = [];
  for (const element of elements) {
    const name = childText(element, 'Name');
    const bucket = parseBucketName(name);
    const regionText = regionTextOf(element);
    // no Region said is no Region known: only a LocationConstraint means us-east-1 by its absence
    const region = (regionText === '' ? undefined : regionOfLocation(regionText)) ?? null;
    // names that no bucket can have stand for themselves
    if (bucket === undefined) unreadable.push(name ?? '');
    else buckets.push({ bucket, region, regionText, createdAt: timeOf(childText(element, 'CreationDate')) });
  }
  return { buckets, unreadable, next: childText(root, 'ContinuationToken') || null };
}

function timeOf(text: string | undefined): number | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : time;
}
