import { createHmac } from 'node:crypto';
import { decodeAwsChunked } from '../../../sandbox/wire/aws-chunked';
import { type Signature, scopeOf, sha256 } from '../../../sandbox/wire/signature';

const signature: Signature = {
  accessKeyId: 'AKIA',
  date: '20260101',
  region: 'eu-west-1',
  service: 's3',
  signedHeaders: ['host'],
  signature: 'seed',
  timestamp: '20260101T000000Z',
  sessionToken: undefined,
  expires: undefined,
};
const key = Buffer.from('key');
const sign = (label: string, ...parts: string[]) =>
  createHmac('sha256', key)
    .update([label, signature.timestamp, scopeOf(signature), ...parts].join('\n'))
    .digest('hex');

function signedBody(data: string): string {
  const first = sign('AWS4-HMAC-SHA256-PAYLOAD', 'seed', sha256(''), sha256(data));
  const last = sign('AWS4-HMAC-SHA256-PAYLOAD', first, sha256(''), sha256(''));
  const trailer = sign('AWS4-HMAC-SHA256-TRAILER', last, sha256('x-amz-checksum-crc32:AAAAAA==\n'));
  return `${data.length.toString(16)};chunk-signature=${first}\r\n${data}\r\n0;chunk-signature=${last}\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:${trailer}\r\n\r\n`;
}

const SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
const UNSIGNED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const decode = (raw: string, mode: string, trailers = ['x-amz-checksum-crc32']) =>
  decodeAwsChunked(Buffer.from(raw), mode, trailers, signature, key);

test('signed chunks and a signed trailer are verified and joined', () => {
  const { body, trailers } = decode(signedBody('hello'), SIGNED);
  expect(body.toString()).toBe('hello');
  expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'AAAAAA==' });
});

test.each([
  ['a chunk that was changed', signedBody('hello').replace('hello', 'jello'), SIGNED, 'SignatureDoesNotMatch'],
  ['a trailer that was changed', signedBody('hello').replace('AAAAAA==', 'BBBBBB=='), SIGNED, 'SignatureDoesNotMatch'],
  ['chunks without a signature', '1\r\na\r\n0\r\n\r\n', SIGNED, 'SignatureDoesNotMatch'],
  ['a body that ends early', '5\r\nab', UNSIGNED, 'IncompleteBody'],
  ['a size that is none', 'zz\r\nab\r\n', UNSIGNED, 'InvalidChunkSizeError'],
  ['a trailer that was not announced', '0\r\nx-other:1\r\n\r\n', UNSIGNED, 'MalformedTrailerError'],
  ['an announced trailer that is missing', '0\r\n\r\n', UNSIGNED, 'MalformedTrailerError'],
])('refuses %s', (_name, raw, mode, code) => {
  expect(() => decode(raw, mode)).toThrow(expect.objectContaining({ code }));
});
