import { timingSafeEqual } from 'node:crypto';
import { AwsError, NotModelledError } from '../aws-error';
import type { Clock } from '../clock';
import type { Caller } from '../identity/caller';
import type { Identities } from '../identity/identities';
import type { Directory } from '../organization/directory';
import { authenticationError } from './authentication-error';
import { decodeAwsChunked } from './aws-chunked';
import type { WireRequest } from './message';
import { computeSignature, type Signature, sha256, signingKey, timestampMilliseconds } from './signature';

const MAXIMUM_SKEW_MILLISECONDS = 15 * 60_000;

export interface Authentication {
  readonly identities: Identities;
  readonly directory: Pick<Directory, 'isRegionEnabled'>;
  readonly clock: Clock;
}

/**
 * Verifies the signature and answers who signed, with the request as the service shall see it: the body of an `aws-chunked`
 * request decoded, its trailers among the headers. Throws AwsError with the code that the service of the scope uses.
 */
export function authenticate(
  request: WireRequest,
  signature: Signature,
  { identities, directory, clock }: Authentication,
): { readonly caller: Caller; readonly request: WireRequest } {
  const fail = (failure: Parameters<typeof authenticationError>[0]) => authenticationError(failure, signature.service);
  checkTime(signature, clock, fail);
  const identity = identities.byAccessKey(signature.accessKeyId);
  // A temporary key without its token is no key at all; only a wrong token is called invalid.
  if (identity === undefined || (identity.sessionToken !== undefined && signature.sessionToken === undefined)) {
    throw fail('unknown-key');
  }
  if (identity.sessionToken !== signature.sessionToken) throw fail('token-invalid');
  if (!directory.isRegionEnabled(identity.caller.accountId, signature.region)) {
    // AWS takes an account's keys only to the Regions that are on in it.
    throw fail(identity.sessionToken === undefined ? 'unknown-key' : 'token-invalid');
  }

  const isS3 = signature.service === 's3' || signature.service === 's3express';
  if (isS3) refuseUnsignedHeaders(request, signature);
  const key = signingKey(identity.secretAccessKey, signature);
  const announced = announcedHash(request, signature, isS3);
  const computed = computeSignature(request, signature, key, announced ?? sha256(request.body)).signature;
  if (!sameText(computed, signature.signature)) throw fail('wrong-signature');
  if (identity.expiresAt !== undefined && identity.expiresAt <= clock.now()) throw fail('token-expired');
  return { caller: identity.caller, request: withDecodedBody(request, signature, key, announced) };
}

function checkTime(signature: Signature, clock: Clock, fail: (failure: 'skewed' | 'url-expired') => AwsError): void {
  const age = clock.now().getTime() - timestampMilliseconds(signature.timestamp);
  if (signature.expires === undefined) {
    if (!(Math.abs(age) <= MAXIMUM_SKEW_MILLISECONDS)) throw fail('skewed');
  } else {
    if (!(age >= -MAXIMUM_SKEW_MILLISECONDS)) throw fail('skewed');
    if (age > signature.expires * 1000) throw fail('url-expired');
  }
}

function refuseUnsignedHeaders(request: WireRequest, signature: Signature): void {
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && !signature.signedHeaders.includes(name),
  );
  // A header that repeats nothing but the kind of payload may stay unsigned in a presigned request.
  const refused = unsigned.filter((name) => signature.expires === undefined || name !== 'x-amz-content-sha256');
  if (refused.length > 0) {
    throw new AwsError('AccessDenied', 'There were headers present in the request which were not signed', 403, {
      fields: { HeadersNotSigned: refused.join(', ') },
    });
  }
}

/** The last line of the canonical request, where it is not simply the hash of the body. */
function announcedHash(request: WireRequest, signature: Signature, isS3: boolean): string | undefined {
  const header = request.headers['x-amz-content-sha256'];
  if (signature.expires !== undefined && isS3) {
    return header !== undefined && signature.signedHeaders.includes('x-amz-content-sha256')
      ? header
      : 'UNSIGNED-PAYLOAD';
  }
  if (header === undefined && isS3) {
    throw new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  }
  return header;
}

function withDecodedBody(
  request: WireRequest,
  signature: Signature,
  key: Buffer,
  announced: string | undefined,
): WireRequest {
  if (announced === undefined || announced === 'UNSIGNED-PAYLOAD') return request;
  if (/^[0-9a-f]{64}$/.test(announced)) {
    const computed = sha256(request.body);
    if (computed === announced) return request;
    throw new AwsError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      400,
      { fields: { ClientComputedContentSHA256: announced, S3ComputedContentSHA256: computed } },
    );
  }
  if (!/^STREAMING-(AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?|UNSIGNED-PAYLOAD-TRAILER)$/.test(announced)) {
    if (announced.startsWith('STREAMING-')) throw new NotModelledError(`payloads of the kind ${announced}`);
    throw new AwsError(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or a valid sha256 value.',
    );
  }
  const trailerNames = (request.headers['x-amz-trailer'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const { body, trailers } = decodeAwsChunked(request.body, announced, trailerNames, signature, key);
  const length = request.headers['x-amz-decoded-content-length'];
  if (length === undefined) {
    throw new AwsError('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
  }
  if (Number(length) !== body.length) {
    throw new AwsError(
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length header',
    );
  }
  return { ...request, headers: { ...request.headers, ...trailers }, body };
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
