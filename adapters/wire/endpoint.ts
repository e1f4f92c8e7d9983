import { EndpointError } from '@aws-sdk/core/client';
import type { EndpointSettings } from './endpoint-settings';

/** Where a request goes, and for what it is signed. */
export interface Endpoint {
  readonly protocol: 'http:' | 'https:';
  readonly hostname: string;
  readonly port: number | undefined;
  /** Without a slash at its end. */
  readonly path: string;
  readonly signingName: string;
  readonly signingRegion: string;
}

/** Throws TypeError for what is no URL. */
export function endpointOfUrl(url: string, signingName: string, signingRegion: string): Endpoint {
  const { protocol, hostname, port, pathname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') throw new TypeError(`an endpoint is http or https, not ${url}`);
  const path = pathname.replace(/\/+$/, '');
  return { protocol, hostname, port: port === '' ? undefined : Number(port), path, signingName, signingRegion };
}

/** Throws as the SDK does: what a URL of one's own is, no rule can change. */
export function refuseOwnUrl({ fips, dualStack }: EndpointSettings): void {
  if (fips) throw new EndpointError('A custom endpoint cannot be combined with FIPS');
  if (dualStack) throw new EndpointError('A custom endpoint cannot be combined with dual-stack');
}
