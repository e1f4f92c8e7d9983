import { AwsError, NotModelledError } from '../../../aws-error';
import type { WireRequest } from '../../../wire/message';
import type { Bucket } from '../bucket';
import { invalidArgument } from '../s3-errors';

const KEPT = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const ENCRYPTION = 'x-amz-server-side-encryption';
const KMS_KEY = `${ENCRYPTION}-aws-kms-key-id`;
const BUCKET_KEY = `${ENCRYPTION}-bucket-key-enabled`;
const USER_METADATA = 'x-amz-meta-';
const MAXIMUM_METADATA_BYTES = 2048;

/**
 * What an object keeps of the headers of PutObject or CreateMultipartUpload, as GetObject repeats it; encrypted as the bucket says where
 * the request says nothing. Throws AwsError InvalidArgument or MetadataTooLarge. Source: "PutObject", S3 API Reference.
 */
export function contentHeaders({ headers }: WireRequest, bucket: Bucket): Readonly<Record<string, string>> {
  const kept: Record<string, string> = { 'content-type': 'binary/octet-stream' };
  let metadataBytes = 0;
  for (const [name, given] of Object.entries(headers)) {
    if (name.startsWith(USER_METADATA)) metadataBytes += name.length - USER_METADATA.length + Buffer.byteLength(given);
    else if (!KEPT.includes(name)) continue;
    const value = name === 'content-encoding' ? withoutChunks(given) : given;
    if (value !== '') kept[name] = value;
  }
  if (metadataBytes > MAXIMUM_METADATA_BYTES) {
    throw new AwsError('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size');
  }
  return { ...kept, ...encryptionHeaders(headers, bucket) };
}

/** Those of an object's headers that the answer to a write repeats. */
export function encryptionOf(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith(ENCRYPTION)));
}

function encryptionHeaders(headers: WireRequest['headers'], bucket: Bucket): Record<string, string> {
  const given = headers[ENCRYPTION];
  if (given === 'aws:kms:dsse') throw new NotModelledError('encryption in two layers (aws:kms:dsse)');
  if (given !== undefined && given !== 'AES256' && given !== 'aws:kms') {
    throw invalidArgument('The encryption method specified is not supported', ENCRYPTION, given);
  }
  const ownKey = headers[KMS_KEY];
  if (ownKey !== undefined && given !== 'aws:kms') {
    throw invalidArgument(
      'The header x-amz-server-side-encryption-aws-kms-key-id needs x-amz-server-side-encryption aws:kms.',
      KMS_KEY,
      ownKey,
    );
  }
  const algorithm = given ?? bucket.encryption.algorithm;
  if (algorithm !== 'aws:kms') return { [ENCRYPTION]: algorithm };
  const key = ownKey ?? bucket.encryption.kmsKeyId;
  const bucketKey = headers[BUCKET_KEY] ?? String(bucket.encryption.bucketKey);
  return {
    [ENCRYPTION]: algorithm,
    ...(key === undefined ? {} : { [KMS_KEY]: key }),
    ...(bucketKey === 'true' ? { [BUCKET_KEY]: 'true' } : {}),
  };
}

/** `aws-chunked` is about the transport and not kept. */
function withoutChunks(encoding: string): string {
  return encoding
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',');
}
