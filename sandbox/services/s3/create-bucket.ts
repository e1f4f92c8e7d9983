import { AwsError } from '../../aws-error';
import type { WireResponse } from '../../wire/message';
import { Bucket } from './bucket';
import type { BucketRegistry } from './bucket-registry';
import { verifyChecksum } from './checksum';
import { readBucketRequest } from './create-bucket-request';
import type { BucketCall } from './operation';
import { alreadyOwned } from './s3-errors';

/**
 * Does CreateBucket, authorized; also the two actions that tags and object ownership ask for. Throws AwsError.
 * Source: "CreateBucket", S3 API Reference.
 */
export function createBucket(request: BucketCall, buckets: BucketRegistry, now: Date): WireResponse {
  const { call, account, address } = request;
  const { headers } = call.request;
  const wanted = settle(() => readBucketRequest(call.request, call.region));
  const location = wanted.ok ? wanted.value.locationConstraint : '';
  const acl = headers['x-amz-acl'];
  authorizeCreation(request, request.operation.action, {
    ...(location === '' ? {} : { 's3:locationconstraint': location }),
    ...(acl === undefined ? {} : { 's3:x-amz-acl': acl }),
  });
  verifyChecksum(call.request, false);
  if (!wanted.ok) throw wanted.error;
  const { region, locationConstraint, tags } = wanted.value;
  if (headers['x-amz-object-ownership'] !== undefined) {
    authorizeCreation(request, 's3:PutBucketOwnershipControls', {});
  }
  if (tags.size > 0) {
    const requested = [...tags].map(([key, value]) => [`aws:RequestTag/${key}`, value] as const);
    authorizeCreation(request, 's3:TagResource', {
      ...Object.fromEntries(requested),
      'aws:TagKeys': [...tags.keys()],
    });
  }
  const existing = buckets.get(address.bucket);
  if (existing === undefined) {
    const bucket = new Bucket({ name: address.bucket, owner: account, region, locationConstraint }, now);
    bucket.tags = tags;
    buckets.add(bucket);
  } else {
    refuseTaken(existing, account, region);
  }
  return { status: 200, headers: { location: `/${address.bucket}` } };
}

/** Throws AwsError 409: creating a bucket again succeeds in us-east-1 only. Source: "CreateBucket", S3 API Reference. */
function refuseTaken(existing: Bucket, account: string, region: string): void {
  if (existing.owner !== account) {
    throw new AwsError(
      'BucketAlreadyExists',
      'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      409,
      { fields: { BucketName: existing.name } },
    );
  }
  if (existing.region !== 'us-east-1' || region !== 'us-east-1') {
    throw alreadyOwned(existing.name);
  }
}

function authorizeCreation(
  { call, account, arn, authorizer }: BucketCall,
  action: string,
  context: Record<string, string | readonly string[]>,
): void {
  authorizer.authorize({
    caller: call.caller,
    action,
    resource: arn,
    resourceAccount: account,
    region: call.region,
    context,
  });
}

/** Holds an AwsError back until the caller has turned out to be allowed. */
function settle<Value>(read: () => Value): { ok: true; value: Value } | { ok: false; error: AwsError } {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    if (error instanceof AwsError) return { ok: false, error };
    throw error;
  }
}
