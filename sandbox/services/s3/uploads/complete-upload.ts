import { createHash } from 'node:crypto';
import type { XmlNode } from '../../../wire/xml';
import type { ObjectContent } from '../objects/object-store';
import { malformedXml } from '../s3-errors';
import { leafText, members, readDocument } from '../xml-body';
import { entityTooSmall, invalidPart, invalidPartOrder } from './upload-errors';
import type { MultipartUpload, UploadedPart } from './upload-store';

const SMALLEST_PART_BYTES = 5 * 1024 * 1024;
const CHECKSUMS = ['ChecksumCRC32', 'ChecksumCRC32C', 'ChecksumCRC64NVME', 'ChecksumSHA1', 'ChecksumSHA256'];

/**
 * The object that the parts named in the body of CompleteMultipartUpload make. Throws AwsError MalformedXML, InvalidPart,
 * InvalidPartOrder or EntityTooSmall. Source: "CompleteMultipartUpload", S3 API Reference.
 */
export function joinParts(upload: MultipartUpload, body: Buffer): ObjectContent {
  const listed = members(readDocument(body, 'CompleteMultipartUpload'), ['Part'], ['Part']);
  if (listed.length === 0) throw malformedXml();
  const parts = listed.map((node) => findPart(upload, node));
  if (parts.some(({ partNumber }, index) => partNumber <= (parts[index - 1]?.partNumber ?? 0))) {
    throw invalidPartOrder(upload.uploadId);
  }
  const small = parts.slice(0, -1).find((part) => part.body.length < SMALLEST_PART_BYTES);
  if (small !== undefined) throw entityTooSmall(small.partNumber, small.etag, small.body.length);
  const digest = createHash('md5').update(Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex'))));
  return {
    body: Buffer.concat(parts.map((part) => part.body)),
    etag: `${digest.digest('hex')}-${parts.length}`,
    headers: upload.headers,
    checksum: {},
  };
}

function findPart(upload: MultipartUpload, node: XmlNode): UploadedPart {
  const given = new Map(
    members(node, ['PartNumber', 'ETag', ...CHECKSUMS]).map((child) => [child.name, leafText(child)]),
  );
  const partNumber = Number(given.get('PartNumber') ?? Number.NaN);
  const etag = given.get('ETag');
  if (!Number.isInteger(partNumber) || etag === undefined) throw malformedXml();
  const part = upload.parts.get(partNumber);
  const sameSums = CHECKSUMS.every((name) => {
    const sum = given.get(name);
    return sum === undefined || sum === part?.checksum[`x-amz-checksum-${name.slice(8).toLowerCase()}`];
  });
  if (part === undefined || part.etag !== etag.replaceAll('"', '') || !sameSums) {
    throw invalidPart(upload.uploadId, partNumber, etag);
  }
  return part;
}
