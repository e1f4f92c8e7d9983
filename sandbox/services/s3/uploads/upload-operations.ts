import { createHash } from 'node:crypto';
import { NotModelledError } from '../../../aws-error';
import type { Clock } from '../../../clock';
import { callerName } from '../../../identity/caller';
import { renderXml } from '../../../wire/xml';
import type { Bucket } from '../bucket';
import type { BucketOperation } from '../bucket-operations';
import { contentHeaders, encryptionOf } from '../objects/content-headers';
import { addObject, checkKey, checksumHeaders, versionHeader } from '../objects/object-operations';
import type { BucketCall } from '../operation';
import { invalidArgument } from '../s3-errors';
import { answer } from '../xml-answer';
import { S3_NAMESPACE } from '../xml-body';
import { joinParts } from './complete-upload';
import { noSuchUpload } from './upload-errors';
import type { MultipartUpload } from './upload-store';

const LAST_PART = 10_000;
const XMLNS = { xmlns: S3_NAMESPACE };
const ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'];

type Name = 'CreateMultipartUpload' | 'UploadPart' | 'AbortMultipartUpload' | 'CompleteMultipartUpload';

/** What is done to one multipart upload. Source: their pages, S3 API Reference. */
export function uploadOperations(clock: Clock): Readonly<Record<Name, BucketOperation>> {
  return {
    CreateMultipartUpload: (bucket, { call, address }) => {
      checkKey(address.key);
      const headers = contentHeaders(call.request, bucket);
      const checksumAlgorithm = call.request.headers['x-amz-checksum-algorithm']?.toUpperCase();
      if (checksumAlgorithm !== undefined && !ALGORITHMS.includes(checksumAlgorithm)) {
        throw new NotModelledError(`the checksum algorithm ${checksumAlgorithm}`);
      }
      const { uploadId } = bucket.uploads.begin({
        key: address.key,
        initiated: clock.now(),
        initiator: callerName(call.caller),
        headers,
        checksumAlgorithm,
      });
      const tree = { Bucket: bucket.name, Key: address.key, UploadId: uploadId };
      return answer(renderXml('InitiateMultipartUploadResult', tree, XMLNS), {
        ...encryptionOf(headers),
        ...(checksumAlgorithm === undefined ? {} : { 'x-amz-checksum-algorithm': checksumAlgorithm }),
      });
    },
    UploadPart: (bucket, request) => {
      const { query, body } = request.call.request;
      const text = query.get('partNumber') ?? '';
      const partNumber = /^\d{1,5}$/.test(text) ? Number(text) : 0;
      if (partNumber < 1 || partNumber > LAST_PART) {
        const message = `Part number must be an integer between 1 and ${LAST_PART}, inclusive`;
        throw invalidArgument(message, 'partNumber', text);
      }
      const upload = findUpload(bucket, request);
      const etag = createHash('md5').update(body).digest('hex');
      const checksum = checksumHeaders(request.call.request);
      upload.parts.set(partNumber, { partNumber, body, etag, lastModified: clock.now(), checksum });
      return { status: 200, headers: { etag: `"${etag}"`, ...encryptionOf(upload.headers), ...checksum } };
    },
    AbortMultipartUpload: (bucket, request) => {
      bucket.uploads.remove(findUpload(bucket, request));
      return { status: 204 };
    },
    CompleteMultipartUpload: (bucket, request) => {
      const upload = findUpload(bucket, request);
      const content = joinParts(upload, request.call.request.body);
      bucket.uploads.remove(upload);
      const stored = addObject(bucket, upload.key, content, clock.now());
      const path = [bucket.name, ...upload.key.split('/')].map(encodeURIComponent).join('/');
      const tree = {
        Location: `https://s3.${bucket.region}.amazonaws.com/${path}`,
        Bucket: bucket.name,
        Key: upload.key,
        ETag: `"${content.etag}"`,
      };
      return answer(renderXml('CompleteMultipartUploadResult', tree, XMLNS), {
        ...encryptionOf(upload.headers),
        ...versionHeader(bucket, stored),
      });
    },
  };
}

/** The upload that a request names. Throws AwsError NoSuchUpload. */
export function findUpload(bucket: Bucket, { call, address }: BucketCall): MultipartUpload {
  const uploadId = call.request.query.get('uploadId') ?? '';
  const upload = bucket.uploads.get(address.key, uploadId);
  if (upload === undefined) throw noSuchUpload(uploadId);
  return upload;
}
