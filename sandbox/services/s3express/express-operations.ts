import { NotModelledError } from '../../aws-error';
import type { WireRequest } from '../../wire/message';
import type { ExpressAddress } from './express-address';

export type OperationName =
  | 'CreateBucket'
  | 'DeleteBucket'
  | 'ListDirectoryBuckets'
  | 'GetBucketLifecycleConfiguration'
  | 'PutBucketLifecycleConfiguration'
  | 'DeleteBucketLifecycle'
  | 'GetBucketPolicy'
  | 'PutBucketPolicy'
  | 'DeleteBucketPolicy'
  | 'ListTagsForResource'
  | 'TagResource'
  | 'UntagResource';

export interface Operation {
  readonly name: OperationName;
  /** Source: "Actions, resources, and condition keys for Amazon S3 Express", Service Authorization Reference. */
  readonly action: string;
  /** Headers beyond those of every call, in lower case. */
  readonly headers?: readonly string[];
  readonly query?: readonly string[];
  /** S3 refuses the body without one. */
  readonly checksumRequired?: boolean;
}

const BODY = ['x-amz-sdk-checksum-algorithm', 'x-amz-trailer', 'x-amz-decoded-content-length'];
const EVERY_CALL = ['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token', 'x-amz-user-agent'];
const OWNER = 'x-amz-expected-bucket-owner';
const ACCOUNT = 'x-amz-account-id';

/** By `METHOD kind subresource`. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'GET service': {
    name: 'ListDirectoryBuckets',
    action: 's3express:ListAllMyDirectoryBuckets',
    query: ['max-directory-buckets', 'continuation-token'],
  },
  'PUT bucket': { name: 'CreateBucket', action: 's3express:CreateBucket', headers: BODY },
  'DELETE bucket': { name: 'DeleteBucket', action: 's3express:DeleteBucket', headers: [OWNER] },
  'GET bucket lifecycle': {
    name: 'GetBucketLifecycleConfiguration',
    action: 's3express:GetLifecycleConfiguration',
    headers: [OWNER],
  },
  'PUT bucket lifecycle': {
    name: 'PutBucketLifecycleConfiguration',
    action: 's3express:PutLifecycleConfiguration',
    headers: [...BODY, OWNER, 'x-amz-transition-default-minimum-object-size'],
    checksumRequired: true,
  },
  'DELETE bucket lifecycle': {
    name: 'DeleteBucketLifecycle',
    action: 's3express:PutLifecycleConfiguration',
    headers: [OWNER],
  },
  'GET bucket policy': { name: 'GetBucketPolicy', action: 's3express:GetBucketPolicy', headers: [OWNER] },
  'PUT bucket policy': {
    name: 'PutBucketPolicy',
    action: 's3express:PutBucketPolicy',
    headers: [...BODY, OWNER],
    checksumRequired: true,
  },
  'DELETE bucket policy': { name: 'DeleteBucketPolicy', action: 's3express:DeleteBucketPolicy', headers: [OWNER] },
  'GET tags': { name: 'ListTagsForResource', action: 's3express:ListTagsForResource', headers: [ACCOUNT] },
  'POST tags': { name: 'TagResource', action: 's3express:TagResource', headers: [...BODY, ACCOUNT] },
  'DELETE tags': {
    name: 'UntagResource',
    action: 's3express:UntagResource',
    headers: [ACCOUNT],
    query: ['tagKeys'],
  },
};

/** Throws NotModelledError for an operation, a query parameter or an `x-amz-` header that is not known here. */
export function readOperation(request: WireRequest, address: ExpressAddress): Operation {
  const parameters = [...new Set(request.query.keys())].filter((name) => name !== 'x-id');
  if (parameters.includes('session')) {
    throw new NotModelledError(
      "CreateSession: AWS's control endpoint takes the operations modelled here without a session, but SDKs ask for one at an endpoint of their caller's choice unless the client is made with disableS3ExpressSessionAuth (AWS_S3_DISABLE_EXPRESS_SESSION_AUTH=true)",
    );
  }
  const subresource = address.kind === 'bucket' && parameters.length > 0 ? ` ${parameters.join('&')}` : '';
  const operation = OPERATIONS[`${request.method} ${address.kind}${subresource}`];
  if (operation === undefined) {
    throw new NotModelledError(`directory buckets' ${request.method} ${request.rawPath}?${request.rawQuery}`);
  }
  for (const name of address.kind === 'bucket' ? [] : parameters) {
    if (!operation.query?.includes(name)) throw new NotModelledError(`the parameter ${name} of ${operation.name}`);
  }
  const known = [...EVERY_CALL, ...(operation.headers ?? [])];
  for (const name of Object.keys(request.headers)) {
    const isChecksum = name.startsWith('x-amz-checksum-') && known.includes('x-amz-sdk-checksum-algorithm');
    // What S3 Express answers to an MD5, which it does not support, is not known.
    if ((name.startsWith('x-amz-') && !known.includes(name) && !isChecksum) || name === 'content-md5') {
      throw new NotModelledError(`the header ${name} of ${operation.name} on directory buckets`);
    }
  }
  return operation;
}
