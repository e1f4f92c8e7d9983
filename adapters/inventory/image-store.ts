import { escapeUriPath } from '@smithy/core/protocols';
import type { AccountId, Region } from '../../core/identifiers';
import type { S3Calls } from '../s3-calls';

/** Where before-images go that do not fit into an item. Both methods throw when the store does not do as asked. */
export interface ImageStore {
  put(key: string, body: Uint8Array): Promise<void>;
  /** Throws when there is no such object, too. */
  get(key: string): Promise<Uint8Array>;
}

export interface S3ImageStoreProps {
  readonly calls: S3Calls;
  readonly region: Region;
  readonly bucket: string;
  /** Account that the bucket must be of: its name says nothing of whose it is. */
  readonly owner: AccountId;
}

/** Before-images as objects of the private bucket. They are compressed, and carry the checksum of their content in that form. */
export class S3ImageStore implements ImageStore {
  readonly #props: S3ImageStoreProps;

  constructor(props: S3ImageStoreProps) {
    this.#props = props;
  }

  async put(key: string, body: Uint8Array): Promise<void> {
    const { calls } = this.#props;
    await calls.send({ ...this.#object(key), method: 'PUT', headers: { 'content-type': 'application/gzip' }, body });
  }

  async get(key: string): Promise<Uint8Array> {
    const { body } = await this.#props.calls.send({ ...this.#object(key), method: 'GET' });
    return new Uint8Array(body);
  }

  #object(key: string) {
    const { region, bucket, owner } = this.#props;
    return { kind: 's3', region, bucket, expectedOwner: owner, path: `/${escapeUriPath(key)}`, query: {} } as const;
  }
}
