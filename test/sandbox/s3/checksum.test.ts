import { AwsError, NotModelledError } from '../../../sandbox/aws-error';
import { verifyChecksum } from '../../../sandbox/services/s3/checksum';

/** The check input of the CRC catalogue. */
const BODY = '123456789';

function verify(headers: Record<string, string>, required = true): void {
  const request = { method: 'PUT', rawPath: '/', query: new URLSearchParams(), rawQuery: '', headers };
  verifyChecksum({ ...request, body: Buffer.from(BODY) }, required);
}

function refusal(headers: Record<string, string>): string {
  try {
    verify(headers);
  } catch (error) {
    if (error instanceof AwsError) return error.code;
    throw error;
  }
  return 'accepted';
}

const hex = (digits: string) => Buffer.from(digits, 'hex').toString('base64');

test.each([
  ['crc32', 'cbf43926'],
  ['crc32c', 'e3069283'],
  ['crc64nvme', 'ae8b14860a799888'],
  ['sha1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['sha256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
])('%s is computed and compared', (algorithm, digits) => {
  verify({ [`x-amz-checksum-${algorithm}`]: hex(digits) });
  const wrong = `${digits.startsWith('0') ? '1' : '0'}${digits.slice(1)}`;
  expect(refusal({ [`x-amz-checksum-${algorithm}`]: hex(wrong) })).toBe('BadDigest');
  expect(refusal({ [`x-amz-checksum-${algorithm}`]: 'AAA=' })).toBe('InvalidRequest');
});

test('Content-MD5 is compared', () => {
  verify({ 'content-md5': hex('25f9e794323b453885f5181f1b624d0b') });
  expect(refusal({ 'content-md5': hex('00f9e794323b453885f5181f1b624d0b') })).toBe('BadDigest');
  expect(refusal({ 'content-md5': 'nonsense' })).toBe('InvalidDigest');
});

test('nothing is compared where nothing is required and nothing came', () => {
  expect(() => verify({}, false)).not.toThrow();
  expect(refusal({})).toBe('InvalidRequest');
});

test('refuses two checksums, and an announcement that does not fit', () => {
  const crc32 = hex('cbf43926');
  expect(refusal({ 'x-amz-checksum-crc32': crc32, 'x-amz-checksum-crc32c': hex('e3069283') })).toBe('InvalidRequest');
  expect(refusal({ 'x-amz-checksum-crc32': crc32, 'x-amz-sdk-checksum-algorithm': 'SHA256' })).toBe('InvalidRequest');
  expect(
    refusal({ 'content-md5': hex('25f9e794323b453885f5181f1b624d0b'), 'x-amz-sdk-checksum-algorithm': 'CRC32' }),
  ).toBe('InvalidRequest');
});

test('fails on an algorithm that is not known rather than letting it pass', () => {
  expect(() => verify({ 'x-amz-checksum-xxhash3': 'AAAAAAAAAAA=' })).toThrow(NotModelledError);
});
