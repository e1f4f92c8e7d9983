import { AwsError } from '../aws-error';

export type AuthenticationFailure =
  | 'missing'
  | 'malformed'
  | 'unsupported'
  | 'unknown-key'
  | 'wrong-signature'
  | 'skewed'
  | 'url-expired'
  | 'token-expired'
  | 'token-invalid';

type Dialect = 's3' | 'query' | 'json';

/** Services of this endpoint that speak the query protocol; what is neither here nor S3 speaks JSON. */
const QUERY_SERVICES = ['sts', 'iam', 'cloudformation', 'sns'];

const INVALID_TOKEN = 'The security token included in the request is invalid.';
const WRONG_SIGNATURE =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

/**
 * The same failure has another code in each family of services. Sources: "Error responses", S3 API Reference; "Common errors" in
 * the API references of STS and EventBridge.
 */
const ANSWERS: Readonly<Record<AuthenticationFailure, Readonly<Record<Dialect, readonly [string, number, string]>>>> = {
  missing: {
    s3: ['AccessDenied', 403, 'Access Denied'],
    query: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    json: ['MissingAuthenticationTokenException', 400, 'Missing Authentication Token'],
  },
  malformed: {
    s3: ['AuthorizationHeaderMalformed', 400, 'The authorization header that you provided is not valid.'],
    query: ['IncompleteSignature', 400, 'The request signature does not conform to AWS standards.'],
    json: ['IncompleteSignatureException', 400, 'The request signature does not conform to AWS standards.'],
  },
  unsupported: {
    s3: [
      'InvalidRequest',
      400,
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    ],
    query: ['IncompleteSignature', 400, 'Unsupported AWS algorithm.'],
    json: ['IncompleteSignatureException', 400, 'Unsupported AWS algorithm.'],
  },
  'unknown-key': {
    s3: ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
    query: ['InvalidClientTokenId', 403, INVALID_TOKEN],
    json: ['UnrecognizedClientException', 400, INVALID_TOKEN],
  },
  'wrong-signature': {
    s3: [
      'SignatureDoesNotMatch',
      403,
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ],
    query: ['SignatureDoesNotMatch', 403, WRONG_SIGNATURE],
    json: ['InvalidSignatureException', 400, WRONG_SIGNATURE],
  },
  skewed: {
    s3: ['RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.'],
    query: ['SignatureDoesNotMatch', 403, 'Signature expired: the request time is too far from the current time.'],
    json: ['InvalidSignatureException', 400, 'Signature expired: the request time is too far from the current time.'],
  },
  'url-expired': {
    s3: ['AccessDenied', 403, 'Request has expired'],
    query: ['SignatureDoesNotMatch', 403, 'Signature expired: the presigned URL has expired.'],
    json: ['InvalidSignatureException', 400, 'Signature expired: the presigned URL has expired.'],
  },
  'token-expired': {
    s3: ['ExpiredToken', 400, 'The provided token has expired.'],
    query: ['ExpiredToken', 403, 'The security token included in the request is expired'],
    json: ['ExpiredTokenException', 400, 'The security token included in the request is expired'],
  },
  'token-invalid': {
    s3: ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
    query: ['InvalidClientTokenId', 403, INVALID_TOKEN],
    json: ['UnrecognizedClientException', 400, INVALID_TOKEN],
  },
};

/** `signingName` is the service of the signature's scope. */
export function authenticationError(failure: AuthenticationFailure, signingName: string): AwsError {
  const isS3 = signingName === 's3' || signingName === 's3express';
  const dialect = isS3 ? 's3' : QUERY_SERVICES.includes(signingName) ? 'query' : 'json';
  const [code, status, message] = ANSWERS[failure][dialect];
  return new AwsError(code, message, status);
}
