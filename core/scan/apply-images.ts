import {
  type AccountId,
  type BucketName,
  parseAccountId,
  parseBucketName,
  parseRegion,
  type Region,
} from '../identifiers';
import type { LifecycleConfiguration } from '../lifecycle/configuration';
import type { BeforeImage } from '../undo';

/** What a bucket had before a write: one line of an images file. */
export interface AppliedImage extends BeforeImage {
  readonly account: AccountId;
  readonly region: Region;
  readonly bucket: BucketName;
  /** Digest of what was to be written, without its header. */
  readonly planned: string;
  /** When the configuration was read, ISO 8601. */
  readonly readAt: string;
}

const VERSION = 1;
const KIND = 'partsweep-image';

/** The line of one image, its line end included. */
export function imageLine({ account, region, bucket, configuration, planned, readAt }: AppliedImage): string {
  const xml = configuration?.xml ?? null;
  const header = configuration?.transitionDefaultMinimumObjectSize ?? null;
  return `${JSON.stringify({ version: VERSION, kind: KIND, account, region, bucket, xml, header, planned, readAt })}\n`;
}

export type ImagesRead =
  /** `cutOff`: the last line is not whole, and left out: nothing was written on it, for a line is kept before its write. */
  | { readonly kind: 'images'; readonly images: readonly AppliedImage[]; readonly cutOff: boolean }
  /** `what`: what is wrong with it, in words. */
  | { readonly kind: 'other'; readonly what: string };

/** Reads a whole file of images; one line that cannot be used makes all of it unusable, unless it is a last one without its end. */
export function readImages(text: string): ImagesRead {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const images: AppliedImage[] = [];
  for (const [index, line] of lines.entries()) {
    const read = readLine(line);
    if (read.kind === 'other') return { kind: 'other', what: `line ${index + 1} ${read.what}` };
    images.push(read.image);
  }
  if (last === '') return images.length > 0 ? { kind: 'images', images, cutOff: false } : other('it is empty');
  const read = readLine(last);
  // an editor may have taken the last line end away
  if (read.kind === 'image') return { kind: 'images', images: [...images, read.image], cutOff: false };
  if (read.whole) return other(`line ${lines.length + 1} ${read.what}`);
  return images.length > 0 ? { kind: 'images', images, cutOff: true } : other('it is cut off in its first line');
}

type LineRead =
  | { readonly kind: 'image'; readonly image: AppliedImage }
  /** `whole`: it is a JSON object. */
  | { readonly kind: 'other'; readonly what: string; readonly whole: boolean };

function readLine(line: string): LineRead {
  const value = parse(line);
  if (value === undefined) return { kind: 'other', what: 'is no JSON object', whole: false };
  const wrong = (what: string): LineRead => ({ kind: 'other', what, whole: true });
  if (value['kind'] !== KIND) return wrong('is no image of a configuration');
  const { version, xml, header, planned, readAt } = value;
  if (version !== VERSION) {
    return wrong(
      typeof version === 'number' && version > VERSION
        ? `was written by a newer version of partsweep (${version})`
        : `has the version ${JSON.stringify(version)}`,
    );
  }
  const account = parseAccountId(value['account']);
  const region = parseRegion(value['region']);
  const bucket = parseBucketName(value['bucket']);
  if (account === undefined || region === undefined || bucket === undefined) return wrong('names no possible bucket');
  const texts = typeof planned === 'string' && typeof readAt === 'string' && Number.isFinite(Date.parse(readAt));
  if (!texts || !isTextOrNull(xml) || !isTextOrNull(header)) return wrong('is damaged');
  return {
    kind: 'image',
    image: { account, region, bucket, configuration: configurationOf(xml, header), planned, readAt },
  };
}

function configurationOf(xml: string | null, header: string | null): LifecycleConfiguration | undefined {
  if (xml === null) return undefined;
  return header === null ? { xml } : { xml, transitionDefaultMinimumObjectSize: header };
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}

function other(what: string): ImagesRead {
  return { kind: 'other', what };
}
