import { parseXml, XmlElement } from '@rgrove/parse-xml';
import fc from 'fast-check';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** How a text is written anew. */
export interface Manner {
  /** Between elements: white space, or a comment. */
  readonly space: string;
  /** Of the elements in S3's namespace, with its colon. */
  readonly prefix: '' | 's3:' | 'aws:';
  readonly selfClosing: boolean;
  readonly attributesReversed: boolean;
  readonly text: 'escaped' | 'references' | 'cdata';
}

export const PLAIN: Manner = {
  space: '',
  prefix: '',
  selfClosing: false,
  attributesReversed: false,
  text: 'escaped',
};

export const manners: fc.Arbitrary<Manner> = fc.record({
  space: fc.constantFrom('', '\n  ', '\r\n', '<!-- new -->', '<?note new?>'),
  prefix: fc.constantFrom('', 's3:', 'aws:'),
  selfClosing: fc.boolean(),
  attributesReversed: fc.boolean(),
  text: fc.constantFrom('escaped', 'references', 'cdata'),
});

/**
 * The same configuration in another text: comments and white space between elements gone or new, another prefix, another
 * way to write text, empty elements and the order of attributes. Two texts that mean the same have one PLAIN text.
 * Written without a line of the code under test.
 */
export function rewritten(xml: string, manner: Manner): string {
  const { root } = parseXml(xml);
  if (root === null) throw new Error('there is no root');
  return `<?xml version="1.0" encoding="UTF-8"?>${element(root, manner, true)}`;
}

function element(source: XmlElement, manner: Manner, isRoot: boolean): string {
  const { prefix, space } = manner;
  const name = /^(s3:|aws:)?\w+$/.test(source.name) ? prefix + local(source.name) : source.name;
  const attributes = Object.entries(source.attributes)
    .filter(([key]) => !['xmlns', 'xmlns:s3', 'xmlns:aws'].includes(key))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (isRoot) attributes.unshift([prefix === '' ? 'xmlns' : `xmlns:${prefix.slice(0, -1)}`, NAMESPACE]);
  if (manner.attributesReversed) attributes.reverse();
  const start = name + attributes.map(([key, value]) => ` ${key}="${escaped(value)}"`).join('');
  const children = source.children.filter((child): child is XmlElement => child instanceof XmlElement);
  const structural = children.length > 0 || ['Filter', 'LifecycleConfiguration'].includes(local(source.name));
  const content = structural
    ? children.map((child) => space + element(child, manner, false)).join('') + space
    : text(source.text, manner);
  return content === '' && manner.selfClosing ? `<${start}/>` : `<${start}>${content}</${name}>`;
}

function text(value: string, manner: Manner): string {
  if (value === '') return '';
  if (manner.text === 'escaped') return escaped(value);
  if (manner.text === 'cdata') return `<![CDATA[${value}]]>`;
  return Array.from(value, (character) => `&#${character.codePointAt(0)};`).join('');
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
