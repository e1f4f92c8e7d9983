import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Where before-images go that do not fit into an item. Both methods throw when the store does not do as asked. */
export interface ImageStore {
  put(key: string, body: Uint8Array): Promise<void>;
  /** Throws when there is no such object, too. */
  get(key: string): Promise<Uint8Array>;
}

/** Before-images as objects of the private bucket. */
export class S3ImageStore implements ImageStore {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor({ client, bucket }: { readonly client: S3Client; readonly bucket: string }) {
    this.#client = client;
    this.#bucket = bucket;
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: key, Body: body, ContentType: 'application/gzip' }),
    );
  }

  async get(key: string): Promise<Uint8Array> {
    const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
    if (Body === undefined) throw new Error(`S3 sent no content for the image ${key}`);
    return Body.transformToByteArray();
  }
}
