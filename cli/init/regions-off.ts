import { STSClient } from '@aws-sdk/client-sts';
import { regionState } from '../../adapters/regions-on';
import { clientConfig } from '../aws';
import type { CommonOptions } from '../command-options';

/** Those of `regions` that are off in the account of the credentials, or that there are none of; what cannot be asked is left to `doctor`. */
export async function regionsOff(
  options: CommonOptions,
  regions: readonly string[],
  progress: (text: string) => void,
): Promise<readonly string[]> {
  const off: string[] = [];
  for (const region of regions) {
    progress(`asking in ${region}`);
    const sts = new STSClient({ ...clientConfig(options), region, maxAttempts: 2 });
    const state = await regionState(sts).catch(() => 'on' as const);
    if (state !== 'on') off.push(region);
  }
  return off;
}
