import { dirname } from 'node:path';
import type { Credentials } from '../../identity/role-sessions';
import type { FunctionConfiguration } from './function-configuration';

/**
 * Environment of a function's process: the function's own variables and AWS's, nothing of the process that runs the
 * organization. Source: "Defined runtime environment variables", Lambda Developer Guide. Ours are `AWS_ENDPOINT_URL` and `HOME`.
 */
export function functionEnvironment(options: {
  readonly configuration: FunctionConfiguration;
  readonly credentials: Credentials;
  readonly endpoint: string;
  readonly taskRoot: string;
  readonly home: string;
  readonly logStream: string;
}): Readonly<Record<string, string>> {
  const { configuration, credentials } = options;
  return {
    AWS_ENDPOINT_URL: options.endpoint,
    HOME: options.home,
    LANG: 'en_US.UTF-8',
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    TZ: ':UTC',
    ...configuration.environment,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_DEFAULT_REGION: configuration.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMegabytes),
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_FORMAT: configuration.logging.format,
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: options.logStream,
    ...(configuration.logging.format === 'JSON'
      ? { AWS_LAMBDA_LOG_LEVEL: configuration.logging.applicationLevel }
      : {}),
    AWS_REGION: configuration.region,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    LAMBDA_TASK_ROOT: options.taskRoot,
    _HANDLER: configuration.handler,
  };
}

/** Variables that a function may not set. Source: the same page. */
export function reservedVariables(names: readonly string[]): readonly string[] {
  return names.filter((name) => RESERVED.has(name));
}

const RESERVED = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);
