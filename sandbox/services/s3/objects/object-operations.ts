import { createHash, randomBytes } from 'node:crypto';
import { AwsError } from '../../../aws-error';
import type { Clock } from '../../../clock';
import type { WireRequest } from '../../../wire/message';
import type { Bucket } from '../bucket';
import type { BucketOperation } from '../bucket-operations';
import type { BucketCall } from '../operation';
import { mayList } from '../reach-bucket';
import { plainAccessDenied } from '../s3-errors';
import { contentHeaders, encryptionOf } from './content-headers';
import { isDeleteMarker, noSuchKey, noSuchVersion, notImplemented, preconditionFailed } from './object-errors';
import type { ObjectContent, ObjectVersion } from './object-store';

const LONGEST_KEY_BYTES = 1024;

/** PutObject, GetObject, HeadObject and DeleteObject, with versions where the bucket keeps them. Ranges are not modelled. */
export function objectOperations(
  clock: Clock,
): Readonly<Record<'PutObject' | 'GetObject' | 'HeadObject' | 'DeleteObject', BucketOperation>> {
  return {
    PutObject: (bucket, { call, address }) => {
      const { request } = call;
      checkNoneThere(bucket, address.key, request.headers['if-none-match']);
      const headers = contentHeaders(request, bucket);
      const etag = createHash('md5').update(request.body).digest('hex');
      const checksum = checksumHeaders(request);
      const stored = addObject(bucket, address.key, { body: request.body, etag, headers, checksum }, clock.now());
      return {
        status: 200,
        headers: { etag: `"${etag}"`, ...encryptionOf(headers), ...checksum, ...versionHeader(bucket, stored) },
      };
    },
    GetObject: readObject,
    HeadObject: readObject,
    DeleteObject: (bucket, { call, address }) => {
      const versionId = call.request.query.get('versionId');
      if (versionId !== null) {
        const removed = bucket.objects.remove(address.key, versionId);
        const marker = removed !== undefined && removed.content === undefined;
        return {
          status: 204,
          headers: { 'x-amz-version-id': versionId, ...(marker ? { 'x-amz-delete-marker': 'true' } : {}) },
        };
      }
      if (bucket.versioning === undefined) {
        bucket.objects.remove(address.key, 'null');
        return { status: 204 };
      }
      const marker = addVersion(bucket, address.key, undefined, clock.now());
      return { status: 204, headers: { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId } };
    },
  };
}

/** Stores the newest version of an object, whole. Throws AwsError KeyTooLongError. */
export function addObject(bucket: Bucket, key: string, content: ObjectContent, now: Date): ObjectVersion {
  checkKey(key);
  return addVersion(bucket, key, content, now);
}

/** Throws AwsError KeyTooLongError. */
export function checkKey(key: string): void {
  if (Buffer.byteLength(key) <= LONGEST_KEY_BYTES) return;
  throw new AwsError('KeyTooLongError', 'Your key is too long', 400, {
    fields: { Size: String(Buffer.byteLength(key)), MaxSizeAllowed: String(LONGEST_KEY_BYTES) },
  });
}

/** `x-amz-version-id`, where the bucket has ever kept versions. */
export function versionHeader(bucket: Bucket, version: ObjectVersion): Readonly<Record<string, string>> {
  return bucket.versioning === undefined ? {} : { 'x-amz-version-id': version.versionId };
}

/** The checksum that came with a body, verified before; as headers. */
export function checksumHeaders({ headers }: WireRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.startsWith('x-amz-checksum-') && name !== 'x-amz-checksum-type'),
  );
}

function addVersion(bucket: Bucket, key: string, content: ObjectContent | undefined, now: Date): ObjectVersion {
  const versionId = bucket.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : 'null';
  const version = { key, versionId, lastModified: now, content };
  bucket.objects.add(version);
  return version;
}

/** `If-None-Match: *` asks that no object of that key is there. Source: "Conditional writes", S3 User Guide. */
function checkNoneThere(bucket: Bucket, key: string, header: string | undefined): void {
  if (header === undefined) return;
  if (header !== '*') throw notImplemented('If-None-Match');
  if (bucket.objects.newest(key)?.content !== undefined) throw preconditionFailed('If-None-Match');
}

const readObject: BucketOperation = (bucket, request) => {
  const { query, headers } = request.call.request;
  const { version, content } = findObject(bucket, request, query.get('versionId'));
  const checksum = headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' ? content.checksum : {};
  return {
    status: 200,
    headers: {
      ...content.headers,
      ...checksum,
      ...versionHeader(bucket, version),
      etag: `"${content.etag}"`,
      'last-modified': version.lastModified.toUTCString(),
      'accept-ranges': 'bytes',
    },
    body: content.body,
  };
};

function findObject(
  bucket: Bucket,
  request: BucketCall,
  versionId: string | null,
): { readonly version: ObjectVersion; readonly content: ObjectContent } {
  const { key } = request.address;
  const version = versionId === null ? bucket.objects.newest(key) : bucket.objects.version(key, versionId);
  if (version?.content !== undefined) return { version, content: version.content };
  if (versionId !== null) throw version === undefined ? noSuchVersion(key, versionId) : isDeleteMarker(key);
  if (!mayList(request, bucket)) throw plainAccessDenied();
  throw noSuchKey(key, version !== undefined);
}
