import type { HttpRequest, HttpResponse } from '@smithy/core/transport';

/** The parts of a request that say where it goes and what it asks. */
export interface SeenHttpRequest {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Region and service that it is signed for. */
  readonly scope: string | undefined;
  readonly body: string;
}

/** Headers that differ from call to call, or that nobody decides on. */
const OWN =
  /^(authorization|user-agent|x-amz-user-agent|amz-sdk-invocation-id|amz-sdk-request|x-amz-date|x-amz-security-token)$/;

/** Connections that lead nowhere: keep what would have been sent, and fail. */
export class CapturingHandler {
  readonly seen: SeenHttpRequest[] = [];

  async handle(request: HttpRequest): Promise<{ response: HttpResponse }> {
    const { method, protocol, hostname, port, path, query, headers, body } = request;
    const scope = /Credential=[^/]+\/\d+\/([^,]+)\/aws4_request/.exec(headers['authorization'] ?? '')?.[1];
    const kept = Object.entries(headers).filter(([name]) => !OWN.test(name));
    this.seen.push({
      method,
      origin: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`,
      path: path.replace(/\/\/+/g, '/'),
      // says the operation to whoever reads a log; S3 does not look at it
      query: Object.fromEntries(Object.entries(query).filter(([name]) => name !== 'x-id')),
      headers: Object.fromEntries(kept.map(([name, value]) => [name.toLowerCase(), value])),
      scope,
      body: body === undefined ? '' : Buffer.from(body).toString(),
    });
    throw Object.assign(new Error('nothing is there'), { name: 'Nowhere' });
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }
}
