import { existsSync, readFileSync } from 'node:fs';
import { CONTEXT_ENV, CONTEXT_OVERFLOW_LOCATION_ENV } from 'aws-cdk-lib/cx-api';

interface CdkContext {
  readonly partsweep?: unknown;
}

/**
 * What stands under `context.partsweep`, unchecked: as the CDK's command line passes it on (in the environment, and what is
 * too long for that in a file), or from the `cdk.json` of the working folder when the app is started without it.
 *
 * @throws SyntaxError when `cdk.json` is not JSON
 */
export function settingsContext(): unknown {
  const passed = process.env[CONTEXT_ENV];
  const overflow = process.env[CONTEXT_OVERFLOW_LOCATION_ENV];
  if (passed !== undefined || overflow !== undefined) {
    const context: CdkContext = {
      ...(JSON.parse(passed ?? '{}') as CdkContext),
      ...(overflow === undefined ? {} : (JSON.parse(readFileSync(overflow, 'utf8')) as CdkContext)),
    };
    return context.partsweep;
  }
  if (!existsSync('cdk.json')) return undefined;
  const file = JSON.parse(readFileSync('cdk.json', 'utf8')) as { readonly context?: CdkContext };
  return file.context?.partsweep;
}
