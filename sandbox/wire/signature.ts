import { createHash, createHmac } from 'node:crypto';

/** The parts of an AWS Signature Version 4, from the Authorization header or from the query of a presigned URL. */
export interface Signature {
  readonly accessKeyId: string;
  /** `YYYYMMDD` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly timestamp: string;
  readonly sessionToken: string | undefined;
  /** Seconds that a presigned URL is good for; undefined for a header. */
  readonly expires: number | undefined;
}

export interface SignedMessage {
  readonly method: string;
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * Reads the signature of a request. `undefined`: there is none; `malformed`: there is one that cannot be read; `unsupported`:
 * another algorithm.
 */
export function readSignature(
  message: SignedMessage,
  query: URLSearchParams,
): Signature | undefined | 'malformed' | 'unsupported' {
  const authorization = message.headers['authorization'];
  if (authorization !== undefined) return readHeader(authorization, message.headers);
  const algorithm = query.get('X-Amz-Algorithm');
  if (algorithm === null) return query.has('AWSAccessKeyId') ? 'unsupported' : undefined;
  if (algorithm !== ALGORITHM) return 'unsupported';
  const expires = query.get('X-Amz-Expires') ?? '';
  if (!/^\d{1,6}$/.test(expires) || Number(expires) > 604_800) return 'malformed';
  return assemble({
    credential: query.get('X-Amz-Credential'),
    signedHeaders: query.get('X-Amz-SignedHeaders'),
    signature: query.get('X-Amz-Signature'),
    timestamp: query.get('X-Amz-Date'),
    sessionToken: query.get('X-Amz-Security-Token'),
    expires: Number(expires),
  });
}

function readHeader(authorization: string, headers: Readonly<Record<string, string>>) {
  if (!authorization.startsWith(`${ALGORITHM} `)) return 'unsupported';
  const parts = new Map<string, string>();
  for (const part of authorization.slice(ALGORITHM.length + 1).split(',')) {
    const equals = part.indexOf('=');
    parts.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return assemble({
    credential: parts.get('Credential'),
    signedHeaders: parts.get('SignedHeaders'),
    signature: parts.get('Signature'),
    timestamp: headers['x-amz-date'] ?? basicTimestamp(headers['date']),
    sessionToken: headers['x-amz-security-token'],
    expires: undefined,
  });
}

type Text = string | null | undefined;

function assemble(parts: {
  credential: Text;
  signedHeaders: Text;
  signature: Text;
  timestamp: Text;
  sessionToken: Text;
  expires: number | undefined;
}): Signature | 'malformed' {
  const { signature, timestamp } = parts;
  const scope = /^([A-Za-z0-9]{1,128})\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request$/.exec(
    parts.credential ?? '',
  );
  if (scope === null || !parts.signedHeaders || !signature || !timestamp) return 'malformed';
  const [, accessKeyId = '', date = '', region = '', service = ''] = scope;
  if (!/^\d{8}T\d{6}Z$/.test(timestamp) || !timestamp.startsWith(date)) return 'malformed';
  const signedHeaders = parts.signedHeaders.split(';');
  if (!signedHeaders.includes('host')) return 'malformed';
  const { expires } = parts;
  const sessionToken = parts.sessionToken ?? undefined;
  return { accessKeyId, date, region, service, signedHeaders, signature, timestamp, sessionToken, expires };
}

function basicTimestamp(httpDate: string | undefined): string | undefined {
  const time = httpDate === undefined ? Number.NaN : Date.parse(httpDate);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** `YYYYMMDDTHHMMSSZ` as a time in milliseconds; NaN for an impossible date. */
export function timestampMilliseconds(timestamp: string): number {
  return Date.parse(timestamp.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

export function signingKey(secret: string, signature: Signature): Buffer {
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, signature.date), signature.region), signature.service), 'aws4_request');
}

/**
 * The signature that the owner of `key` would have made. S3 signs the path encoded once, every other service normalized and
 * encoded twice. Source: "Create a signed AWS API request", IAM User Guide.
 */
export function computeSignature(
  message: SignedMessage,
  signature: Signature,
  key: Buffer,
  payloadHash: string,
): { readonly signature: string; readonly canonicalRequest: string; readonly stringToSign: string } {
  const canonicalHeaders = signature.signedHeaders
    .map((name) => `${name}:${(message.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`)
    .join('');
  const isS3 = signature.service === 's3' || signature.service === 's3express';
  const canonicalRequest = [
    message.method,
    isS3 ? encodePath(message.rawPath, true) : encodePath(normalize(message.rawPath), false),
    canonicalQuery(message.rawQuery),
    canonicalHeaders,
    signature.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const stringToSign = [ALGORITHM, signature.timestamp, scopeOf(signature), sha256(canonicalRequest)].join('\n');
  return {
    signature: createHmac('sha256', key).update(stringToSign).digest('hex'),
    canonicalRequest,
    stringToSign,
  };
}

export function scopeOf(signature: Signature): string {
  return `${signature.date}/${signature.region}/${signature.service}/aws4_request`;
}

export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function normalize(path: string): string {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  const end = path.endsWith('/') && segments.length > 0 ? '/' : '';
  return `/${segments.join('/')}${end}`;
}

function encodePath(path: string, decodeFirst: boolean): string {
  return path
    .split('/')
    .map((segment) => encode(decodeFirst ? decode(segment) : segment))
    .join('/');
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === '') return '';
  const pairs: [string, string][] = [];
  for (const part of rawQuery.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    const value = equals < 0 ? '' : part.slice(equals + 1);
    const decoded = decode(name);
    if (decoded !== 'X-Amz-Signature') pairs.push([encode(decoded), encode(decode(value))]);
  }
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  pairs.sort(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
