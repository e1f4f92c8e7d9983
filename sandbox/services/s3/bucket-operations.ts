import { AwsError } from '../../aws-error';
import { callerName } from '../../identity/caller';
import type { WireResponse } from '../../wire/message';
import { renderXml } from '../../wire/xml';
import type { Bucket, StoredLifecycle } from './bucket';
import { policyAnswer, readBucketPolicy } from './bucket-policy';
import type { BucketRegistry } from './bucket-registry';
import { type LifecycleOptions, readLifecycle, readMinimumSize } from './lifecycle/store-lifecycle';
import type { BucketCall, DefaultReadName, ObjectOperationName, OperationName } from './operation';
import { noSuchDocument, noSuchLifecycle } from './s3-errors';
import { readTagging, replaceTags, systemTags } from './tagging';
import { answer, XML_HEADERS } from './xml-answer';
import { S3_NAMESPACE } from './xml-body';

/** Does the operation on a bucket that the caller may reach; throws AwsError. */
export type BucketOperation = (bucket: Bucket, request: BucketCall) => WireResponse;

type SettingName = Extract<
  OperationName,
  `${string}${'Versioning' | 'Encryption' | 'PublicAccessBlock' | 'OwnershipControls'}`
>;
type BucketOperationName = Exclude<
  OperationName,
  'ListBuckets' | 'CreateBucket' | SettingName | DefaultReadName | ObjectOperationName
>;

export interface BucketOperationOptions extends LifecycleOptions {
  readonly buckets: BucketRegistry;
  /** Whether this read of the lifecycle shows what was before the last write. */
  readonly readsStale: (bucket: Bucket) => boolean;
  /** A lifecycle was written. */
  readonly onLifecycleWritten: (bucket: Bucket) => void;
}

const MINIMUM_SIZE_HEADER = 'x-amz-transition-default-minimum-object-size';

/** Everything that is done to one existing bucket but for the settings of `BUCKET_SETTINGS` and `DEFAULT_READS`. */
export function bucketOperations(
  options: BucketOperationOptions,
): Readonly<Record<BucketOperationName, BucketOperation>> {
  const writeLifecycle = (bucket: Bucket, lifecycle: StoredLifecycle | undefined) => {
    bucket.lifecycleBefore = bucket.lifecycle;
    bucket.lifecycle = lifecycle;
    options.onLifecycleWritten(bucket);
  };
  return {
    HeadBucket: (bucket) => ({
      status: 200,
      headers: { ...XML_HEADERS, 'x-amz-bucket-region': bucket.region, 'x-amz-access-point-alias': 'false' },
    }),
    DeleteBucket: (bucket) => {
      if (!bucket.objects.isEmpty) throw bucketNotEmpty(bucket);
      options.buckets.delete(bucket);
      return { status: 204 };
    },
    GetBucketLocation: (bucket) =>
      answer(renderXml('LocationConstraint', bucket.locationConstraint, { xmlns: S3_NAMESPACE })),
    GetBucketLifecycleConfiguration: (bucket) => {
      const lifecycle = options.readsStale(bucket) ? bucket.lifecycleBefore : bucket.lifecycle;
      if (lifecycle === undefined) throw noSuchLifecycle(bucket.name);
      return answer(`<?xml version="1.0" encoding="UTF-8"?>\n${lifecycle.xml}`, {
        [MINIMUM_SIZE_HEADER]: lifecycle.transitionDefaultMinimumObjectSize,
      });
    },
    PutBucketLifecycleConfiguration: (bucket, { call }) => {
      const size = readMinimumSize(call.request.headers[MINIMUM_SIZE_HEADER]);
      const xml = readLifecycle(call.request.body, options);
      writeLifecycle(bucket, { xml, transitionDefaultMinimumObjectSize: size });
      return { status: 200, headers: { ...XML_HEADERS, [MINIMUM_SIZE_HEADER]: size } };
    },
    DeleteBucketLifecycle: (bucket) => {
      writeLifecycle(bucket, undefined);
      return { status: 204 };
    },
    GetBucketTagging: ({ name, tags }) => {
      if (tags.size === 0) throw noSuchDocument('NoSuchTagSet', 'The TagSet does not exist', name);
      const list = [...tags].map(([Key, Value]) => ({ Key, Value }));
      return answer(renderXml('Tagging', { TagSet: { Tag: list } }, { xmlns: S3_NAMESPACE }));
    },
    PutBucketTagging: (bucket, { call, byCloudFormation }) => {
      const { body } = call.request;
      bucket.tags = byCloudFormation ? readTagging(body, () => true) : replaceTags(bucket.tags, body);
      return { status: 204 };
    },
    DeleteBucketTagging: (bucket) => {
      bucket.tags = systemTags(bucket.tags);
      return { status: 204 };
    },
    GetBucketPolicy: policyAnswer,
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

function bucketNotEmpty({ name, versioning }: Bucket): AwsError {
  const more = versioning === undefined ? '' : ' You must delete all versions in the bucket.';
  return new AwsError('BucketNotEmpty', `The bucket you tried to delete is not empty.${more}`, 409, {
    fields: { BucketName: name },
  });
}
