import type { Readable } from 'node:stream';
import type { STSClientConfig } from '@aws-sdk/client-sts';
import { AwsSdkSigV4Signer } from '@aws-sdk/core/httpAuthSchemes';
import { retryMiddleware } from '@smithy/core/retry';
import { HttpRequest, type HttpResponse } from '@smithy/core/transport';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, HandlerExecutionContext } from '@smithy/types';
import type { Retries } from '../retry-quotas';
import type { Endpoint } from './endpoint';
import { Sha256 } from './sha256';

export type Credentials = AwsCredentialIdentity | AwsCredentialIdentityProvider;
/** The SDK's own, to share its connections, or what to make it of. */
export type Connections = NonNullable<STSClientConfig['requestHandler']>;

export interface AwsCallerProps {
  readonly credentials: Credentials;
  /** Connections. @default a pool of its own */
  readonly requestHandler?: Connections;
  /** How often a call is made that fails in passing. */
  readonly retries: Retries;
  /** Paths are sent as they are signed, as S3 alone wants it. */
  readonly isPathSignedAsSent: boolean;
}

export interface Call {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly endpoint: Endpoint;
  /** Encoded, behind the endpoint's own. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** An answer and all of its body. */
export interface Answer {
  readonly response: HttpResponse;
  readonly body: Buffer;
}

/**
 * Signed calls, built from the parts that the SDK's clients are built from: its signer with its correction of the clock, its retries, its
 * connections. What is left out is what stands between them: models, serializers, thirty steps of middleware, rules evaluated for each call.
 */
export class AwsCaller {
  readonly #connections: NodeHttpHandler;
  readonly #retries: Retries;
  readonly #signer = new AwsSdkSigV4Signer();
  /** In which the signer keeps how far the clock is off. */
  readonly #signing: { signer: () => Promise<SignatureV4>; systemClockOffset: number };

  constructor({ credentials, requestHandler, retries, isPathSignedAsSent }: AwsCallerProps) {
    this.#connections = NodeHttpHandler.create(requestHandler as NodeHttpHandlerOptions | undefined) as NodeHttpHandler;
    this.#retries = retries;
    const signer = new SignatureV4({
      credentials,
      // each call says its own
      ...{ region: 'unsaid', service: 'unsaid' },
      sha256: Sha256,
      uriEscapePath: !isPathSignedAsSent,
      applyChecksum: true,
    });
    this.#signing = { signer: async () => signer, systemClockOffset: 0 };
  }

  /**
   * The answer to `call`, once `check` found nothing to throw at in it. What `check` throws is tried again where the SDK would. Throws
   * that, and whatever the connection throws.
   */
  async call(call: Call, check: (answer: Answer) => void): Promise<Answer> {
    const context: HandlerExecutionContext = {};
    const attempt = async ({ request }: { readonly request: unknown }) => {
      const answer = await this.#attempt(request as HttpRequest, call.endpoint, context, check);
      return { response: answer.response, output: { $metadata: {}, answer } };
    };
    const { signingName, signingRegion } = call.endpoint;
    const retrying = retryMiddleware({
      maxAttempts: async () => this.#retries.maxAttempts,
      retryStrategy: async () => this.#retries.of(signingName, signingRegion),
    });
    const { output } = await retrying(attempt, context)({ request: requestOf(call), input: {} });
    return output.answer;
  }

  async #attempt(
    request: HttpRequest,
    { signingName, signingRegion }: Endpoint,
    context: HandlerExecutionContext,
    check: (answer: Answer) => void,
  ): Promise<Answer> {
    const properties = { config: this.#signing, context, signingName, signingRegion };
    const signed = await this.#signer.sign(request, UNUSED_IDENTITY, properties);
    let answer: Answer;
    try {
      const { response } = await this.#connections.handle(signed as HttpRequest);
      answer = { response, body: await bodyOf(response) };
      check(answer);
    } catch (error) {
      // may find the clock to be off, and the call worth another try; throws what it is given
      return this.#signer.errorHandler(properties)(error as Error);
    }
    this.#signer.successHandler(answer.response, properties);
    return answer;
  }
}

/** The signer has the credentials of its own. */
const UNUSED_IDENTITY: AwsCredentialIdentity = { accessKeyId: '', secretAccessKey: '' };

function requestOf({ method, endpoint, path, query = {}, headers = {}, body }: Call): HttpRequest {
  const { protocol, hostname, port } = endpoint;
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  return new HttpRequest({
    ...{ method, protocol, hostname, path: endpoint.path + path },
    ...(port === undefined ? {} : { port }),
    query: { ...query },
    headers: {
      ...headers,
      ...traceOf(process.env),
      host,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
    ...(body === undefined ? {} : { body }),
  });
}

/** Of the invocation, as the SDK passes it on: by it Lambda sees functions that call one another in a circle. */
function traceOf(environment: Readonly<NodeJS.ProcessEnv>): Readonly<Record<string, string>> {
  const trace = environment['AWS_LAMBDA_FUNCTION_NAME'] ? environment['_X_AMZN_TRACE_ID'] : undefined;
  return trace ? { 'x-amzn-trace-id': trace } : {};
}

/** All of it. Throws what a broken connection throws. */
function bodyOf({ body }: HttpResponse): Promise<Buffer> {
  const stream = body as Readable;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    // by its events: an iterator over the stream costs as much as the signature
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
    stream.on('error', reject);
    stream.on('aborted', () => reject(Object.assign(new Error('the answer broke off'), { code: 'ECONNRESET' })));
  });
}
