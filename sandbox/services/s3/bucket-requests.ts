import { BODY_HEADERS, type Operation, type OperationName, OWNER_HEADER } from './operation';

/** The calls on a bucket's configuration that consist of a method and a subresource. */
function read(name: OperationName, marker: string, action: string): Operation {
  return { name, on: 'bucket', method: 'GET', marker, action, headers: [OWNER_HEADER] };
}

function write(name: OperationName, marker: string, action: string, eventName: string): Operation {
  const headers = [...BODY_HEADERS, OWNER_HEADER];
  return { name, on: 'bucket', method: 'PUT', marker, action, eventName, headers, checksumRequired: true };
}

function remove(name: OperationName, marker: string, action: string): Operation {
  return { name, on: 'bucket', method: 'DELETE', marker, action, eventName: name, headers: [OWNER_HEADER] };
}

/** ListBuckets, and everything that is done to a bucket itself. */
export const BUCKET_REQUESTS: readonly Operation[] = [
  {
    name: 'ListBuckets',
    on: 'service',
    method: 'GET',
    action: 's3:ListAllMyBuckets',
    query: ['max-buckets', 'continuation-token', 'prefix', 'bucket-region'],
  },
  {
    name: 'CreateBucket',
    on: 'bucket',
    method: 'PUT',
    action: 's3:CreateBucket',
    eventName: 'CreateBucket',
    headers: [...BODY_HEADERS, 'x-amz-acl', 'x-amz-object-ownership', 'x-amz-bucket-object-lock-enabled'],
  },
  { name: 'HeadBucket', on: 'bucket', method: 'HEAD', action: 's3:ListBucket', headers: [OWNER_HEADER] },
  {
    name: 'DeleteBucket',
    on: 'bucket',
    method: 'DELETE',
    action: 's3:DeleteBucket',
    eventName: 'DeleteBucket',
    headers: [OWNER_HEADER],
  },
  read('GetBucketLocation', 'location', 's3:GetBucketLocation'),
  read('GetBucketLifecycleConfiguration', 'lifecycle', 's3:GetLifecycleConfiguration'),
  {
    ...write('PutBucketLifecycleConfiguration', 'lifecycle', 's3:PutLifecycleConfiguration', 'PutBucketLifecycle'),
    headers: [...BODY_HEADERS, OWNER_HEADER, 'x-amz-transition-default-minimum-object-size'],
  },
  remove('DeleteBucketLifecycle', 'lifecycle', 's3:PutLifecycleConfiguration'),
  read('GetBucketTagging', 'tagging', 's3:GetBucketTagging'),
  write('PutBucketTagging', 'tagging', 's3:PutBucketTagging', 'PutBucketTagging'),
  remove('DeleteBucketTagging', 'tagging', 's3:PutBucketTagging'),
  read('GetBucketPolicy', 'policy', 's3:GetBucketPolicy'),
  write('PutBucketPolicy', 'policy', 's3:PutBucketPolicy', 'PutBucketPolicy'),
  remove('DeleteBucketPolicy', 'policy', 's3:DeleteBucketPolicy'),
  read('GetBucketVersioning', 'versioning', 's3:GetBucketVersioning'),
  write('PutBucketVersioning', 'versioning', 's3:PutBucketVersioning', 'PutBucketVersioning'),
  read('GetBucketEncryption', 'encryption', 's3:GetEncryptionConfiguration'),
  write('PutBucketEncryption', 'encryption', 's3:PutEncryptionConfiguration', 'PutBucketEncryption'),
  read('GetPublicAccessBlock', 'publicAccessBlock', 's3:GetBucketPublicAccessBlock'),
  write('PutPublicAccessBlock', 'publicAccessBlock', 's3:PutBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'),
  read('GetBucketOwnershipControls', 'ownershipControls', 's3:GetBucketOwnershipControls'),
  write(
    'PutBucketOwnershipControls',
    'ownershipControls',
    's3:PutBucketOwnershipControls',
    'PutBucketOwnershipControls',
  ),
  read('GetBucketAcl', 'acl', 's3:GetBucketAcl'),
  read('GetBucketLogging', 'logging', 's3:GetBucketLogging'),
  read('GetBucketNotificationConfiguration', 'notification', 's3:GetBucketNotification'),
  read('GetBucketReplication', 'replication', 's3:GetReplicationConfiguration'),
  read('GetBucketWebsite', 'website', 's3:GetBucketWebsite'),
];
