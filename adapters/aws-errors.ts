/**
 * The only place that reads what the SDK throws. Codes are those of the services' API references; everything that is
 * not known to be final counts as passing.
 */

export interface AwsFailure {
  /** The service's error code, or the name of what went wrong on the way, such as `TimeoutError`. */
  readonly code: string;
  readonly message: string;
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;
  /** The Region that S3 names when it was asked in another one. */
  readonly bucketRegion: string | undefined;
  /** How often the SDK asked. */
  readonly attempts: number;
}

export function awsFailure(error: unknown): AwsFailure {
  const fields = recordOf(error);
  const response = recordOf(fields['$response']);
  const headers = recordOf(response['headers']);
  const metadata = recordOf(fields['$metadata']);
  const status = metadata['httpStatusCode'] ?? response['statusCode'];
  const name = stringOf(fields['name']);
  // Node's own errors are all called Error, and have a code such as ENOTFOUND
  const system = name === 'Error' || name === 'AggregateError' ? stringOf(fields['code']) : undefined;
  return {
    code: system ?? name ?? stringOf(fields['Code']) ?? 'Unknown',
    message: stringOf(fields['message']) ?? String(error),
    status: typeof status === 'number' ? status : undefined,
    attempts: typeof metadata['attempts'] === 'number' ? metadata['attempts'] : 1,
    bucketRegion: stringOf(headers['x-amz-bucket-region']) ?? stringOf(fields['Region']),
  };
}

const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'AllAccessDisabled', 'AccountProblem']);

const WRONG_REGION = new Set([
  'PermanentRedirect',
  'Redirect',
  'TemporaryRedirect',
  'IllegalLocationConstraintException',
  'AuthorizationHeaderMalformed',
  '301',
  '307',
]);

/** S3's final answers about the request or the bucket. */
const REFUSED = new Set([
  'InvalidRequest',
  'MalformedXML',
  'InvalidArgument',
  'InvalidBucketState',
  'MethodNotAllowed',
  'NotImplemented',
]);

/** What an error of S3 means; `passing` may be different next time. */
export type S3Meaning =
  | 'no-lifecycle'
  | 'no-tags'
  | 'no-such-bucket'
  | 'denied'
  | 'wrong-region'
  | 'refused'
  | 'passing';

export function s3Meaning({ code, status }: AwsFailure): S3Meaning {
  if (code === 'NoSuchLifecycleConfiguration') return 'no-lifecycle';
  if (code === 'NoSuchTagSet' || code === 'NoSuchTagSetError') return 'no-tags';
  if (code === 'NoSuchBucket') return 'no-such-bucket';
  if (DENIED.has(code)) return 'denied';
  if (WRONG_REGION.has(code) || status === 301 || status === 307) return 'wrong-region';
  return REFUSED.has(code) ? 'refused' : 'passing';
}

/** S3: the continuation token of a listing is refused; only where one was sent. */
export function isTokenRefused({ code }: AwsFailure): boolean {
  return code === 'InvalidArgument' || code === 'InvalidRequest';
}

/** Answers of a Region in which the account's credentials are not known, as where it is off. */
const NOT_KNOWN_THERE = new Set([
  'UnrecognizedClientException',
  'RegionDisabledException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidToken',
  'OptInRequired',
]);

/**
 * Whether a call failed because of the Region that was asked: it has no host (`unknown`), or does not know the account (`off`). Source:
 * "Enable or disable AWS Regions in your account", AWS Account Management Reference Guide.
 */
export function regionTrouble({ code }: AwsFailure): 'unknown' | 'off' | undefined {
  if (code === 'ENOTFOUND') return 'unknown';
  return NOT_KNOWN_THERE.has(code) ? 'off' : undefined;
}

/** S3: there is no policy on the bucket. */
export function isNoPolicy({ code }: AwsFailure): boolean {
  return code === 'NoSuchBucketPolicy';
}

/** S3: there is no such object. */
export function isNoSuchObject({ code }: AwsFailure): boolean {
  return code === 'NoSuchKey';
}

/**
 * The kind of policy that denied, from S3's own words: "… with an explicit deny in a service control policy" or "…
 * because no identity-based policy allows the … action". Source: "Troubleshoot access denied error messages", IAM User Guide.
 */
export function denyingPolicy(message: string): string | undefined {
  const explicit = /explicit deny in an? ((?:[a-z-]+ ){0,3}policy|(?:[a-z-]+ ){0,3}boundary)/.exec(message);
  if (explicit !== null) return explicit[1];
  const missing = /because no ((?:[a-z-]+ ){0,3}(?:policy|boundary)) allows/.exec(message);
  return missing?.[1];
}

/** STS: the role says no, or is not there. STS gives one answer to both. */
export function isDenied({ code }: AwsFailure): boolean {
  return DENIED.has(code);
}

/** STS: the session policy fits into 2,048 characters, but not into its packed form. */
export function isPolicyTooLarge({ code }: AwsFailure): boolean {
  return code === 'PackedPolicyTooLarge' || code === 'PackedPolicyTooLargeException';
}

/**
 * What is the matter with who calls, rather than with what was asked; undefined when it is something else. Names from the SDK's
 * credential providers and from "Common errors" of the services' API references.
 */
export function credentialTrouble({
  code,
  message,
  status,
}: AwsFailure): 'none' | 'expired' | 'invalid' | 'no-region' | 'unreachable' | 'denied' | undefined {
  if (/expired/i.test(code) || (/token/i.test(message) && /expired/i.test(message))) return 'expired';
  if (code === 'CredentialsProviderError' || /could not load credentials/i.test(message)) return 'none';
  if (/region is missing/i.test(message) || /^region not accepted/i.test(message)) return 'no-region';
  if (NOT_KNOWN_THERE.has(code) || code === 'SignatureDoesNotMatch') return 'invalid';
  if (DENIED.has(code)) return 'denied';
  return status === undefined && UNREACHABLE.has(code) ? 'unreachable' : undefined;
}

const UNREACHABLE = new Set(['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'ETIMEDOUT', 'TimeoutError']);

/** DynamoDB: the condition of a write does not hold. */
export function isConditionFailed({ code }: AwsFailure): boolean {
  return code === 'ConditionalCheckFailedException';
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}

function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
