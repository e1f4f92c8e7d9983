/**
 * The CloudTrail events that can make a bucket need another look: what the rules forward, and what the function expects.
 * Names as CloudTrail gives them (`PutBucketLifecycle`, not `…Configuration`). Source: "Amazon S3 CloudTrail events",
 * Amazon S3 User Guide.
 */
export const BUCKET_EVENT_NAMES = [
  'CreateBucket',
  'PutBucketLifecycle',
  'DeleteBucketLifecycle',
  'PutBucketTagging',
  'DeleteBucketTagging',
] as const;

/** EventBridge `source` values; nobody outside AWS can set a source that begins `aws.`. */
export const BUCKET_EVENT_SOURCES = ['aws.s3', 'aws.s3express'] as const;

/** CloudTrail `eventSource` values that belong to those sources. */
export const BUCKET_EVENT_SERVICES = ['s3.amazonaws.com', 's3express.amazonaws.com'] as const;

export const BUCKET_EVENT_DETAIL_TYPE = 'AWS API Call via CloudTrail';
