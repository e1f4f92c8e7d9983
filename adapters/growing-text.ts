import { once } from 'node:events';
import { createGzip, type Gzip } from 'node:zlib';
import type { ObjectUpload } from './object-upload';

/** Characters that are encoded at a time. */
const PIECE = 65_536;

/** Text that grows into an object, compressed or as it stands. What is held does not grow with it. */
export class GrowingText {
  readonly #upload: Pick<ObjectUpload, 'write' | 'end' | 'abort'>;
  readonly #gzip: Gzip | undefined;
  readonly #compressed: Uint8Array[] = [];
  #text = '';

  constructor(upload: Pick<ObjectUpload, 'write' | 'end' | 'abort'>, { compress }: { readonly compress: boolean }) {
    this.#upload = upload;
    if (!compress) return;
    this.#gzip = createGzip();
    this.#gzip.on('data', (chunk: Uint8Array) => this.#compressed.push(chunk));
  }

  async write(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length >= PIECE) await this.#flush();
  }

  async end(): Promise<void> {
    await this.#flush();
    if (this.#gzip !== undefined) {
      const ended = once(this.#gzip, 'end');
      this.#gzip.end();
      await ended;
      await this.#sendCompressed();
    }
    await this.#upload.end();
  }

  abort(): Promise<void> {
    this.#gzip?.destroy();
    return this.#upload.abort();
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.from(this.#text);
    this.#text = '';
    const gzip = this.#gzip;
    if (gzip === undefined) return this.#upload.write(bytes);
    await new Promise<void>((resolve, reject) => {
      gzip.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
    await this.#sendCompressed();
  }

  async #sendCompressed(): Promise<void> {
    for (const chunk of this.#compressed.splice(0)) await this.#upload.write(chunk);
  }
}
