/** One call to AWS, as far as the wire tells. */
export interface WireCall {
  /** The name that the request is signed for, such as `s3`. */
  readonly service: string;
  /** `GetItem`, or for S3 the method with what it is about, such as `GET lifecycle`. */
  readonly operation: string;
}

interface WireRequest {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Parts of a URL's query that say what is done to a bucket. */
const SUBRESOURCES = ['lifecycle', 'tagging', 'policy', 'uploads', 'partNumber', 'uploadId'];

export function readCall({ method, url, headers, body }: WireRequest): WireCall {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(String(headers['authorization']))?.[1] ?? '';
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return { service, operation: target.split('.').at(-1) ?? '' };
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  if (action !== undefined) return { service, operation: action };
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (service === 'lambda') return { service, operation: 'Invoke' };
  const about = pathname.includes('/tags/') ? 'tags' : SUBRESOURCES.find((name) => searchParams.has(name));
  return { service, operation: `${method} ${about ?? operationOf(service, method, pathname)}` };
}

function operationOf(service: string, method: string, pathname: string): string {
  if (pathname === '/') return service === 's3express' ? 'ListDirectoryBuckets' : 'ListBuckets';
  return method === 'PUT' ? 'PutObject' : 'GetObject';
}

/** How each service says that it was asked too often. Source: the services' API references, "Errors" and "Common errors". */
const THROTTLED: Readonly<Record<string, { readonly status: number; readonly code: string }>> = {
  s3: { status: 503, code: 'SlowDown' },
  s3express: { status: 503, code: 'SlowDown' },
  sts: { status: 400, code: 'Throttling' },
  cloudformation: { status: 400, code: 'Throttling' },
  iam: { status: 400, code: 'Throttling' },
  sqs: { status: 403, code: 'RequestThrottled' },
  dynamodb: { status: 400, code: 'ProvisionedThroughputExceededException' },
  organizations: { status: 400, code: 'TooManyRequestsException' },
  events: { status: 400, code: 'ThrottlingException' },
  tagging: { status: 400, code: 'ThrottledException' },
  lambda: { status: 429, code: 'TooManyRequestsException' },
};

/** Before the `#` of a JSON service's error codes. */
const NAMESPACES: Readonly<Record<string, string>> = {
  sqs: 'com.amazonaws.sqs',
  dynamodb: 'com.amazonaws.dynamodb.v20120810',
  organizations: 'com.amazonaws.organizations.v20161128',
};

export function throttled({ service }: WireCall): WireAnswer {
  const known = THROTTLED[service];
  if (known === undefined) throw new Error(`nobody wrote down how ${service} throttles`);
  return errorAnswer(service, known.status, known.code, 'Rate exceeded');
}

export function unavailable({ service }: WireCall): WireAnswer {
  return errorAnswer(service, 503, service === 'dynamodb' ? 'InternalServerError' : 'ServiceUnavailable', 'Try again');
}

/** What a service says to a request whose signature is an hour older than its own clock. */
export function fromAnotherTime({ service }: WireCall): WireAnswer {
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  const answer = isS3(service)
    ? errorAnswer(
        service,
        403,
        'RequestTimeTooSkewed',
        'The difference between the request time and the server’s is too large.',
      )
    : errorAnswer(
        service,
        isQuery(service) ? 403 : 400,
        isQuery(service) ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
        'Signature expired: it is now earlier than the time of the server',
      );
  return { ...answer, headers: { ...answer.headers, date } };
}

/** S3 knows the bucket's Region, and does not say it. */
export function elsewhere({ service }: WireCall): WireAnswer {
  return errorAnswer(service, 301, 'PermanentRedirect', 'The bucket must be addressed using the specified endpoint.');
}

export function errorAnswer(service: string, status: number, code: string, message: string): WireAnswer {
  if (isS3(service)) {
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message><RequestId>0A</RequestId></Error>`;
    return { status, headers: { 'content-type': 'application/xml' }, body };
  }
  if (isQuery(service)) {
    const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>0A</RequestId></ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body };
  }
  const namespace = NAMESPACES[service];
  const __type = namespace === undefined ? code : `${namespace}#${code}`;
  const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': __type };
  return {
    status,
    headers: service === 'sqs' ? { ...headers, 'x-amzn-query-error': `${code};Sender` } : headers,
    body: JSON.stringify({ __type, message }),
  };
}

/** A page of somebody on the way, who knows nothing of AWS. */
export const STRANGERS_PAGE: WireAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><p>Sign in to the network</p></body></html>\n',
};

function isS3(service: string): boolean {
  return service === 's3' || service === 's3express';
}

function isQuery(service: string): boolean {
  return ['sts', 'cloudformation', 'iam'].includes(service);
}
