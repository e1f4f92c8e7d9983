import { AwsError, NotModelledError } from '../aws-error';
import type { Call, WireResponse, WireService } from './message';

export type JsonOperation = (input: unknown, call: Call) => unknown;

export interface JsonServiceOptions {
  readonly signingNames: readonly string[];
  /** What stands before the dot in `X-Amz-Target`, such as `AmazonSQS`. */
  readonly targetPrefix: string;
  readonly version: '1.0' | '1.1';
  /** By operation name; the answer becomes the JSON body, undefined an empty one. */
  readonly operations: Readonly<Record<string, JsonOperation>>;
  /** Namespace of `__type`, such as `com.amazonaws.sqs`; none when absent. */
  readonly errorNamespace?: string;
  /**
   * For a service that once spoke the query protocol (SQS): its old name for an error code, sent as `x-amzn-query-error`.
   * Such a service also keeps `AccessDenied` with status 403, where others answer `AccessDeniedException` with 400.
   */
  readonly queryErrorCode?: (code: string) => string;
}

/**
 * A service of the AWS JSON protocol 1.0 or 1.1. Operations throw AwsError; an operation that is not in the table throws
 * NotModelledError. Source: Smithy, "AWS JSON 1.0/1.1 protocol" and "awsQueryCompatible".
 */
export function jsonService(options: JsonServiceOptions): WireService {
  const contentType = `application/x-amz-json-${options.version}`;
  return {
    signingNames: options.signingNames,
    async handle(call): Promise<WireResponse> {
      const operation = findOperation(options, call);
      const output = await operation(readInput(call.request.body), call);
      return { status: 200, headers: { 'content-type': contentType }, body: JSON.stringify(output ?? {}) };
    },
    renderError({ code, message, status, fields }) {
      const denied = code === 'AccessDenied' && options.queryErrorCode === undefined;
      const wireCode = denied ? 'AccessDeniedException' : code;
      const type = options.errorNamespace === undefined ? wireCode : `${options.errorNamespace}#${wireCode}`;
      const headers: Record<string, string> = { 'content-type': contentType, 'x-amzn-errortype': wireCode };
      if (options.queryErrorCode !== undefined) {
        headers['x-amzn-query-error'] =
          `${queryCode(code, options.queryErrorCode)};${status < 500 ? 'Sender' : 'Receiver'}`;
      }
      const body = JSON.stringify({ __type: type, message, ...fields });
      return { status: denied ? 400 : status, headers, body };
    },
  };
}

/** Codes of a failed authentication that the two protocols name differently. */
const AUTHENTICATION_CODES: Readonly<Record<string, string>> = {
  UnrecognizedClientException: 'InvalidClientTokenId',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  ExpiredTokenException: 'ExpiredToken',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
};

function queryCode(code: string, serviceCode: (code: string) => string): string {
  return AUTHENTICATION_CODES[code] ?? serviceCode(code);
}

function findOperation(options: JsonServiceOptions, call: Call): JsonOperation {
  const target = call.request.headers['x-amz-target'];
  if (target === undefined) throw new AwsError('UnknownOperationException', 'The request has no X-Amz-Target.', 404);
  const dot = target.lastIndexOf('.');
  if (target.slice(0, dot) !== options.targetPrefix) {
    throw new AwsError('UnknownOperationException', `Unknown target ${target}.`, 404);
  }
  const name = target.slice(dot + 1);
  const operation = Object.hasOwn(options.operations, name) ? options.operations[name] : undefined;
  if (operation === undefined) throw new NotModelledError(`the operation ${target}`);
  return operation;
}

function readInput(body: Buffer): unknown {
  if (body.length === 0) return {};
  let input: unknown;
  try {
    input = JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request body is not JSON.');
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new AwsError('SerializationException', 'The request body is not a JSON object.');
  }
  return input;
}
