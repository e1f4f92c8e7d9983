/** What an environment says of where AWS is. */
export interface EndpointSettings {
  /** URL instead of the service's own. `service`: its ID in capitals, with underscores, such as `S3_CONTROL`. */
  readonly url: (service: string) => string | undefined;
  readonly fips: boolean;
  readonly dualStack: boolean;
}

/** As the SDK reads its environment. Source: "Service-specific endpoints", AWS SDKs and Tools Reference Guide. Throws for a word that is neither true nor false. */
export function endpointsOfEnvironment(environment: Readonly<NodeJS.ProcessEnv>): EndpointSettings {
  const ignored = isOn(environment, 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS');
  return {
    url: (service) => {
      if (ignored) return undefined;
      return environment[`AWS_ENDPOINT_URL_${service}`] || environment['AWS_ENDPOINT_URL'] || undefined;
    },
    fips: isOn(environment, 'AWS_USE_FIPS_ENDPOINT'),
    dualStack: isOn(environment, 'AWS_USE_DUALSTACK_ENDPOINT'),
  };
}

function isOn(environment: Readonly<NodeJS.ProcessEnv>, name: string): boolean {
  const value = environment[name];
  if (value !== undefined && value !== 'true' && value !== 'false') {
    throw new Error(`${name} must be true or false, not ${JSON.stringify(value)}`);
  }
  return value === 'true';
}
