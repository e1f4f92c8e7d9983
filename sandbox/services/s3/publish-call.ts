import type { AwsError } from '../../aws-error';
import type { CloudTrail } from '../cloudtrail/cloud-trail';
import type { BucketCall } from './operation';
import { trailParameters } from './trail-parameters';

/** Tells CloudTrail of a call that wrote to a bucket itself or tried to. `owner` is the bucket's, undefined where there was none. */
export function publishCall(
  trail: CloudTrail,
  { call, account, operation, address, arn }: BucketCall,
  owner: string | undefined,
  error?: AwsError,
): void {
  if (operation.eventName === undefined) return;
  const resource = { type: 'AWS::S3::Bucket', ARN: arn };
  trail.record({
    call,
    eventSource: 's3.amazonaws.com',
    eventName: operation.eventName,
    requestParameters: trailParameters(call.request, address, call.region),
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: call.request.body.length,
      AuthenticationMethod: call.request.headers['authorization'] === undefined ? 'QueryString' : 'AuthHeader',
      'x-amz-id-2': Buffer.from(call.requestId).toString('base64'),
      bytesTransferredOut: 0,
    },
    ...(operation.name === 'CreateBucket'
      ? {}
      : { resources: [owner === undefined ? resource : { accountId: owner, ...resource }] }),
    ...(error === undefined ? {} : { error }),
    resourceOwner: owner ?? account,
  });
}
