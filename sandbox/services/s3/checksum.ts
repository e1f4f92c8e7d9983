import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { AwsError, NotModelledError } from '../../aws-error';
import type { WireRequest } from '../../wire/message';
import { invalidRequest } from './s3-errors';

const HEADER = 'x-amz-checksum-';

/** Base64 checksums by the algorithm's name in the header. Source: "Checking object integrity", S3 User Guide. */
const ALGORITHMS: Readonly<Record<string, (body: Buffer) => Buffer>> = {
  crc32: (body) => fourBytes(crc32(body)),
  crc32c: (body) => fourBytes(crc32c(body)),
  crc64nvme,
  sha1: (body) => createHash('sha1').update(body).digest(),
  sha256: (body) => createHash('sha256').update(body).digest(),
};

/**
 * Compares what came with what was announced. Throws AwsError BadDigest, InvalidDigest or InvalidRequest, and NotModelledError for an
 * algorithm that is not known here.
 */
export function verifyChecksum(request: WireRequest, required: boolean): void {
  const { headers, body } = request;
  const md5 = headers['content-md5'];
  const names = Object.keys(headers).filter((name) => name.startsWith(HEADER));
  if (names.length > 1) {
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  }
  const [name] = names;
  if (required && md5 === undefined && name === undefined) {
    throw invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*');
  }
  if (md5 !== undefined) verifyMd5(md5, body);
  const announced = headers['x-amz-sdk-checksum-algorithm']?.toLowerCase();
  if (announced !== undefined && name === undefined) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
  if (name === undefined) return;
  const algorithm = name.slice(HEADER.length);
  const compute = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  if (compute === undefined) throw new NotModelledError(`the header ${name}`);
  if (announced !== undefined && announced !== algorithm) {
    throw invalidRequest('Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
  const computed = compute(body);
  const given = headers[name] ?? '';
  if (Buffer.from(given, 'base64').length !== computed.length) {
    throw invalidRequest(`Value for ${name} header is invalid.`);
  }
  if (given !== computed.toString('base64')) {
    throw new AwsError(
      'BadDigest',
      `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
    );
  }
}

function verifyMd5(given: string, body: Buffer): void {
  if (Buffer.from(given, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, {
      fields: { 'Content-MD5': given },
    });
  }
  const computed = createHash('md5').update(body).digest('base64');
  if (computed !== given) {
    throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', 400, {
      fields: { ExpectedDigest: given, CalculatedDigest: computed },
    });
  }
}

function fourBytes(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** CRC-32C (Castagnoli), reflected polynomial 0x82F63B78. */
function crc32c(body: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc;
}

/** CRC-64/NVME, reflected polynomial 0x9A6C9329AC4BC9B5. */
function crc64nvme(body: Buffer): Buffer {
  let crc = 0xffffffffffffffffn;
  for (const byte of body) crc = (crc >> 8n) ^ (CRC64_TABLE[Number((crc ^ BigInt(byte)) & 0xffn)] ?? 0n);
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(crc ^ 0xffffffffffffffffn);
  return bytes;
}

const CRC64_TABLE = Array.from({ length: 256 }, (_, index) => {
  let entry = BigInt(index);
  for (let bit = 0; bit < 8; bit++) entry = entry & 1n ? (entry >> 1n) ^ 0x9a6c9329ac4bc9b5n : entry >> 1n;
  return entry;
});
