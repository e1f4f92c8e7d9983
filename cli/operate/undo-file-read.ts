import { readFileSync } from 'node:fs';
import type { BucketPlace } from '../../core/ports';
import { type AppliedImage, readImages } from '../../core/scan/apply-images';
import { errorCode } from '../scan/error-code';
import { WrongUse } from '../wrong-use';

/** A bucket of an images file. */
export interface ImagedBucket {
  readonly place: BucketPlace;
  /** Oldest first. */
  readonly images: readonly AppliedImage[];
}

export interface ImagesOfAccount {
  readonly account: string;
  /** Those that were read first come first. */
  readonly buckets: readonly ImagedBucket[];
  /** The last line was cut off, and is left out. */
  readonly cutOff: boolean;
}

/** Reads an images file of `scan --apply`. Throws WrongUse for one that cannot be used, or is of more than one account. */
export function readImagesFile(file: string): ImagesOfAccount {
  const read = readImages(textOf(file));
  if (read.kind === 'other') {
    throw new WrongUse(
      `${file} cannot be used, and nothing was touched: ${read.what}`,
      'give a file that partsweep scan --apply kept, with a partsweep of the version that wrote it or later',
    );
  }
  const buckets = new Map<string, ImagedBucket>();
  for (const image of read.images.toSorted((one, other) => Date.parse(one.readAt) - Date.parse(other.readAt))) {
    const { account, region, bucket } = image;
    const key = `${account} ${bucket}`;
    const known = buckets.get(key)?.images ?? [];
    // the latest Region: a bucket of that name may have been made anew elsewhere
    buckets.set(key, { place: { account, region, bucket }, images: [...known, image] });
  }
  const accounts = new Set(read.images.map(({ account }) => account));
  const [account = '', ...more] = accounts;
  if (more.length > 0) {
    throw new WrongUse(
      `${file} has images of more than one account: ${[account, ...more].join(', ')}`,
      'split it: the lines of each account into a file of its own',
    );
  }
  return { account, buckets: [...buckets.values()], cutOff: read.cutOff };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT';
    throw new WrongUse(
      missing ? `there is no file ${file}` : `${file} cannot be read: ${errorCode(error) ?? error}`,
      missing ? 'check the path: partsweep scan --apply says it at its end' : 'check the path and its permissions',
      { cause: error },
    );
  }
}
