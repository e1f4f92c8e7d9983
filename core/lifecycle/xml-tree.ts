import { parseXml, type XmlDocument, XmlElement, XmlError, XmlNode } from '@rgrove/parse-xml';
import { type Place, placeOf } from './place';

/** An element with its namespace resolved, and where its text begins and ends in the string that was parsed. */
export interface Element {
  readonly namespace: string;
  readonly local: string;
  /** Namespace prefix with its colon, or empty. */
  readonly prefix: string;
  /** Attributes but for namespace declarations, as they are written, sorted by name. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly Element[];
  /** The text directly inside, references and CDATA resolved; comments and processing instructions are no text. */
  readonly text: string;
  /** UTF-16 offsets of the whole element, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}

export type ParsedXml =
  | { readonly ok: true; readonly root: Element }
  | { readonly ok: false; readonly detail: string; readonly place?: Place };

/**
 * The root element of `xml`. Refuses what is not well-formed, undeclared namespace prefixes, a document type (it may
 * define what the text does not show) and a declared encoding other than UTF-8 (what is written back is UTF-8).
 */
export function parseElements(xml: string): ParsedXml {
  let document: XmlDocument;
  try {
    document = parseXml(xml, { includeOffsets: true, preserveDocumentType: true });
  } catch (error) {
    if (error instanceof XmlError) {
      const message = error.message.split('\n')[0]?.replace(/ \(line \d+, column \d+\)$/, '') ?? '';
      return { ok: false, detail: message, place: placeOf(xml, unitsOf(xml, error.pos)) };
    }
    // the parser descends by recursion
    if (error instanceof RangeError) return { ok: false, detail: 'it is nested too deeply' };
    throw error;
  }
  const encoding = /^\uFEFF?<\?xml\s[^?]*encoding\s*=\s*["']([^"']*)["']/.exec(xml)?.[1];
  if (encoding !== undefined && !/^(utf-?8|us-ascii)$/i.test(encoding)) {
    return { ok: false, detail: `its declared encoding is ${encoding}, not UTF-8`, place: { line: 1, column: 1 } };
  }
  const type = document.children.find((child) => child.type === XmlNode.TYPE_DOCUMENT_TYPE);
  if (type !== undefined) return { ok: false, detail: 'it has a document type', place: placeOf(xml, type.start) };
  if (document.root === null) return { ok: false, detail: 'it has no root element' };
  try {
    return { ok: true, root: resolve(document.root, new Map([['', '']]), xml.length) };
  } catch (error) {
    if (error instanceof UndeclaredPrefix) {
      return { ok: false, detail: error.message, place: placeOf(xml, error.offset) };
    }
    throw error;
  }
}

/** The value of an element apart from how it is written: white space between elements, comments and prefixes left out. */
export function canonical(element: Element): unknown {
  const structural = element.children.length > 0 || element.local === 'Filter';
  const content = structural && element.text.trim() === '' ? '' : element.text;
  return [element.namespace, element.local, element.attributes, content, element.children.map(canonical)];
}

class UndeclaredPrefix extends Error {
  readonly offset: number;

  constructor(name: string, offset: number) {
    super(`the namespace prefix of ${name} is not declared`);
    this.offset = offset;
  }
}

function resolve(element: XmlElement, outer: ReadonlyMap<string, string>, length: number): Element {
  // few elements declare a prefix, and a configuration may have thousands of elements
  let scope = outer;
  const attributes: [string, string][] = [];
  for (const [name, value] of Object.entries(element.attributes)) {
    const declared = name === 'xmlns' ? '' : /^xmlns:(.+)$/.exec(name)?.[1];
    if (declared === undefined) attributes.push([name, value]);
    else scope = new Map(scope).set(declared, value);
  }
  const colon = element.name.indexOf(':');
  const prefix = element.name.slice(0, colon + 1);
  const namespace = scope.get(prefix.slice(0, -1));
  if (namespace === undefined) throw new UndeclaredPrefix(element.name, element.start);
  let text = '';
  const children: Element[] = [];
  for (const child of element.children) {
    if (child instanceof XmlElement) children.push(resolve(child, scope, length));
    else if ('text' in child) text += child.text;
  }
  return {
    namespace,
    local: element.name.slice(colon + 1),
    prefix,
    attributes: attributes.sort(([a], [b]) => (a < b ? -1 : 1)),
    children,
    text,
    start: element.start,
    // the parser gives Infinity for the very end of a text that has characters beyond the basic plane
    end: Math.min(element.end, length),
  };
}

/** The UTF-16 offset of the code point at `index`: the parser's errors count code points. */
function unitsOf(text: string, index: number): number {
  let units = 0;
  for (let points = 0; points < index && units < text.length; points += 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}
