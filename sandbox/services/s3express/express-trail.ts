import type { AwsError } from '../../aws-error';
import type { Call } from '../../wire/message';
import type { CloudTrail } from '../cloudtrail/cloud-trail';
import { trailParameters } from '../s3/trail-parameters';
import type { Operation, OperationName } from './express-operations';

/** What CloudTrail calls each operation that writes; an operation without a name is not recorded. */
export type EventNames = Readonly<Partial<Record<OperationName, string | undefined>>>;

/**
 * The first four are documented ("Logging with AWS CloudTrail for directory buckets", S3 User Guide). That list has no lifecycle and no
 * tag operations: theirs are the names of the API.
 */
export const EVENT_NAMES: EventNames = {
  CreateBucket: 'CreateBucket',
  DeleteBucket: 'DeleteBucket',
  PutBucketPolicy: 'PutBucketPolicy',
  DeleteBucketPolicy: 'DeleteBucketPolicy',
  PutBucketLifecycleConfiguration: 'PutBucketLifecycleConfiguration',
  DeleteBucketLifecycle: 'DeleteBucketLifecycle',
  TagResource: 'TagResource',
  UntagResource: 'UntagResource',
};

export interface TrailedCall {
  readonly call: Call;
  readonly operation: Operation;
  readonly bucket: string;
  readonly zone: string | undefined;
  readonly arn: string;
  /** Owner of the bucket, or the caller's account where there is no bucket. */
  readonly owner: string;
  readonly error?: AwsError;
}

/** Records a call that wrote or tried to. Shape: "CloudTrail log file examples for directory buckets", S3 User Guide. */
export function recordEvent(trail: CloudTrail, eventNames: EventNames, trailed: TrailedCall): void {
  const { call, operation, bucket, zone, arn, owner, error } = trailed;
  const eventName = eventNames[operation.name];
  if (eventName === undefined) return;
  const isTags = operation.name === 'TagResource' || operation.name === 'UntagResource';
  const address = { bucket, key: '', virtualHosted: false, hostRegion: undefined };
  trail.record({
    call,
    eventSource: 's3express.amazonaws.com',
    eventName,
    requestParameters: {
      ...trailParameters(call.request, address, call.region),
      Host: `s3express-control.${call.region}.amazonaws.com`,
      ...(isTags ? { resourceArn: arn } : {}),
    },
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: call.request.body.length,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': Buffer.from(call.requestId).toString('base64'),
      bytesTransferredOut: 0,
      ...(zone === undefined ? {} : { availabilityZone: zone }),
    },
    ...(operation.name === 'CreateBucket'
      ? {}
      : { resources: [{ accountId: owner, type: 'AWS::S3Express::DirectoryBucket', ARN: arn }] }),
    ...(error === undefined ? {} : { error }),
    resourceOwner: owner,
  });
}
