import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Journal } from '../core/ports';
import { awsFailure } from './aws-errors';

export interface ObjectUploadProps {
  readonly client: S3Client;
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

const PART_BYTES = 8 * 1024 * 1024;

/**
 * An object that is written as it grows, by a multipart upload: whole when it has ended, and nothing of it when it was aborted. Holds one part
 * at a time. Source: "Uploading and copying objects using multipart upload", Amazon S3 User Guide.
 */
export class ObjectUpload {
  readonly #props: ObjectUploadProps;
  readonly #uploadId: string;
  readonly #parts: CompletedPart[] = [];
  #chunks: Uint8Array[] = [];
  #held = 0;

  private constructor(props: ObjectUploadProps, uploadId: string) {
    this.#props = props;
    this.#uploadId = uploadId;
  }

  /** Throws what the SDK throws. */
  static async begin(props: ObjectUploadProps): Promise<ObjectUpload> {
    const { client, contentType, metadata } = props;
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({
        ...place(props),
        ContentType: contentType,
        Metadata: { ...metadata },
        ChecksumAlgorithm: 'CRC32',
      }),
    );
    if (UploadId === undefined) throw new Error(`S3 gave no ID of an upload for ${props.key}`);
    return new ObjectUpload(props, UploadId);
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#chunks.push(bytes);
    this.#held += bytes.length;
    if (this.#held >= (this.#props.partBytes ?? PART_BYTES)) await this.#sendPart();
  }

  async end(): Promise<void> {
    if (this.#held > 0 || this.#parts.length === 0) await this.#sendPart();
    await this.#props.client.send(
      new CompleteMultipartUploadCommand({ ...this.#upload(), MultipartUpload: { Parts: this.#parts } }),
    );
  }

  /** Never throws: what cannot be aborted is told, and falls to the bucket's own rule. */
  async abort(): Promise<void> {
    const { client, key, journal } = this.#props;
    this.#chunks = [];
    try {
      await client.send(new AbortMultipartUploadCommand(this.#upload()));
    } catch (error) {
      const { code, message } = awsFailure(error);
      journal.log('error', `an upload could not be aborted: ${code}: ${message}`, { key, uploadId: this.#uploadId });
    }
  }

  async #sendPart(): Promise<void> {
    const Body = Buffer.concat(this.#chunks);
    const PartNumber = this.#parts.length + 1;
    this.#chunks = [];
    this.#held = 0;
    const { ETag, ChecksumCRC32 } = await this.#props.client.send(
      new UploadPartCommand({ ...this.#upload(), PartNumber, Body, ChecksumAlgorithm: 'CRC32' }),
    );
    this.#parts.push({ PartNumber, ETag, ChecksumCRC32 });
  }

  #upload() {
    return { ...place(this.#props), UploadId: this.#uploadId };
  }
}

function place({ bucket, key, owner }: ObjectUploadProps) {
  return { Bucket: bucket, Key: key, ExpectedBucketOwner: owner };
}
