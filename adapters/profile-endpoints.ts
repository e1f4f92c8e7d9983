import { STSClient } from '@aws-sdk/client-sts';
import type { EndpointSettings } from './wire/endpoint-settings';

/** Where AWS is for a person: as the SDK finds it in the environment and in the profile of the shared configuration files. */
export async function endpointsOfProfile({ config }: STSClient): Promise<EndpointSettings> {
  const [fips, dualStack, s3, s3Control] = await Promise.all([
    config.useFipsEndpoint(),
    config.useDualstackEndpoint(),
    urlOf('S3'),
    urlOf('S3 Control'),
  ]);
  return { fips, dualStack, url: (service) => (service === 'S3_CONTROL' ? s3Control : s3) };
}

/** The SDK's reader looks for the service by its ID; whose client it is in makes no difference. */
async function urlOf(serviceId: string): Promise<string | undefined> {
  return new STSClient({ serviceId }).config.serviceConfiguredEndpoint?.();
}
