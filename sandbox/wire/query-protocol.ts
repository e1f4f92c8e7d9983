import { AwsError, NotModelledError } from '../aws-error';
import type { Call, WireResponse, WireService } from './message';
import { renderXml, type XmlTree } from './xml';

export type QueryOperation = (parameters: URLSearchParams, call: Call) => XmlTree | Promise<XmlTree>;

export interface QueryServiceOptions {
  readonly signingNames: readonly string[];
  /** The `Version` that clients send, such as `2011-06-15`. */
  readonly version: string;
  readonly xmlns: string;
  /** By action name; the answer becomes `<ActionResult>`. */
  readonly operations: Readonly<Record<string, QueryOperation>>;
}

/**
 * A service of the AWS query protocol. Parameters come in a form body or in the URL. Operations throw AwsError; an action that
 * is not in the table throws NotModelledError. Source: Smithy, "AWS query protocol".
 */
export function queryService(options: QueryServiceOptions): WireService {
  const headers = { 'content-type': 'text/xml' };
  return {
    signingNames: options.signingNames,
    async handle(call): Promise<WireResponse> {
      const parameters = readParameters(call);
      const action = parameters.get('Action');
      if (action === null) throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
      if (parameters.get('Version') !== options.version) {
        throw new AwsError(
          'InvalidAction',
          `Could not find operation ${action} for version ${parameters.get('Version')}`,
        );
      }
      const operation = Object.hasOwn(options.operations, action) ? options.operations[action] : undefined;
      if (operation === undefined) throw new NotModelledError(`the action ${options.signingNames[0]}:${action}`);
      const result = await operation(parameters, call);
      const tree = { [`${action}Result`]: result, ResponseMetadata: { RequestId: call.requestId } };
      return { status: 200, headers, body: renderXml(`${action}Response`, tree, { xmlns: options.xmlns }) };
    },
    renderError({ code, message, status, fields }, requestId) {
      const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message, ...fields };
      const body = renderXml('ErrorResponse', { Error: error, RequestId: requestId }, { xmlns: options.xmlns });
      return { status, headers, body };
    },
  };
}

function readParameters(call: Call): URLSearchParams {
  const type = call.request.headers['content-type'] ?? '';
  if (call.request.body.length === 0) return call.request.query;
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw new AwsError('InvalidAction', `The content type ${type} is not a form.`);
  }
  return new URLSearchParams(call.request.body.toString('utf8'));
}
