import { AwsError } from '../../aws-error';
import type { XmlNode } from '../../wire/xml';
import { malformedXml } from './s3-errors';
import { leafText, members, readDocument } from './xml-body';

const MAXIMUM_TAGS = 50;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Whether a request may name a tag whose key begins with `aws:`. */
export type SystemTagCheck = (key: string, value: string) => boolean;

/** Reads the body of PutBucketTagging. Throws AwsError MalformedXML, InvalidTag or BadRequest. */
export function readTagging(body: Buffer, isAllowedSystemTag?: SystemTagCheck): ReadonlyMap<string, string> {
  const root = readDocument(body, 'Tagging');
  const [tagSet] = members(root, ['TagSet']);
  if (tagSet === undefined) throw malformedXml();
  return readTags(tagSet, isAllowedSystemTag);
}

/** Tags that AWS gave, such as `aws:cloudformation:stack-name`. */
export function systemTags(tags: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...tags].filter(([key]) => isSystemKey(key)));
}

/**
 * What a bucket with the tags `existing` has after PutBucketTagging by a user. System tags may be repeated as they are; to leave one
 * out or to change it is refused. Throws AwsError MalformedXML, InvalidTag or BadRequest. Source: answers of S3 in reports of others.
 */
export function replaceTags(existing: ReadonlyMap<string, string>, body: Buffer): ReadonlyMap<string, string> {
  const tags = readTagging(body, (key, value) => existing.get(key) === value);
  for (const key of systemTags(existing).keys()) {
    if (!tags.has(key)) throw invalidTag('System tags cannot be removed by requester', { TagKey: key });
  }
  return tags;
}

/** The `Tag` children of an element. Source: "Using cost allocation S3 bucket tags", S3 User Guide. */
export function readTags(
  tagSet: XmlNode,
  isAllowedSystemTag: SystemTagCheck = () => false,
): ReadonlyMap<string, string> {
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
    if (isSystemKey(key) && !isAllowedSystemTag(key, value)) {
      throw invalidTag('System tags cannot be added/updated by requester', { TagKey: key });
    }
    if (tags.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key', { TagKey: key });
    tags.set(key, value);
  }
  if (tags.size - systemTags(tags).size > MAXIMUM_TAGS) {
    throw new AwsError('BadRequest', `Bucket tag count cannot be greater than ${MAXIMUM_TAGS}`);
  }
  return tags;
}

function isSystemKey(key: string): boolean {
  return key.toLowerCase().startsWith('aws:');
}

function invalidTag(message: string, fields: Record<string, string>): AwsError {
  return new AwsError('InvalidTag', message, 400, { fields });
}
