import { renderXml } from '../../../wire/xml';
import type { Bucket } from '../bucket';
import type { BucketOperation } from '../bucket-operations';
import { ownerId } from '../list-buckets';
import { keyEncoding, readPageSize, takePage } from '../objects/list-page';
import { invalidArgument } from '../s3-errors';
import { answer } from '../xml-answer';
import { S3_NAMESPACE } from '../xml-body';
import { findUpload } from './upload-operations';
import type { MultipartUpload } from './upload-store';

const XMLNS = { xmlns: S3_NAMESPACE };

/** ListMultipartUploads, without delimiters, and ListParts. Source: their pages, S3 API Reference. */
export const UPLOAD_LISTINGS: Readonly<Record<'ListMultipartUploads' | 'ListParts', BucketOperation>> = {
  ListMultipartUploads: (bucket, { call }) => {
    const { query } = call.request;
    const limit = readPageSize(query, 'max-uploads');
    if (limit === 0) throw invalidArgument('max-uploads must be an integer between 1 and 1000', 'max-uploads', '0');
    const encode = keyEncoding(query);
    const prefix = query.get('prefix') ?? '';
    const keyMarker = query.get('key-marker') ?? '';
    // Without a key the marker of the ID says nothing.
    const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '');
    const listed = bucket.uploads.list(
      keyMarker === '' ? undefined : keyMarker,
      idMarker === '' ? undefined : idMarker,
    );
    const { page, more } = takePage(withPrefix(listed, prefix), limit);
    const last = more ? page.at(-1) : undefined;
    const tree = {
      Bucket: bucket.name,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: idMarker,
      NextKeyMarker: last === undefined ? undefined : encode(last.key),
      NextUploadIdMarker: last?.uploadId,
      Prefix: query.has('prefix') ? encode(prefix) : undefined,
      EncodingType: query.get('encoding-type') ?? undefined,
      MaxUploads: limit,
      IsTruncated: more,
      Upload: page.map((upload) => ({
        Key: encode(upload.key),
        UploadId: upload.uploadId,
        ...people(bucket, upload),
        StorageClass: 'STANDARD',
        Initiated: upload.initiated.toISOString(),
        ChecksumAlgorithm: upload.checksumAlgorithm,
      })),
    };
    return answer(renderXml('ListMultipartUploadsResult', tree, XMLNS));
  },
  ListParts: (bucket, request) => {
    const { query } = request.call.request;
    const limit = readPageSize(query, 'max-parts');
    const text = query.get('part-number-marker') ?? '';
    if (!/^\d{0,10}$/.test(text)) {
      const message = 'Provided part-number-marker not an integer or within integer range';
      throw invalidArgument(message, 'part-number-marker', text);
    }
    const marker = Number(text);
    const upload = findUpload(bucket, request);
    const behind = [...upload.parts.values()]
      .filter(({ partNumber }) => partNumber > marker)
      .sort((a, b) => a.partNumber - b.partNumber);
    const { page, more } = takePage(behind, limit);
    const tree = {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.uploadId,
      ...people(bucket, upload),
      StorageClass: 'STANDARD',
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
      MaxParts: limit,
      IsTruncated: more,
      ChecksumAlgorithm: upload.checksumAlgorithm,
      Part: page.map((part) => ({
        PartNumber: part.partNumber,
        LastModified: part.lastModified.toISOString(),
        ETag: `"${part.etag}"`,
        Size: part.body.length,
        ...checksumMembers(part.checksum),
      })),
    };
    return answer(renderXml('ListPartsResult', tree, XMLNS));
  },
};

function people(bucket: Bucket, upload: MultipartUpload) {
  return {
    Initiator: { ID: upload.initiator, DisplayName: upload.initiator.split('/').slice(1).join('/') },
    Owner: { ID: ownerId(bucket.owner) },
  };
}

function checksumMembers(checksum: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = 'x-amz-checksum-';
  return Object.fromEntries(
    Object.entries(checksum).map(([name, value]) => [`Checksum${name.slice(prefix.length).toUpperCase()}`, value]),
  );
}

function* withPrefix(uploads: readonly MultipartUpload[], prefix: string): Generator<MultipartUpload> {
  for (const upload of uploads) if (upload.key.startsWith(prefix)) yield upload;
}
