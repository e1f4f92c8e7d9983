import { AwsError } from '../aws-error';
import { type Caller, callerAccount, callerName } from '../identity/caller';
import type { Trace } from '../trace';

/**
 * Runs one API call and records in the trace how it was answered: without `error`, or with the code of an AwsError or the name
 * of another error. Rethrows what `run` throws.
 */
export async function recordCall<Result>(
  trace: Trace,
  call: { readonly action: string; readonly caller: Caller; readonly region: string; readonly resource: string },
  run: () => Result | Promise<Result>,
): Promise<Result> {
  const entry = {
    kind: 'call',
    action: call.action,
    account: callerAccount(call.caller),
    region: call.region,
    caller: callerName(call.caller),
    resource: call.resource,
  } as const;
  try {
    const result = await run();
    trace.record(entry);
    return result;
  } catch (error) {
    const code = error instanceof AwsError ? error.code : error instanceof Error ? error.name : 'InternalError';
    trace.record({ ...entry, error: { code, message: error instanceof Error ? error.message : String(error) } });
    throw error;
  }
}
