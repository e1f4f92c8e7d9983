import { type Arn, parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { WireRequest } from '../../wire/message';

export type ExpressAddress =
  | { readonly kind: 'service' }
  | { readonly kind: 'bucket'; readonly bucket: string }
  /** S3 Control's tags of the directory bucket that the ARN names. */
  | { readonly kind: 'tags'; readonly bucket: string; readonly arn: Arn };

const TAGS = '/v20180820/tags/';

/**
 * Where a request at the control endpoint goes, path style. SDKs write `/BUCKET/`, and `/BUCKET//` at an endpoint of their caller's
 * choice. Throws AwsError InvalidURI or InvalidRequest, and NotModelledError for objects and for other resources with tags.
 */
export function readExpressAddress(request: WireRequest): ExpressAddress {
  if (/--x-s3\./.test(request.headers['host'] ?? '')) {
    throw new NotModelledError(
      'virtual-hosted-style requests for directory buckets, which the control endpoint refuses',
    );
  }
  if (request.rawPath.startsWith(TAGS)) return readTagAddress(decode(request.rawPath.slice(TAGS.length)));
  const [bucket = '', ...rest] = decode(request.rawPath.replace(/^\/+/, '')).split('/');
  if (rest.some((part) => part !== '')) {
    throw new NotModelledError(`objects in directory buckets (${request.method} ${request.rawPath})`);
  }
  return bucket === '' ? { kind: 'service' } : { kind: 'bucket', bucket };
}

function readTagAddress(text: string): ExpressAddress {
  const arn = parseArn(text);
  if (arn === undefined) throw new AwsError('InvalidRequest', `Invalid resource ARN: ${text}`);
  const bucket = /^bucket\/([^/]+)$/.exec(arn.resource)?.[1];
  if (arn.service !== 's3express' || bucket === undefined) throw new NotModelledError(`the tags of ${text}`);
  return { kind: 'tags', bucket, arn };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
