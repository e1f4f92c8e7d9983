import { parseXml, type XmlNode } from '../../wire/xml';
import { malformedXml } from './s3-errors';

export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Reads a request's document with the given root. Throws AwsError MalformedXML. */
export function readDocument(body: Buffer, root: string): XmlNode {
  let node: XmlNode;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    // S3 takes no document type declaration.
    if (/<!DOCTYPE/i.test(text)) throw malformedXml();
    node = parseXml(text);
  } catch {
    throw malformedXml();
  }
  const namespace = node.attributes['xmlns'];
  if (node.name !== root || (namespace !== undefined && namespace !== S3_NAMESPACE)) throw malformedXml();
  return node;
}

/** The children of an element that may have no others than `allowed`, each at most once unless it is in `repeatable`. */
export function members(
  node: XmlNode,
  allowed: readonly string[],
  repeatable: readonly string[] = [],
): readonly XmlNode[] {
  if (node.text.trim() !== '') throw malformedXml();
  const seen = new Set<string>();
  for (const { name } of node.children) {
    if (!allowed.includes(name) || (seen.has(name) && !repeatable.includes(name))) throw malformedXml();
    seen.add(name);
  }
  return node.children;
}

/** The text of an element that has no children. */
export function leafText(node: XmlNode): string {
  if (node.children.length > 0) throw malformedXml();
  return node.text;
}
