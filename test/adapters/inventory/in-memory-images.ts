import type { ImageStore } from '../../../adapters/inventory/image-store';

/** Keeps images; `refuses` makes it refuse everything. */
export class InMemoryImages implements ImageStore {
  readonly images = new Map<string, Uint8Array>();
  refuses = false;

  async put(key: string, body: Uint8Array): Promise<void> {
    if (this.refuses) throw Object.assign(new Error('no'), { name: 'AccessDenied' });
    this.images.set(key, body);
  }

  async get(key: string): Promise<Uint8Array> {
    const image = this.images.get(key);
    if (this.refuses || image === undefined) throw new Error(`there is no image ${key}`);
    return image;
  }
}
