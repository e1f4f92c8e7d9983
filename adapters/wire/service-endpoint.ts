import { EndpointError, partition } from '@aws-sdk/core/client';
import { type Endpoint, endpointOfUrl } from './endpoint';
import type { EndpointSettings } from './endpoint-settings';

/** A service with one host a Region. */
export interface RegionalService {
  /** As in `AWS_ENDPOINT_URL_…`. */
  readonly id: string;
  /** First part of its host. */
  readonly host: string;
  readonly signingName: string;
  /** In the GovCloud Regions its hosts are those with FIPS: `ipv4`: but for the dual-stack ones. @default they are not */
  readonly fipsInGovCloud?: 'all' | 'ipv4';
  /** There is one for all Regions of a partition. */
  readonly isGlobal?: boolean;
}

/**
 * Where a service is: what the endpoint rules of the services that we call have in common; a test compares it with the SDK's own. Throws EndpointError
 * for settings that the service has no host for.
 */
export function serviceEndpoint(service: RegionalService, region: string, settings: EndpointSettings): Endpoint {
  const { host, signingName, fipsInGovCloud, isGlobal = false } = service;
  const { fips, dualStack } = settings;
  const url = settings.url(service.id);
  if (url !== undefined) {
    if (fips) throw new EndpointError('Invalid Configuration: FIPS and custom endpoint are not supported');
    if (dualStack) throw new EndpointError('Invalid Configuration: Dualstack and custom endpoint are not supported');
    return endpointOfUrl(url, signingName, region);
  }
  const { name, dnsSuffix, dualStackDnsSuffix, supportsDualStack, ...rest } = partition(region);
  if (dualStack && !supportsDualStack) throw new EndpointError('the partition does not support dual-stack');
  // the type leaves it out
  const { implicitGlobalRegion = region } = rest as { readonly implicitGlobalRegion?: string };
  const where = isGlobal ? implicitGlobalRegion : region;
  const plain = name === 'aws-us-gov' && (fipsInGovCloud === 'all' || (fipsInGovCloud === 'ipv4' && !dualStack));
  const suffix = dualStack ? dualStackDnsSuffix : dnsSuffix;
  return endpointOfUrl(`https://${host}${fips && !plain ? '-fips' : ''}.${where}.${suffix}`, signingName, where);
}
