import type { AccountId } from '../core/identifiers';
import type { BucketPlace, TagsRead } from '../core/ports';
import type { S3Calls } from './s3-calls';
import { answerRoot, childText, listed, unreadable } from './wire/answer-xml';

/** GetBucketTagging. Throws what S3 answers with, no tags among it. Source: Amazon S3 API Reference. */
export async function readBucketTags(calls: S3Calls, { account, region, bucket }: BucketPlace): Promise<TagsRead> {
  const query = { tagging: '' };
  const { body } = await calls.send({ kind: 's3', method: 'GET', region, bucket, query, expectedOwner: account });
  const tags = tagsIn(body, 'Tagging', 'TagSet');
  if (tags === undefined) throw unreadable('there is no TagSet in it');
  return { kind: 'found', tags };
}

/** ListTagsForResource, which the tags of directory buckets have. Throws what S3 answers with. Source: Amazon S3 Control API Reference. */
export async function readDirectoryBucketTags(
  calls: S3Calls,
  { account, region }: { readonly account: AccountId; readonly region: BucketPlace['region'] },
  bucketArn: string,
): Promise<TagsRead> {
  const path = `/v20180820/tags/${bucketArn.split('/').map(encodeURIComponent).join('/')}`;
  const headers = { 'x-amz-account-id': account };
  const { body } = await calls.send({ kind: 's3express-tags', method: 'GET', region, path, query: {}, headers });
  const tags = tagsIn(body, 'ListTagsForResourceResult', 'Tags') ?? new Map();
  return tags.size === 0 ? { kind: 'none' } : { kind: 'found', tags };
}

function tagsIn(body: Buffer, root: string, list: string): ReadonlyMap<string, string> | undefined {
  const tags = listed(answerRoot(body, root), list, 'Tag');
  return tags && new Map(tags.map((tag) => [childText(tag, 'Key') ?? '', childText(tag, 'Value') ?? '']));
}
