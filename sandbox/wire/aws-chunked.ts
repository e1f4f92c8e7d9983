import { createHmac } from 'node:crypto';
import { AwsError } from '../aws-error';
import { type Signature, scopeOf, sha256 } from './signature';

export interface ChunkedBody {
  readonly body: Buffer;
  /** Names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

const EMPTY = sha256('');

/**
 * Takes an `aws-chunked` body apart: chunks with their signatures where `mode` is a signed one, and the trailer. Throws AwsError
 * IncompleteBody, InvalidChunkSizeError, MalformedTrailerError or SignatureDoesNotMatch. Source: "Signature calculations for the Authorization header:
 * transferring payload in multiple chunks", S3 API Reference.
 */
export function decodeAwsChunked(
  raw: Buffer,
  mode: string,
  announcedTrailers: readonly string[],
  signature: Signature,
  key: Buffer,
): ChunkedBody {
  const signed = mode.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD');
  const withTrailer = mode.endsWith('-TRAILER');
  const sign = (label: string, previous: string, ...hashes: string[]) =>
    createHmac('sha256', key)
      .update([label, signature.timestamp, scopeOf(signature), previous, ...hashes].join('\n'))
      .digest('hex');
  const chunks: Buffer[] = [];
  let previous = signature.signature;
  let offset = 0;
  for (;;) {
    const end = raw.indexOf('\r\n', offset);
    if (end < 0) throw incomplete();
    const header = /^([0-9a-fA-F]+)(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(raw.toString('latin1', offset, end));
    if (header === null) throw new AwsError('InvalidChunkSizeError', 'The chunk header is not valid.');
    const size = Number.parseInt(header[1] ?? '', 16);
    offset = end + 2;
    const chunk = raw.subarray(offset, offset + size);
    if (chunk.length < size) throw incomplete();
    if (signed) {
      previous = expectSignature(header[2], sign('AWS4-HMAC-SHA256-PAYLOAD', previous, EMPTY, sha256(chunk)));
    }
    offset += size;
    if (size === 0) break;
    chunks.push(chunk);
    if (raw.toString('latin1', offset, offset + 2) !== '\r\n') throw incomplete();
    offset += 2;
  }
  const trailers: Record<string, string> = {};
  let trailerSignature: string | undefined;
  for (const line of raw.toString('utf8', offset).split('\r\n')) {
    if (line === '') continue;
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'x-amz-trailer-signature') trailerSignature = value;
    else if (announcedTrailers.includes(name)) trailers[name] = value;
    else throw new AwsError('MalformedTrailerError', 'The request contained trailing data that was not well-formed.');
  }
  if (announcedTrailers.some((name) => trailers[name] === undefined)) {
    throw new AwsError('MalformedTrailerError', 'The request did not contain the trailers that it announced.');
  }
  if (signed && withTrailer) {
    const canonical = announcedTrailers.map((name) => `${name}:${trailers[name]}\n`).join('');
    expectSignature(trailerSignature, sign('AWS4-HMAC-SHA256-TRAILER', previous, sha256(canonical)));
  }
  return { body: Buffer.concat(chunks), trailers };
}

function expectSignature(given: string | undefined, computed: string): string {
  if (given === computed) return computed;
  throw new AwsError(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    403,
  );
}

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly.');
}
