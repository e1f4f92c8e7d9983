import {
  type AccountId,
  type BucketName,
  parseAccountId,
  parseBucketName,
  parseRegion,
  type Region,
} from '../../core/identifiers';

export const account = (text: string): AccountId => checked(parseAccountId(text), text);
export const bucketName = (text: string): BucketName => checked(parseBucketName(text), text);
export const region = (text: string): Region => checked(parseRegion(text), text);

function checked<T>(value: T | undefined, text: string): T {
  if (value === undefined) throw new TypeError(`${text} is no such identifier`);
  return value;
}
