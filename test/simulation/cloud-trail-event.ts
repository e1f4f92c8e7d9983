import { bucketKind } from '../../core/identifiers';
import type { BucketPlace } from '../../core/ports';
import { xmlParameters } from '../../sandbox/services/cloudtrail/xml-parameters';
import { parseXml } from '../../sandbox/wire/xml';

/** Who makes a call, as CloudTrail tells it. */
export interface Caller {
  readonly userIdentity: Readonly<Record<string, unknown>>;
  readonly userAgent: string;
  readonly sourceIPAddress: string;
}

/** A call that changed a bucket. */
export type BucketCall =
  | { readonly eventName: 'CreateBucket' | 'DeleteBucket' | 'DeleteBucketLifecycle' | 'DeleteBucketTagging' }
  /** `xml`: the body of the request. */
  | { readonly eventName: 'PutBucketLifecycle' | 'PutBucketTagging'; readonly xml: string };

export interface CloudTrailEvent {
  readonly id: string;
  readonly source: string;
  readonly account: string;
  readonly region: string;
  readonly time: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/**
 * The event `AWS API Call via CloudTrail` as EventBridge delivers it. `at`: milliseconds since 1970; CloudTrail tells whole seconds.
 * Sources: "CloudTrail record contents", AWS CloudTrail User Guide; "Amazon S3 CloudTrail events", Amazon S3 User Guide; records
 * of real accounts.
 */
export function cloudTrailEvent(place: BucketPlace, call: BucketCall, caller: Caller, at: number, id: string) {
  const { account, region, bucket } = place;
  const directory = bucketKind(bucket) === 'directory';
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const { userIdentity, userAgent, sourceIPAddress } = caller;
  return {
    version: '0',
    id,
    'detail-type': 'AWS API Call via CloudTrail',
    source: directory ? 'aws.s3express' : 'aws.s3',
    account: account as string,
    time,
    region: region as string,
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity,
      eventTime: time,
      eventSource: directory ? 's3express.amazonaws.com' : 's3.amazonaws.com',
      eventName: directory ? expressName(call.eventName) : call.eventName,
      awsRegion: region,
      sourceIPAddress,
      userAgent: `[${userAgent}]`,
      requestParameters: {
        bucketName: bucket,
        Host: `${bucket}.s3.${region}.amazonaws.com`,
        ...parametersOf(place, call),
      },
      responseElements: null,
      additionalEventData: { SignatureVersion: 'SigV4', AuthenticationMethod: 'AuthHeader' },
      requestID: id,
      eventID: id,
      readOnly: false,
      resources: [
        directory
          ? {
              accountId: account,
              type: 'AWS::S3Express::DirectoryBucket',
              ARN: `arn:aws:s3express:${region}:${account}:bucket/${bucket}`,
            }
          : { accountId: account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
      ],
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: account,
      eventCategory: 'Management',
    },
  } satisfies CloudTrailEvent & Readonly<Record<string, unknown>>;
}

/** S3 Express One Zone has longer names for two of the calls. */
function expressName(name: BucketCall['eventName']): string {
  return name.endsWith('BucketLifecycle') ? `${name}Configuration` : name;
}

/** A bucket in us-east-1 is made without a LocationConstraint. */
function parametersOf({ region }: BucketPlace, call: BucketCall): Readonly<Record<string, unknown>> {
  switch (call.eventName) {
    case 'CreateBucket':
      return region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region } };
    case 'PutBucketLifecycle':
      return { lifecycle: '', LifecycleConfiguration: xmlParameters(parseXml(call.xml)) };
    case 'PutBucketTagging':
      return { tagging: '', Tagging: xmlParameters(parseXml(call.xml)) };
    case 'DeleteBucketLifecycle':
      return { lifecycle: '' };
    case 'DeleteBucketTagging':
      return { tagging: '' };
    case 'DeleteBucket':
      return {};
  }
}
