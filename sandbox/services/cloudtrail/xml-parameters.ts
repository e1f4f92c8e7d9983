import type { XmlNode } from '../../wire/xml';

/**
 * A request body of XML as CloudTrail writes it into `requestParameters`: attributes and child elements become members, an element
 * that repeats becomes a list, one that stands alone does not, an empty one becomes '', and text that looks like a whole number or
 * a boolean becomes one. Source: records of real accounts, where the tag value `true` appears as a boolean.
 */
export function xmlParameters(node: XmlNode): unknown {
  const attributes = Object.entries(node.attributes);
  if (node.children.length === 0 && attributes.length === 0) return scalar(node.text);
  const members: Record<string, unknown> = Object.fromEntries(attributes);
  for (const name of new Set(node.children.map((child) => child.name))) {
    const values = node.children.filter((child) => child.name === name).map(xmlParameters);
    members[name] = values.length === 1 ? values[0] : values;
  }
  return members;
}

function scalar(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return trimmed === 'true';
  if (/^-?(0|[1-9]\d{0,14})$/.test(trimmed)) return Number(trimmed);
  return trimmed;
}
