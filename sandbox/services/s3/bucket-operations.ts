import { callerName } from '../../identity/caller';
import type { Call, WireResponse } from '../../wire/message';
import { renderXml } from '../../wire/xml';
import type { Bucket } from './bucket';
import { readBucketPolicy } from './bucket-policy';
import { type LifecycleOptions, readLifecycle, readMinimumSize } from './lifecycle/store-lifecycle';
import type { OperationName } from './operations';
import { noSuchDocument } from './s3-errors';
import { readTagging } from './tagging';
import { S3_NAMESPACE } from './xml-body';

/** Does the operation on a bucket that the caller may reach; throws AwsError. */
type BucketOperation = (bucket: Bucket, request: { readonly call: Call; readonly arn: string }) => WireResponse;

const MINIMUM_SIZE_HEADER = 'x-amz-transition-default-minimum-object-size';
export const XML_HEADERS = { 'content-type': 'application/xml' };

/** Everything that is done to one existing bucket. `buckets` are all buckets by name. */
export function bucketOperations(
  buckets: Map<string, Bucket>,
  lifecycleOptions: LifecycleOptions,
): Readonly<Record<Exclude<OperationName, 'ListBuckets' | 'CreateBucket'>, BucketOperation>> {
  return {
    HeadBucket: (bucket) => ({
      status: 200,
      headers: { ...XML_HEADERS, 'x-amz-bucket-region': bucket.region, 'x-amz-access-point-alias': 'false' },
    }),
    DeleteBucket: (bucket) => {
      buckets.delete(bucket.name);
      return { status: 204 };
    },
    GetBucketLocation: (bucket) =>
      answer(renderXml('LocationConstraint', bucket.locationConstraint, { xmlns: S3_NAMESPACE })),
    GetBucketLifecycleConfiguration: ({ name, lifecycle }) => {
      if (lifecycle === undefined) {
        throw noSuchDocument('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', name);
      }
      return answer(`<?xml version="1.0" encoding="UTF-8"?>\n${lifecycle.xml}`, {
        [MINIMUM_SIZE_HEADER]: lifecycle.transitionDefaultMinimumObjectSize,
      });
    },
    PutBucketLifecycleConfiguration: (bucket, { call }) => {
      const size = readMinimumSize(call.request.headers[MINIMUM_SIZE_HEADER]);
      const xml = readLifecycle(call.request.body, lifecycleOptions);
      bucket.lifecycle = { xml, transitionDefaultMinimumObjectSize: size };
      return { status: 200, headers: { ...XML_HEADERS, [MINIMUM_SIZE_HEADER]: size } };
    },
    DeleteBucketLifecycle: (bucket) => {
      bucket.lifecycle = undefined;
      return { status: 204 };
    },
    GetBucketTagging: ({ name, tags }) => {
      if (tags.size === 0) throw noSuchDocument('NoSuchTagSet', 'The TagSet does not exist', name);
      const list = [...tags].map(([Key, Value]) => ({ Key, Value }));
      return answer(renderXml('Tagging', { TagSet: { Tag: list } }, { xmlns: S3_NAMESPACE }));
    },
    PutBucketTagging: (bucket, { call }) => {
      bucket.tags = readTagging(call.request.body);
      return { status: 204 };
    },
    DeleteBucketTagging: (bucket) => {
      bucket.tags = new Map();
      return { status: 204 };
    },
    GetBucketPolicy: ({ name, policy }) => {
      if (policy === undefined) {
        throw noSuchDocument('NoSuchBucketPolicy', 'The bucket policy does not exist', name);
      }
      return { status: 200, headers: { 'content-type': 'application/json' }, body: policy.text };
    },
    PutBucketPolicy: (bucket, { call, arn }) => {
      const document = readBucketPolicy(call.request.body, arn, callerName(call.caller));
      bucket.policy = { text: call.request.body.toString('utf8'), document };
      return { status: 204 };
    },
    DeleteBucketPolicy: (bucket) => {
      bucket.policy = undefined;
      return { status: 204 };
    },
  };
}

/** A document of XML with status 200. */
export function answer(body: string, headers: Readonly<Record<string, string>> = {}): WireResponse {
  return { status: 200, headers: { ...XML_HEADERS, ...headers }, body };
}
