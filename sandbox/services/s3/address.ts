import { AwsError } from '../../aws-error';
import type { WireRequest } from '../../wire/message';

export interface Address {
  /** '' for the service itself. */
  readonly bucket: string;
  /** Object key, decoded; '' for the bucket itself. */
  readonly key: string;
  readonly virtualHosted: boolean;
  /** Region that the host name says; undefined where it says none. */
  readonly hostRegion: string | undefined;
}

const S3_HOST = /^(?:(.+)\.)?s3(?:[.-]([a-z]{2}(?:-[a-z]+)+-\d))?\.(?:amazonaws\.com(?:\.cn)?|localhost)$/;
const LOCAL_BUCKET_HOST = /^(.+)\.(?:localhost|127\.0\.0\.1)$/;

/** Where a request goes, path style or virtual-hosted. Throws AwsError InvalidURI for a path that cannot be decoded. */
export function readAddress(request: WireRequest): Address {
  const host = (request.headers['host'] ?? '').toLowerCase().replace(/:\d+$/, '');
  const named = S3_HOST.exec(host);
  const hostRegion = named?.[2];
  const hostBucket = named === null ? LOCAL_BUCKET_HOST.exec(host)?.[1] : named[1];
  const path = decode(request.rawPath.replace(/^\//, ''));
  if (hostBucket !== undefined) return { bucket: hostBucket, key: path, virtualHosted: true, hostRegion };
  const slash = path.indexOf('/');
  return {
    bucket: slash < 0 ? path : path.slice(0, slash),
    key: slash < 0 ? '' : path.slice(slash + 1),
    virtualHosted: false,
    hostRegion,
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
