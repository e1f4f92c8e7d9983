import { AwsError } from '../../aws-error';
import { callerName } from '../../identity/caller';
import type { Call, WireResponse } from '../../wire/message';
import { policyAnswer, readBucketPolicy } from '../s3/bucket-policy';
import { invalidRequest, noSuchLifecycle } from '../s3/s3-errors';
import { answer, XML_HEADERS } from '../s3/xml-answer';
import { mergeTags, readTagResource, renderTags } from './bucket-tags';
import type { DirectoryBucket } from './directory-bucket';
import { DIRECTORY_BUCKET } from './directory-bucket-policy';
import { readDirectoryLifecycle } from './directory-lifecycle';
import type { OperationName } from './express-operations';

type BucketOperation = (bucket: DirectoryBucket, call: Call) => WireResponse;

export interface DirectoryBucketOperationOptions {
  /** All directory buckets by name. */
  readonly buckets: Map<string, DirectoryBucket>;
  readonly additionalRuleElements: readonly string[];
}

const OWNER_HEADER = 'x-amz-expected-bucket-owner';
const SIZE_HEADER = 'x-amz-transition-default-minimum-object-size';

/** Everything that is done to one existing directory bucket that the caller may reach; throws AwsError. */
export function directoryBucketOperations({
  buckets,
  additionalRuleElements,
}: DirectoryBucketOperationOptions): Readonly<
  Record<Exclude<OperationName, 'ListDirectoryBuckets' | 'CreateBucket'>, BucketOperation>
> {
  return {
    DeleteBucket: ({ name }) => {
      buckets.delete(name);
      return { status: 204 };
    },
    GetBucketLifecycleConfiguration: ({ name, lifecycle }) => {
      if (lifecycle === undefined) throw noSuchLifecycle(name);
      return answer(`<?xml version="1.0" encoding="UTF-8"?>\n${lifecycle}`);
    },
    PutBucketLifecycleConfiguration: (bucket, { request }) => {
      bucket.lifecycle = readDirectoryLifecycle(request.body, additionalRuleElements);
      return { status: 200, headers: XML_HEADERS };
    },
    DeleteBucketLifecycle: (bucket) => {
      bucket.lifecycle = undefined;
      return { status: 204 };
    },
    GetBucketPolicy: policyAnswer,
    PutBucketPolicy: (bucket, { request, caller }) => {
      const document = readBucketPolicy(request.body, bucket.arn, callerName(caller), DIRECTORY_BUCKET);
      bucket.policy = { text: request.body.toString('utf8'), document };
      return { status: 204 };
    },
    DeleteBucketPolicy: (bucket) => {
      bucket.policy = undefined;
      return { status: 204 };
    },
    ListTagsForResource: ({ tags }) => answer(renderTags(tags)),
    TagResource: (bucket, { request }) => {
      bucket.tags = mergeTags(bucket.tags, readTagResource(request.body));
      return { status: 204 };
    },
    UntagResource: (bucket, { request }) => {
      const keys = request.query.getAll('tagKeys');
      if (keys.length === 0) throw invalidRequest('At least one tag key is required.');
      bucket.tags = new Map([...bucket.tags].filter(([key]) => !keys.includes(key)));
      return { status: 204 };
    },
  };
}

/**
 * Throws AwsError for the headers of general purpose buckets that the control endpoint does not take: NotImplemented (501) for the
 * expected owner (documented for DeleteBucket and the operations on policies; for lifecycle it says "not supported"), InvalidRequest for
 * the minimum object size. Source: S3 API Reference.
 */
export function refuseUnsupportedHeaders({ headers }: Call['request']): void {
  if (headers[OWNER_HEADER] !== undefined) {
    throw new AwsError('NotImplemented', 'A header you provided implies functionality that is not implemented.', 501, {
      fields: { Header: OWNER_HEADER },
    });
  }
  if (headers[SIZE_HEADER] !== undefined) {
    throw invalidRequest('TransitionDefaultMinimumObjectSize is not supported for directory buckets.');
  }
}
