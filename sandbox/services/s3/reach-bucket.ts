import { AwsError } from '../../aws-error';
import type { Directory } from '../../organization/directory';
import { isOptInRegion } from '../../organization/disabled-regions';
import type { Bucket } from './bucket';
import type { BucketRegistry } from './bucket-registry';
import type { BucketCall } from './operation';
import { illegalBucketLocation, noSuchBucket, permanentRedirect, plainAccessDenied } from './s3-errors';

/** Condition keys that repeat a query parameter or a header. Source: "Condition keys for Amazon S3", Service Authorization Reference. */
const LISTING_KEYS = { prefix: 's3:prefix', 'max-keys': 's3:max-keys' } as const;
const HEADER_KEYS = {
  'x-amz-server-side-encryption': 's3:x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 's3:x-amz-server-side-encryption-aws-kms-key-id',
  'if-none-match': 's3:if-none-match',
} as const;

/** The bucket, after everything that S3 asks before it does anything. Throws AwsError. */
export function reachBucket(request: BucketCall, buckets: BucketRegistry, directory: Directory): Bucket {
  const { call, account, operation, address } = request;
  const bucket = buckets.get(address.bucket);
  if (bucket === undefined) throw noSuchBucket(address.bucket);
  // The endpoint of us-east-1 tells any bucket's location.
  const tellsLocation = operation.name === 'GetBucketLocation' && call.region === 'us-east-1';
  if (bucket.region !== call.region && !tellsLocation) {
    throw isOptInRegion(bucket.region)
      ? illegalBucketLocation(bucket.region)
      : permanentRedirect(bucket.name, bucket.region, address.virtualHosted);
  }
  checkExpectedOwner(call.request.headers['x-amz-expected-bucket-owner'], bucket);
  const state = directory.account(bucket.owner)?.state ?? 'ACTIVE';
  if (state === 'SUSPENDED' || state === 'CLOSED') {
    throw new AwsError('AllAccessDisabled', 'All access to this object has been disabled', 403);
  }
  const named = call.request.query.has('versionId') ? operation.versionAction : undefined;
  request.authorizer.authorize(authorization(request, bucket, named ?? operation.action, request.arn));
  // A bucket's policy is for its owner's account alone, whoever is allowed.
  if (operation.name.endsWith('BucketPolicy') && account !== bucket.owner) {
    throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  }
  return bucket;
}

/** Whether the caller may list the bucket: only then S3 tells that a key is not there. */
export function mayList(request: BucketCall, bucket: Bucket): boolean {
  const arn = request.arn.slice(0, request.arn.indexOf('/'));
  return request.authorizer.decide(authorization(request, bucket, 's3:ListBucket', arn)).allowed;
}

function authorization({ call }: BucketCall, bucket: Bucket, action: string, resource: string) {
  const { query, headers } = call.request;
  const context: Record<string, string> = {
    's3:ResourceAccount': bucket.owner,
    // As with aws:SecureTransport: the loopback stands for the HTTPS endpoint of AWS.
    's3:TlsVersion': '1.3',
  };
  for (const [name, key] of Object.entries(LISTING_KEYS)) context[key] = query.get(name) ?? '';
  for (const [name, key] of Object.entries(HEADER_KEYS)) context[key] = headers[name] ?? '';
  const versionId = query.get('versionId');
  if (versionId !== null) context['s3:VersionId'] = versionId;
  return {
    caller: call.caller,
    action,
    resource,
    resourceAccount: bucket.owner,
    region: call.region,
    context: Object.fromEntries(Object.entries(context).filter(([, value]) => value !== '')),
    ...(bucket.policy === undefined
      ? {}
      : { resourcePolicy: bucket.policy.document, resourcePolicyKind: 'resource-based policy' as const }),
  };
}

function checkExpectedOwner(expected: string | undefined, bucket: Bucket): void {
  if (expected === undefined) return;
  if (!/^\d{12}$/.test(expected)) {
    throw new AwsError(
      'InvalidBucketOwnerAWSAccountID',
      'The value of the expected bucket owner parameter must be an AWS account ID',
      400,
      { fields: { BucketOwner: expected } },
    );
  }
  if (expected !== bucket.owner) throw plainAccessDenied();
}
