import type { WireRequest } from '../../wire/message';
import { parseXml } from '../../wire/xml';
import { xmlParameters } from '../cloudtrail/xml-parameters';
import type { Address } from './address';

const SUBRESOURCES = [
  'lifecycle',
  'tagging',
  'policy',
  'versioning',
  'encryption',
  'publicAccessBlock',
  'ownershipControls',
];
/** Headers that CloudTrail repeats among the parameters of a bucket's call. */
const REPEATED_HEADERS = ['x-amz-acl', 'x-amz-object-ownership', 'x-amz-expected-bucket-owner'];

/**
 * `requestParameters` of a bucket's call: subresource, body, bucket and the host name that a client of AWS would have used. A body
 * that cannot be read is left out. Source: records of real accounts.
 */
export function trailParameters(
  request: WireRequest,
  address: Address,
  region: string,
): Readonly<Record<string, unknown>> {
  const endpoint = `s3.${region}.amazonaws.com`;
  const subresource = [...request.query.keys()].find((name) => SUBRESOURCES.includes(name));
  const repeated = REPEATED_HEADERS.flatMap((name) => {
    const value = request.headers[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...(subresource === undefined ? {} : { [subresource]: '' }),
    ...bodyParameters(request.body),
    bucketName: address.bucket,
    Host: address.virtualHosted ? `${address.bucket}.${endpoint}` : endpoint,
    ...Object.fromEntries(repeated),
  };
}

function bodyParameters(body: Buffer): Readonly<Record<string, unknown>> {
  const text = body.toString('utf8').trim();
  if (text === '') return {};
  try {
    if (text.startsWith('{')) return { bucketPolicy: JSON.parse(text) as unknown };
    const root = parseXml(text);
    return { [root.name]: xmlParameters(root) };
  } catch {
    return {};
  }
}
