/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles: in Lambda a function's credentials are always in its
 * environment, and the SDK's whole chain is two hundred kilobytes of profiles, SSO and instance metadata.
 */

interface EnvironmentCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A provider of the credentials in `environment`. It throws when there are none. @default the process's environment */
export function defaultProvider(_init?: unknown, environment: NodeJS.ProcessEnv = process.env) {
  return async (): Promise<EnvironmentCredentials> => {
    const accessKeyId = environment['AWS_ACCESS_KEY_ID'];
    const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY'];
    const sessionToken = environment['AWS_SESSION_TOKEN'];
    if (!accessKeyId || !secretAccessKey) {
      throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set: Lambda sets them');
    }
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  };
}
