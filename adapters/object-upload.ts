import { escapeUriPath } from '@smithy/core/protocols';
import type { Region } from '../core/identifiers';
import type { Journal } from '../core/ports';
import { awsFailure } from './aws-errors';
import type { S3Call, S3Calls } from './s3-calls';
import { answerRoot, childText, unreadable } from './wire/answer-xml';

export interface ObjectUploadProps {
  readonly calls: S3Calls;
  readonly region: Region;
  readonly bucket: string;
  readonly key: string;
  /** Account that the bucket must be of. */
  readonly owner: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly journal: Pick<Journal, 'log'>;
  /** Bytes of a part: 5 MiB or more. @default 8 MiB, which makes an object of 78 GiB at most */
  readonly partBytes?: number;
}

interface SentPart {
  readonly eTag: string;
  /** In base64. */
  readonly crc32: string;
}

const PART_BYTES = 8 * 1024 * 1024;

/**
 * An object that is written as it grows, by a multipart upload: whole when it has ended, and nothing of it when it was aborted. Holds one part
 * at a time. Source: "Uploading and copying objects using multipart upload", Amazon S3 User Guide; the four calls, Amazon S3 API Reference.
 */
export class ObjectUpload {
  readonly #props: ObjectUploadProps;
  readonly #uploadId: string;
  readonly #parts: SentPart[] = [];
  #chunks: Uint8Array[] = [];
  #held = 0;

  private constructor(props: ObjectUploadProps, uploadId: string) {
    this.#props = props;
    this.#uploadId = uploadId;
  }

  /** Throws what S3 answers with. */
  static async begin(props: ObjectUploadProps): Promise<ObjectUpload> {
    const { calls, contentType, metadata, key } = props;
    const meta = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
    const headers = {
      'content-type': contentType,
      'x-amz-checksum-algorithm': 'CRC32',
      ...Object.fromEntries(meta),
    };
    const { body } = await calls.send({ ...objectOf(props), method: 'POST', query: { uploads: '' }, headers });
    const uploadId = childText(answerRoot(body, 'InitiateMultipartUploadResult'), 'UploadId');
    if (!uploadId) throw unreadable(`there is no ID of an upload for ${key} in it`);
    return new ObjectUpload(props, uploadId);
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#chunks.push(bytes);
    this.#held += bytes.length;
    if (this.#held >= (this.#props.partBytes ?? PART_BYTES)) await this.#sendPart();
  }

  async end(): Promise<void> {
    if (this.#held > 0 || this.#parts.length === 0) await this.#sendPart();
    const { body } = await this.#props.calls.send({
      ...this.#upload('POST'),
      headers: { 'content-type': 'application/xml' },
      body: completionOf(this.#parts),
      // the header would be that of the whole object
      checksum: 'none',
    });
    // S3 begins to answer before it knows whether the object is whole
    answerRoot(body, 'CompleteMultipartUploadResult');
  }

  /** Never throws: what cannot be aborted is told, and falls to the bucket's own rule. */
  async abort(): Promise<void> {
    const { calls, key, journal } = this.#props;
    this.#chunks = [];
    try {
      await calls.send(this.#upload('DELETE'));
    } catch (error) {
      const { code, message } = awsFailure(error);
      journal.log('error', `an upload could not be aborted: ${code}: ${message}`, { key, uploadId: this.#uploadId });
    }
  }

  async #sendPart(): Promise<void> {
    const body = Buffer.concat(this.#chunks);
    const number = this.#parts.length + 1;
    this.#chunks = [];
    this.#held = 0;
    const headers = { 'content-type': 'application/octet-stream' };
    const part = this.#upload('PUT', { partNumber: String(number) });
    const { response } = await this.#props.calls.send({ ...part, headers, body });
    const { etag, 'x-amz-checksum-crc32': crc32 } = response.headers;
    if (etag === undefined || crc32 === undefined) throw unreadable(`part ${number} has no ETag or no checksum`);
    this.#parts.push({ eTag: etag, crc32 });
  }

  #upload(method: S3Call['method'], query: Readonly<Record<string, string>> = {}): S3Call {
    return { ...objectOf(this.#props), method, query: { ...query, uploadId: this.#uploadId } };
  }
}

function objectOf({ region, bucket, key, owner }: ObjectUploadProps) {
  return { kind: 's3', region, bucket, path: `/${escapeUriPath(key)}`, expectedOwner: owner } as const;
}

function completionOf(parts: readonly SentPart[]): string {
  const elements = parts.map(
    ({ eTag, crc32 }, index) =>
      `<Part><ETag>${escaped(eTag)}</ETag><ChecksumCRC32>${escaped(crc32)}</ChecksumCRC32><PartNumber>${index + 1}</PartNumber></Part>`,
  );
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return `<?xml version="1.0" encoding="UTF-8"?><CompleteMultipartUpload xmlns="${namespace}">${elements.join('')}</CompleteMultipartUpload>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
