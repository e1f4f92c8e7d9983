import { AwsError } from '../../aws-error';
import type { XmlNode } from '../../wire/xml';
import { malformedXml } from './s3-errors';
import { leafText, members, readDocument } from './xml-body';

const MAXIMUM_TAGS = 50;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Reads the body of PutBucketTagging. Throws AwsError MalformedXML, InvalidTag or BadRequest. */
export function readTagging(body: Buffer): ReadonlyMap<string, string> {
  const root = readDocument(body, 'Tagging');
  const [tagSet] = members(root, ['TagSet']);
  if (tagSet === undefined) throw malformedXml();
  return readTags(tagSet);
}

/** The `Tag` children of an element. Source: "Using cost allocation S3 bucket tags", S3 User Guide. */
export function readTags(tagSet: XmlNode): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const tag of members(tagSet, ['Tag'], ['Tag'])) {
    const parts = new Map(members(tag, ['Key', 'Value']).map((node) => [node.name, leafText(node)]));
    const key = parts.get('Key');
    const value = parts.get('Value');
    if (key === undefined || value === undefined) throw malformedXml();
    if (key === '' || key.length > 128 || !ALLOWED.test(key)) {
      throw invalidTag('The TagKey you have provided is invalid', { TagKey: key });
    }
    if (value.length > 256 || !ALLOWED.test(value)) {
      throw invalidTag('The TagValue you have provided is invalid', { TagKey: key, TagValue: value });
    }
    if (key.toLowerCase().startsWith('aws:')) {
      throw invalidTag('System tags cannot be added/updated by requester', { TagKey: key });
    }
    if (tags.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key', { TagKey: key });
    tags.set(key, value);
  }
  if (tags.size > MAXIMUM_TAGS) {
    throw new AwsError('BadRequest', `Bucket tag count cannot be greater than ${MAXIMUM_TAGS}`);
  }
  return tags;
}

function invalidTag(message: string, fields: Record<string, string>): AwsError {
  return new AwsError('InvalidTag', message, 400, { fields });
}
