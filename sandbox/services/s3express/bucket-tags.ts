import { AwsError } from '../../aws-error';
import type { WireResponse } from '../../wire/message';
import { parseXml, renderXml, type XmlNode } from '../../wire/xml';
import { malformedXml } from '../s3/s3-errors';
import { readTags } from '../s3/tagging';
import { members } from '../s3/xml-body';

const NAMESPACE = 'http://awss3control.amazonaws.com/doc/2018-08-20/';
const MAXIMUM_TAGS = 50;

/** The answer to ListTagsForResource. Source: S3 Control API Reference. */
export function renderTags(tags: ReadonlyMap<string, string>): string {
  const list = [...tags].map(([Key, Value]) => ({ Key, Value }));
  return renderXml('ListTagsForResourceResult', { Tags: { Tag: list } }, { xmlns: NAMESPACE });
}

/** The tags in the body of TagResource. Throws AwsError MalformedXML or InvalidTag. */
export function readTagResource(body: Buffer): ReadonlyMap<string, string> {
  let root: XmlNode;
  try {
    root = parseXml(body.toString('utf8'));
  } catch {
    throw malformedXml();
  }
  const [list] = root.name === 'TagResourceRequest' ? members(root, ['Tags']) : [];
  if (list === undefined) throw malformedXml();
  return readTags(list);
}

/** Tags after TagResource, which adds and overwrites. Throws AwsError TooManyTagsException. */
export function mergeTags(
  tags: ReadonlyMap<string, string>,
  added: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const merged = new Map([...tags, ...added]);
  if (merged.size > MAXIMUM_TAGS) {
    throw new AwsError('TooManyTagsException', `A bucket may have at most ${MAXIMUM_TAGS} tags.`);
  }
  return merged;
}

/** An error in the envelope of S3 Control, which S3 itself does not have. */
export function renderControlError(error: AwsError, requestId: string): WireResponse {
  const tree = {
    Error: { Code: error.code, Message: error.message, ...error.fields },
    RequestId: requestId,
    HostId: Buffer.from(requestId).toString('base64'),
  };
  return {
    status: error.status,
    headers: { 'content-type': 'application/xml', ...error.headers },
    body: renderXml('ErrorResponse', tree),
  };
}
