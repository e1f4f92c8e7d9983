import { parseXml as parseDocument, XmlCdata, XmlElement, XmlText } from '@rgrove/parse-xml';

/**
 * What an element contains: text, child elements by name (an array repeats the element, undefined leaves it out), or XML that
 * is inserted as it is. A key that begins with `@` is an attribute.
 */
export type XmlTree =
  | string
  | number
  | boolean
  | RawXml
  | { readonly [name: string]: XmlTree | readonly XmlTree[] | undefined };

/** Well-formed XML that is written without escaping. */
export class RawXml {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
  /** All character data directly in the element, as it stands; white space between child elements included. */
  readonly text: string;
}

/** One document with the XML declaration. */
export function renderXml(name: string, tree: XmlTree, options: { readonly xmlns?: string } = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, tree, options.xmlns)}`;
}

/** Throws an Error that names line and column if `text` is not well-formed. Entities beyond XML's own five are refused. */
export function parseXml(text: string): XmlNode {
  const { root } = parseDocument(text);
  if (root === null) throw new Error('the document has no root element');
  return toNode(root);
}

/** The first child with this name. */
export function childOf(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((child) => child.name === name);
}

/** Trimmed text of the first child with this name. */
export function childText(node: XmlNode, name: string): string | undefined {
  return childOf(node, name)?.text.trim();
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

function element(name: string, tree: XmlTree, xmlns?: string): string {
  let attributes = xmlns === undefined ? '' : ` xmlns="${escapeXml(xmlns)}"`;
  let content = '';
  if (tree instanceof RawXml) {
    content = tree.text;
  } else if (typeof tree === 'object') {
    for (const [key, value] of Object.entries(tree)) {
      if (value === undefined) continue;
      if (key.startsWith('@')) {
        attributes += ` ${key.slice(1)}="${escapeXml(String(value))}"`;
        continue;
      }
      for (const item of isList(value) ? value : [value]) content += element(key, item);
    }
  } else {
    content = escapeXml(String(tree));
  }
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

function isList(value: XmlTree | readonly XmlTree[]): value is readonly XmlTree[] {
  return Array.isArray(value);
}

function toNode(source: XmlElement): XmlNode {
  const children: XmlNode[] = [];
  let text = '';
  for (const child of source.children) {
    if (child instanceof XmlElement) children.push(toNode(child));
    else if (child instanceof XmlText || child instanceof XmlCdata) text += child.text;
  }
  return { name: source.name, attributes: source.attributes, children, text };
}
