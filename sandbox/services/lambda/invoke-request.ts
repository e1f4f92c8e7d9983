import { AwsError, NotModelledError } from '../../aws-error';
import { callerAccount } from '../../identity/caller';
import type { Call, WireResponse } from '../../wire/message';
import { functionArnOf } from './function-registry';

export interface InvokeRequest {
  readonly functionArn: string;
  readonly type: 'RequestResponse' | 'Event' | 'DryRun';
  /** JSON. */
  readonly payload: string;
}

/**
 * Reads `POST /2015-03-31/functions/NAME/invocations`. Throws NotModelledError for any other request, AwsError
 * InvalidRequestContentException for a payload that is not JSON. Source: API reference of Invoke.
 */
export function readInvokeRequest({ request, caller, region }: Call): InvokeRequest {
  const match = /^\/2015-03-31\/functions\/([^/]+)\/invocations\/?$/.exec(request.rawPath);
  if (request.method !== 'POST' || match?.[1] === undefined) {
    throw new NotModelledError(`the Lambda request ${request.method} ${request.rawPath}`);
  }
  const qualifier = request.query.get('Qualifier');
  if (qualifier !== null && qualifier !== '$LATEST') throw new NotModelledError('versions and aliases of functions');
  if (request.headers['x-amz-log-type'] === 'Tail') throw new NotModelledError('LogType Tail of Invoke');
  if (request.headers['x-amz-client-context'] !== undefined) throw new NotModelledError('ClientContext of Invoke');
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type !== 'RequestResponse' && type !== 'Event' && type !== 'DryRun') {
    throw new AwsError(
      'ValidationException',
      `Value '${type}' at 'invocationType' is not one of Event, RequestResponse, DryRun`,
    );
  }
  const account = callerAccount(caller);
  const payload = request.body.length === 0 ? '{}' : request.body.toString('utf8');
  try {
    JSON.parse(payload);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${reason}`);
  }
  return { functionArn: functionArnOf(decodeURIComponent(match[1]), account, region), type, payload };
}

/** An error of the REST-JSON protocol as Lambda writes it. */
export function renderLambdaError(
  error: { code: string; message: string; status: number },
  requestId: string,
): WireResponse {
  const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code;
  return {
    status: error.status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code, 'x-amzn-requestid': requestId },
    body: JSON.stringify({
      Type: error.status < 500 ? 'User' : 'Service',
      Message: error.message,
      message: error.message,
    }),
  };
}
