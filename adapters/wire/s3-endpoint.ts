import { EndpointError, isIpAddress, isVirtualHostableS3Bucket, partition } from '@aws-sdk/core/client';
import { type Endpoint, endpointOfUrl, refuseOwnUrl } from './endpoint';
import type { EndpointSettings } from './endpoint-settings';

/** General purpose buckets, directory buckets at their control endpoint, or S3 Control for the tags of directory buckets. */
export type S3Kind = 's3' | 's3express' | 's3express-tags';

/** Where S3 is in one Region; buckets have places of their own there. */
export interface RegionalS3 extends Endpoint {
  /** Whether a bucket whose name can be a host's is one. */
  readonly isVirtual: boolean;
}

/**
 * Where calls of `kind` go in `region`. With `endpointOfBucket` the part of S3's endpoint rules that our calls need; a test compares it with the
 * SDK's own. Throws EndpointError for settings that S3 has no host for. Source: the endpoint rule sets of the S3 and S3 Control models.
 */
export function regionalS3(kind: S3Kind, region: string, settings: EndpointSettings): RegionalS3 {
  const signingName = kind === 's3' ? 's3' : 's3express';
  const isControl = kind === 's3express-tags';
  const url = settings.url(isControl ? 'S3_CONTROL' : 'S3');
  const { name, dnsSuffix } = partition(region);
  if (isControl && settings.dualStack) throw new EndpointError('S3 Express has no dual-stack host for tags');
  if (settings.fips && name === 'aws-cn') throw new EndpointError('Partition does not support FIPS');
  if (url !== undefined) {
    const own = endpointOfUrl(url, signingName, region);
    if (isControl) return { ...own, path: '', isVirtual: false };
    refuseOwnUrl(settings);
    return { ...own, isVirtual: !isIpAddress(own.hostname) };
  }
  const host = `${kind === 's3' ? 's3' : 's3express-control'}${settings.fips ? '-fips' : ''}`;
  const address = `https://${host}${settings.dualStack ? '.dualstack' : ''}.${region}.${dnsSuffix}`;
  return { ...endpointOfUrl(address, signingName, region), isVirtual: kind === 's3' };
}

export function endpointOfBucket({ isVirtual, ...regional }: RegionalS3, bucket: string): Endpoint {
  return isVirtual && isVirtualHostableS3Bucket(bucket, false)
    ? { ...regional, hostname: `${bucket}.${regional.hostname}` }
    : { ...regional, path: `${regional.path}/${bucket}` };
}
