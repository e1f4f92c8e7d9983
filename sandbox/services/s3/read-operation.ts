import { NotModelledError } from '../../aws-error';
import type { WireRequest } from '../../wire/message';
import type { Address } from './address';
import { BUCKET_REQUESTS } from './bucket-requests';
import { OBJECT_REQUESTS } from './object-requests';
import type { Operation } from './operation';

const OPERATIONS: readonly Operation[] = [...BUCKET_REQUESTS, ...OBJECT_REQUESTS];
const EVERY_CALL = ['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token', 'x-amz-user-agent'];
const PRESIGNED = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/i;

/** Throws NotModelledError for an operation, a query parameter or an `x-amz-` header that is not known here. */
export function readOperation(request: WireRequest, address: Address): Operation {
  const parameters = [...new Set(request.query.keys())].filter((name) => name !== 'x-id' && !PRESIGNED.test(name));
  const on = address.bucket === '' ? 'service' : address.key === '' ? 'bucket' : 'object';
  const candidates = OPERATIONS.filter((operation) => operation.on === on && operation.method === request.method);
  const operation =
    candidates.find(({ marker }) => marker !== undefined && parameters.includes(marker)) ??
    candidates.find(({ marker }) => marker === undefined);
  if (operation === undefined) {
    const query = request.rawQuery === '' ? '' : `?${request.rawQuery}`;
    throw new NotModelledError(`S3 ${request.method} ${request.rawPath}${query}`);
  }
  for (const name of parameters) {
    if (name === operation.marker || operation.query?.includes(name)) continue;
    throw new NotModelledError(`the parameter ${name} of S3 ${operation.name}`);
  }
  for (const name of Object.keys(request.headers)) {
    if (isRefused(name, operation)) throw new NotModelledError(`the header ${name} of S3 ${operation.name}`);
  }
  return operation;
}

function isRefused(header: string, operation: Operation): boolean {
  if (operation.refusedHeaders?.includes(header)) return true;
  if (!header.startsWith('x-amz-')) return false;
  const known = [...EVERY_CALL, ...(operation.headers ?? [])];
  if (known.some((name) => (name.endsWith('*') ? header.startsWith(name.slice(0, -1)) : name === header))) return false;
  // Checksums are read, and refused where unknown, with the body.
  return !(header.startsWith('x-amz-checksum-') && known.includes('x-amz-sdk-checksum-algorithm'));
}
