import type {
  GetBucketLifecycleConfigurationCommand,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';

/** What was on the wire, past the SDK's objects, which drop elements that they do not know. */
export interface RawAnswer {
  /** Undefined until an answer of success came. */
  body: string | undefined;
  headers: Readonly<Record<string, string>>;
}

/**
 * Keeps the XML and the headers of the answer to `command`. The SDK's own reader is given an empty configuration, so
 * that it cannot fail on what it does not know; errors it reads itself.
 */
export function keepRawAnswer(command: GetBucketLifecycleConfigurationCommand): RawAnswer {
  const raw: RawAnswer = { body: undefined, headers: {} };
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as WireResponse;
      if (response.statusCode === 200) {
        raw.body = await textOf(response.body);
        raw.headers = response.headers;
        response.body = new TextEncoder().encode('<LifecycleConfiguration/>');
      }
      return result;
    },
    // closest to the wire: before the SDK reads the answer
    { step: 'deserialize', priority: 'low', name: 'keepRawLifecycle' },
  );
  return raw;
}

/** Sends `xml` as the body of `command`; checksum, length and signature are worked out after this. */
export function sendRawBody(command: PutBucketLifecycleConfigurationCommand, xml: string): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as WireRequest;
      request.body = xml;
      request.headers['content-type'] = 'application/xml';
      return next(args);
    },
    // last of its step: after the SDK wrote its own body
    { step: 'serialize', priority: 'low', name: 'sendRawLifecycle' },
  );
}

interface WireRequest {
  body: unknown;
  readonly headers: Record<string, string>;
}

interface WireResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  body: unknown;
}

/** Throws TypeError when the bytes are not UTF-8, and whatever a broken connection throws. */
async function textOf(body: unknown): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
}
