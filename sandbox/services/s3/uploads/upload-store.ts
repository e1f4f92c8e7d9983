import { randomBytes } from 'node:crypto';
import { compareUtf8 } from '../sorted-names';

export interface UploadedPart {
  readonly partNumber: number;
  readonly body: Buffer;
  /** MD5 in hexadecimal digits. */
  readonly etag: string;
  readonly lastModified: Date;
  /** By header name, such as `x-amz-checksum-crc32`. */
  readonly checksum: Readonly<Record<string, string>>;
}

export interface MultipartUpload {
  readonly key: string;
  readonly uploadId: string;
  initiated: Date;
  /** ARN of who began it. */
  readonly initiator: string;
  /** Headers that the object will have, in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksumAlgorithm: string | undefined;
  readonly parts: Map<number, UploadedPart>;
}

/** Multipart uploads of one bucket that are under way. */
export class UploadStore {
  /** By key, then in the order in which they were begun. */
  readonly #uploads: MultipartUpload[] = [];
  #count = 0;

  begin(upload: Omit<MultipartUpload, 'uploadId' | 'parts'>): MultipartUpload {
    this.#count += 1;
    // The count comes first: the listing goes on after an upload ID, in the order of the IDs.
    const uploadId = `${this.#count.toString(36).padStart(8, '0')}${randomBytes(32).toString('base64url')}`;
    const begun = { ...upload, uploadId, parts: new Map() };
    this.#uploads.splice(this.#indexAfter(begun.key, begun.uploadId), 0, begun);
    return begun;
  }

  get(key: string, uploadId: string): MultipartUpload | undefined {
    const found = this.#uploads[this.#indexAfter(key, uploadId) - 1];
    return found?.key === key && found.uploadId === uploadId ? found : undefined;
  }

  remove(upload: MultipartUpload): void {
    const index = this.#uploads.indexOf(upload);
    if (index >= 0) this.#uploads.splice(index, 1);
  }

  /** All, by key and then upload ID; those after the markers if they are given. A key alone leaves out all of that key. */
  list(keyMarker?: string, uploadIdMarker?: string): readonly MultipartUpload[] {
    if (keyMarker === undefined) return this.#uploads;
    return this.#uploads.slice(this.#indexAfter(keyMarker, uploadIdMarker));
  }

  /** Index behind the upload, or where it would stand; without an ID behind all uploads of the key. */
  #indexAfter(key: string, uploadId?: string): number {
    let low = 0;
    let high = this.#uploads.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const upload = this.#uploads[middle];
      const order = upload === undefined ? 1 : compareUtf8(upload.key, key);
      const before = order < 0 || (order === 0 && (uploadId === undefined || (upload?.uploadId ?? '') <= uploadId));
      if (before) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
