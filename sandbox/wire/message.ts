import type { Caller } from '../identity/caller';

/** One HTTP request, read whole. */
export interface WireRequest {
  readonly method: string;
  /** As it stood on the request line, percent-encoding kept, without the query. */
  readonly rawPath: string;
  /** In the order sent; a name without `=` has the value ''. */
  readonly query: URLSearchParams;
  readonly rawQuery: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** A request whose signature has been verified. */
export interface Call {
  readonly request: WireRequest;
  readonly caller: Caller;
  /** Region of the endpoint called: the one in the signature's scope. */
  readonly region: string;
  readonly requestId: string;
  readonly sourceIp: string;
}

/** One AWS service on the endpoint, chosen by the service name in the signature's scope. */
export interface WireService {
  /** Signing names, such as `sqs`. */
  readonly signingNames: readonly string[];
  handle(call: Call): Promise<WireResponse>;
  /** The service's own way to write an error (AwsError) on the wire. */
  renderError(
    error: { code: string; message: string; status: number; fields: Readonly<Record<string, string>> },
    requestId: string,
  ): WireResponse;
}
