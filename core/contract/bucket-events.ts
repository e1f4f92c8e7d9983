/**
 * The CloudTrail events that can make a bucket need another look: what the rules forward, and what the function expects.
 * Names as CloudTrail gives them: `PutBucketLifecycle` for S3, `…Configuration` for S3 Express One Zone. Sources: "Amazon S3
 * CloudTrail events", "Logging with AWS CloudTrail for S3 Express One Zone", Amazon S3 User Guide.
 */
const LIFECYCLE_EVENT_NAMES = [
  'PutBucketLifecycle',
  'DeleteBucketLifecycle',
  'PutBucketLifecycleConfiguration',
  'DeleteBucketLifecycleConfiguration',
] as const;

/** Those after which a bucket has the configuration that was put, and those after which it has none. */
export const LIFECYCLE_PUT_EVENT_NAMES = ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'] as const;
export const LIFECYCLE_DELETED_EVENT_NAMES = ['DeleteBucketLifecycle', 'DeleteBucketLifecycleConfiguration'] as const;

const TAGGING_EVENT_NAMES = ['PutBucketTagging', 'DeleteBucketTagging'] as const;

/** After these a bucket has another lifecycle configuration than before: a new bucket has none. */
export const CONFIGURATION_EVENT_NAMES = ['CreateBucket', ...LIFECYCLE_EVENT_NAMES] as const;

/** After these a bucket may have other tags than before: a bucket can be created with tags. */
export const TAGS_EVENT_NAMES = ['CreateBucket', ...TAGGING_EVENT_NAMES] as const;

/** After these a bucket may need the rule. */
export const RECONCILE_EVENT_NAMES = [...CONFIGURATION_EVENT_NAMES, ...TAGGING_EVENT_NAMES] as const;

export const DELETED_EVENT_NAME = 'DeleteBucket';

/** All that is forwarded. */
export const BUCKET_EVENT_NAMES = [...RECONCILE_EVENT_NAMES, DELETED_EVENT_NAME] as const;

/** EventBridge `source` values; nobody outside AWS can set a source that begins `aws.`. */
export const BUCKET_EVENT_SOURCES = ['aws.s3', 'aws.s3express'] as const;

/** CloudTrail `eventSource` values that belong to those sources. */
export const BUCKET_EVENT_SERVICES = ['s3.amazonaws.com', 's3express.amazonaws.com'] as const;

export const BUCKET_EVENT_DETAIL_TYPE = 'AWS API Call via CloudTrail';
