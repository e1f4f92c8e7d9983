import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { LifecycleConfiguration } from '../../core/lifecycle/configuration';
import type { BucketPlace } from '../../core/ports';
import { awsFailure } from '../aws-errors';
import type { Item } from './expression';
import type { ImageStore } from './image-store';

/** An item may have 400 KB. Source: "Quotas in Amazon DynamoDB", Amazon DynamoDB Developer Guide. */
const LARGEST_IN_ITEM = 300_000;

const compress = promisify(gzip);
const expand = promisify(gunzip);

export type KeptImage =
  /** Attributes for the item; none of them for a bucket without a configuration. */
  { readonly kind: 'kept'; readonly attributes: Item } | { readonly kind: 'not-kept'; readonly why: string };

/** Before-images, compressed: in an item where they fit (`image`), otherwise in the store (`imageKey`). */
export class BeforeImages {
  readonly #store: ImageStore;

  constructor(store: ImageStore) {
    this.#store = store;
  }

  /** `id`: of the write that the image belongs to. */
  async keep(place: BucketPlace, id: string, configuration: LifecycleConfiguration | undefined): Promise<KeptImage> {
    if (configuration === undefined) return { kind: 'kept', attributes: {} };
    const image = new Uint8Array(await compress(configuration.xml));
    const imageHeader = configuration.transitionDefaultMinimumObjectSize;
    if (image.length <= LARGEST_IN_ITEM) return { kind: 'kept', attributes: { image, imageHeader } };
    const imageKey = `images/${place.account}/${place.bucket}/${id}.xml.gz`;
    try {
      await this.#store.put(imageKey, image);
      return { kind: 'kept', attributes: { imageKey, imageHeader } };
    } catch (error) {
      const { code, message } = awsFailure(error);
      return {
        kind: 'not-kept',
        why: `${image.length} bytes are too many for an item, and the store says ${code}: ${message}`,
      };
    }
  }

  /** The configuration that an item holds. Throws when the store does not give it back. */
  async read({ image, imageKey, imageHeader }: Item): Promise<LifecycleConfiguration | undefined> {
    const bytes = typeof imageKey === 'string' ? await this.#store.get(imageKey) : image;
    if (!(bytes instanceof Uint8Array)) return undefined;
    const xml = (await expand(bytes)).toString();
    return typeof imageHeader === 'string' ? { xml, transitionDefaultMinimumObjectSize: imageHeader } : { xml };
  }
}
