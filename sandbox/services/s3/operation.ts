import type { Authorizer } from '../../policy/authorizer';
import type { Call } from '../../wire/message';
import type { Address } from './address';

export type OperationName =
  | 'ListBuckets'
  | 'CreateBucket'
  | 'HeadBucket'
  | 'DeleteBucket'
  | 'GetBucketLocation'
  | 'GetBucketLifecycleConfiguration'
  | 'PutBucketLifecycleConfiguration'
  | 'DeleteBucketLifecycle'
  | 'GetBucketTagging'
  | 'PutBucketTagging'
  | 'DeleteBucketTagging'
  | 'GetBucketPolicy'
  | 'PutBucketPolicy'
  | 'DeleteBucketPolicy'
  | 'GetBucketVersioning'
  | 'PutBucketVersioning'
  | 'GetBucketEncryption'
  | 'PutBucketEncryption'
  | 'GetPublicAccessBlock'
  | 'PutPublicAccessBlock'
  | 'GetBucketOwnershipControls'
  | 'PutBucketOwnershipControls'
  | DefaultReadName
  | ObjectOperationName;

/** Reads of what nobody can set here. */
export type DefaultReadName =
  | 'GetBucketAcl'
  | 'GetBucketLogging'
  | 'GetBucketNotificationConfiguration'
  | 'GetBucketReplication'
  | 'GetBucketWebsite';

export type ObjectOperationName =
  | 'ListObjectsV2'
  | 'ListObjectVersions'
  | 'PutObject'
  | 'GetObject'
  | 'HeadObject'
  | 'DeleteObject'
  | 'ListMultipartUploads'
  | 'CreateMultipartUpload'
  | 'UploadPart'
  | 'ListParts'
  | 'AbortMultipartUpload'
  | 'CompleteMultipartUpload';

export interface Operation {
  readonly name: OperationName;
  readonly on: 'service' | 'bucket' | 'object';
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** The query parameter by which it is known among those of its method, such as `lifecycle`. */
  readonly marker?: string;
  /** Further query parameters that it takes. */
  readonly query?: readonly string[];
  /** IAM action. Source: "Actions, resources, and condition keys for Amazon S3", Service Authorization Reference. */
  readonly action: string;
  /** IAM action of a call that names a `versionId`. */
  readonly versionAction?: string;
  /** CloudTrail's name of a call that writes to the bucket itself; a read has none, nor has a call on objects. */
  readonly eventName?: string;
  /** `x-amz-` headers beyond those of every call, in lower case; one that ends in `*` stands for all that begin so. */
  readonly headers?: readonly string[];
  /** Other headers that change what S3 does, and that are not modelled. */
  readonly refusedHeaders?: readonly string[];
  /** S3 refuses the body without one. */
  readonly checksumRequired?: boolean;
}

/** One call on its way: what it asks for, where, and who decides whether it may. */
export interface BucketCall {
  readonly call: Call;
  readonly account: string;
  readonly operation: Operation;
  readonly address: Address;
  /** Of the bucket or the object. */
  readonly arn: string;
  readonly authorizer: Authorizer;
  /** CloudFormation, which alone gives and takes the system tags of a bucket. */
  readonly byCloudFormation: boolean;
}

export const OWNER_HEADER = 'x-amz-expected-bucket-owner';
/** Headers of every call that brings a body. */
export const BODY_HEADERS = ['x-amz-sdk-checksum-algorithm', 'x-amz-trailer', 'x-amz-decoded-content-length'];
