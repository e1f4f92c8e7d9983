import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError, NotModelledError } from './aws-error';
import type { Clock } from './clock';
import type { Trace } from './trace';
import { type Authentication, authenticate } from './wire/authenticate';
import { authenticationError } from './wire/authentication-error';
import type { WireRequest, WireResponse, WireService } from './wire/message';
import { readSignature } from './wire/signature';

export interface EndpointOptions extends Authentication {
  readonly services: readonly WireService[];
  readonly trace: Trace;
  /** How much later than at once each answer is sent, in milliseconds. @default 0 */
  readonly answerMilliseconds?: number;
}

/** The largest body that is read: more than any request of the services modelled here. */
const MAXIMUM_BODY_BYTES = 64 * 1024 * 1024;

/**
 * The one HTTP endpoint of the local AWS, on 127.0.0.1. A request's signature says who calls, which service and which Region;
 * the signature is verified before a service sees the request.
 */
export class Endpoint {
  readonly #services = new Map<string, WireService>();
  readonly #authentication: Authentication;
  readonly #trace: Trace;
  readonly #clock: Clock;
  readonly #server: Server;
  readonly #answerMilliseconds: number;

  constructor(options: EndpointOptions) {
    for (const service of options.services) {
      for (const name of service.signingNames) {
        if (this.#services.has(name)) throw new Error(`two services answer to the signing name ${name}`);
        this.#services.set(name, service);
      }
    }
    this.#authentication = options;
    this.#trace = options.trace;
    this.#clock = options.clock;
    this.#answerMilliseconds = options.answerMilliseconds ?? 0;
    this.#server = createServer((incoming, outgoing) => void this.#answer(incoming, outgoing));
    // Long polling holds a connection for 20 seconds, pooled clients longer.
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Port 0 takes a free one. Answers the URL, such as `http://127.0.0.1:4566`; rejects when the port is taken. */
  listen(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`);
      });
    });
  }

  /** Stops listening and ends every connection. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    let response: WireResponse;
    try {
      const request = await readRequest(incoming);
      response = await this.#handle(request, requestId, incoming.socket.remoteAddress ?? '127.0.0.1');
    } catch (error) {
      // The client went away, or sent more than any service takes.
      response = { status: 400, body: error instanceof Error ? error.message : String(error) };
    }
    if (this.#answerMilliseconds > 0) await this.#clock.sleep(this.#answerMilliseconds);
    if (outgoing.destroyed) return;
    const isS3 = response.headers?.['content-type'] === 'application/xml';
    outgoing.writeHead(response.status, {
      'x-amzn-requestid': requestId,
      'x-amz-request-id': requestId,
      ...(isS3 ? { 'x-amz-id-2': Buffer.from(requestId).toString('base64') } : {}),
      date: this.#clock.now().toUTCString(),
      ...response.headers,
      ...(response.status === 204 || response.status === 304
        ? {}
        : { 'content-length': Buffer.byteLength(response.body ?? '') }),
    });
    outgoing.end(incoming.method === 'HEAD' ? undefined : response.body);
  }

  async #handle(received: WireRequest, requestId: string, sourceIp: string): Promise<WireResponse> {
    const found = readSignature(received, received.query);
    const name = typeof found === 'object' ? found.service : guessSigningName(received);
    const service = this.#services.get(name);
    if (service === undefined) return plainError(501, `no service with the signing name ${name} is modelled`);
    try {
      const { signature, caller, request } = this.#authenticate(received, name);
      return await service.handle({ request, caller, region: signature.region, requestId, sourceIp });
    } catch (error) {
      return renderFailure(error, service, requestId);
    }
  }

  /** A request that proves nobody's identity reaches no service; the trace has it under the service's name alone. */
  #authenticate(received: WireRequest, name: string) {
    const signature = readSignature(received, received.query);
    try {
      if (signature === undefined) throw authenticationError('missing', name);
      if (typeof signature === 'string') throw authenticationError(signature, name);
      return { signature, ...authenticate(received, signature, this.#authentication) };
    } catch (error) {
      const isObject = typeof signature === 'object';
      this.#trace.record({
        kind: 'call',
        action: `${name}:*`,
        account: '',
        region: isObject ? signature.region : '',
        caller: isObject ? signature.accessKeyId : 'anonymous',
        resource: received.rawPath,
        error:
          error instanceof AwsError
            ? { code: error.code, message: error.message }
            : { code: 'NotModelled', message: String(error) },
      });
      throw error;
    }
  }
}

function renderFailure(error: unknown, service: WireService, requestId: string): WireResponse {
  if (error instanceof AwsError) {
    const response = service.renderError(error, requestId);
    return { ...response, headers: { ...response.headers, ...error.headers } };
  }
  if (error instanceof NotModelledError) {
    const answer = { code: 'NotModelled', message: error.message, status: 501, fields: {} };
    return service.renderError(answer, requestId);
  }
  console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  return service.renderError({ code: 'InternalError', message, status: 500, fields: {} }, requestId);
}

/** An unsigned request names no service; its shape says which family answers. */
function guessSigningName(request: WireRequest): string {
  const credential = /Credential=[^/,]*\/\d+\/[^/,]*\/([a-z0-9-]+)\//.exec(request.headers['authorization'] ?? '');
  if (credential?.[1] !== undefined) return credential[1];
  const target = request.headers['x-amz-target'];
  if (target?.startsWith('AmazonSQS.')) return 'sqs';
  if (target?.startsWith('AWSEvents.')) return 'events';
  if (target !== undefined) return 'organizations';
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  return isForm || request.query.has('Action') ? 'sts' : 's3';
}

function plainError(status: number, message: string): WireResponse {
  const body = JSON.stringify({ __type: 'NotModelled', message });
  return { status, headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'NotModelled' }, body };
}

async function readRequest(incoming: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > MAXIMUM_BODY_BYTES) throw new Error(`the body is larger than ${MAXIMUM_BODY_BYTES} bytes`);
  }
  const target = incoming.url ?? '/';
  const mark = target.indexOf('?');
  const rawQuery = mark < 0 ? '' : target.slice(mark + 1);
  return {
    method: incoming.method ?? 'GET',
    rawPath: mark < 0 ? target : target.slice(0, mark),
    query: new URLSearchParams(rawQuery),
    rawQuery,
    headers: joinHeaders(incoming.rawHeaders),
    body: Buffer.concat(chunks),
  };
}

/** Repeated headers are joined with a comma alone, which is how they are signed. */
function joinHeaders(raw: readonly string[]): Readonly<Record<string, string>> {
  const headers: Record<string, string> = Object.create(null);
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  return headers;
}
