import { NotModelledError } from '../../aws-error';
import type { WireRequest } from '../../wire/message';
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
  | 'DeleteBucketPolicy';

export interface Operation {
  readonly name: OperationName;
  /** IAM action. Source: "Actions, resources, and condition keys for Amazon S3", Service Authorization Reference. */
  readonly action: string;
  /** CloudTrail's name of a call that writes; a read has none. */
  readonly eventName?: string;
  /** Headers beyond those of every call, in lower case. */
  readonly headers?: readonly string[];
  readonly query?: readonly string[];
  /** S3 refuses the body without one. */
  readonly checksumRequired?: boolean;
}

const BODY = ['x-amz-sdk-checksum-algorithm', 'x-amz-trailer', 'x-amz-decoded-content-length'];
const EVERY_CALL = ['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token', 'x-amz-user-agent'];
const OWNER = 'x-amz-expected-bucket-owner';
const PRESIGNED = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/i;

const SERVICE: Readonly<Record<string, Operation>> = {
  GET: {
    name: 'ListBuckets',
    action: 's3:ListAllMyBuckets',
    query: ['max-buckets', 'continuation-token', 'prefix', 'bucket-region'],
  },
};

/** By `METHOD subresource`. */
const BUCKET: Readonly<Record<string, Operation>> = {
  'PUT ': {
    name: 'CreateBucket',
    action: 's3:CreateBucket',
    eventName: 'CreateBucket',
    headers: [...BODY, 'x-amz-acl', 'x-amz-object-ownership', 'x-amz-bucket-object-lock-enabled'],
  },
  'HEAD ': { name: 'HeadBucket', action: 's3:ListBucket', headers: [OWNER] },
  'DELETE ': { name: 'DeleteBucket', action: 's3:DeleteBucket', eventName: 'DeleteBucket', headers: [OWNER] },
  'GET location': { name: 'GetBucketLocation', action: 's3:GetBucketLocation', headers: [OWNER] },
  'GET lifecycle': {
    name: 'GetBucketLifecycleConfiguration',
    action: 's3:GetLifecycleConfiguration',
    headers: [OWNER],
  },
  'PUT lifecycle': {
    name: 'PutBucketLifecycleConfiguration',
    action: 's3:PutLifecycleConfiguration',
    eventName: 'PutBucketLifecycle',
    headers: [...BODY, OWNER, 'x-amz-transition-default-minimum-object-size'],
    checksumRequired: true,
  },
  'DELETE lifecycle': {
    name: 'DeleteBucketLifecycle',
    action: 's3:PutLifecycleConfiguration',
    eventName: 'DeleteBucketLifecycle',
    headers: [OWNER],
  },
  'GET tagging': { name: 'GetBucketTagging', action: 's3:GetBucketTagging', headers: [OWNER] },
  'PUT tagging': {
    name: 'PutBucketTagging',
    action: 's3:PutBucketTagging',
    eventName: 'PutBucketTagging',
    headers: [...BODY, OWNER],
    checksumRequired: true,
  },
  'DELETE tagging': {
    name: 'DeleteBucketTagging',
    action: 's3:PutBucketTagging',
    eventName: 'DeleteBucketTagging',
    headers: [OWNER],
  },
  'GET policy': { name: 'GetBucketPolicy', action: 's3:GetBucketPolicy', headers: [OWNER] },
  'PUT policy': {
    name: 'PutBucketPolicy',
    action: 's3:PutBucketPolicy',
    eventName: 'PutBucketPolicy',
    headers: [...BODY, OWNER],
    checksumRequired: true,
  },
  'DELETE policy': {
    name: 'DeleteBucketPolicy',
    action: 's3:DeleteBucketPolicy',
    eventName: 'DeleteBucketPolicy',
    headers: [OWNER],
  },
};

/** Throws NotModelledError for an operation, a query parameter or an `x-amz-` header that is not known here. */
export function readOperation(request: WireRequest, address: Address): Operation {
  const parameters = [...new Set(request.query.keys())].filter((name) => name !== 'x-id' && !PRESIGNED.test(name));
  if (address.key !== '') throw new NotModelledError(`S3 objects (${request.method} ${address.key})`);
  const operation =
    address.bucket === '' ? SERVICE[request.method] : BUCKET[`${request.method} ${parameters.join('&')}`];
  const what = `S3 ${request.method} ${request.rawPath}${request.rawQuery === '' ? '' : `?${request.rawQuery}`}`;
  if (operation === undefined) throw new NotModelledError(what);
  for (const name of address.bucket === '' ? parameters : []) {
    if (!operation.query?.includes(name)) throw new NotModelledError(`the parameter ${name} of ${operation.name}`);
  }
  const known = [...EVERY_CALL, ...(operation.headers ?? [])];
  for (const name of Object.keys(request.headers)) {
    if (!name.startsWith('x-amz-') || known.includes(name)) continue;
    // Checksums are read, and refused where unknown, with the body.
    if (name.startsWith('x-amz-checksum-') && operation.headers?.includes('x-amz-sdk-checksum-algorithm')) continue;
    throw new NotModelledError(`the header ${name} of S3 ${operation.name}`);
  }
  return operation;
}
