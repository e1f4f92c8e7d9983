import { AwsError, NotModelledError } from '../../aws-error';

const RESERVED_PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const RESERVED_SUFFIXES = ['-s3alias', '--ol-s3', '.mrap'];
const OTHER_KINDS = /--x-s3$|--table-s3$/;

/**
 * Throws AwsError InvalidBucketName, and NotModelledError for the names of directory and table buckets.
 * Source: "General purpose bucket naming rules", S3 User Guide.
 */
export function checkBucketName(name: string): void {
  if (OTHER_KINDS.test(name)) throw new NotModelledError(`buckets other than general purpose ones (${name})`);
  const wellFormed =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..') && !/^\d+\.\d+\.\d+\.\d+$/.test(name);
  const reserved =
    RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix)) ||
    RESERVED_SUFFIXES.some((suffix) => name.endsWith(suffix));
  if (!wellFormed || reserved) {
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
      fields: { BucketName: name },
    });
  }
}
