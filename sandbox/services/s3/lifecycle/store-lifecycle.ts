import { randomUUID } from 'node:crypto';
import { escapeXml, type XmlNode } from '../../../wire/xml';
import { invalidRequest, malformedXml } from '../s3-errors';
import { members, readDocument, S3_NAMESPACE } from '../xml-body';
import { checkRules, type RuleChecks } from './check-rules';
import { readRule } from './read-rule';
import type { Rule } from './rule';

const MAXIMUM_RULES = 1000;
const DEFAULT_MINIMUM_SIZE = 'all_storage_classes_128K';
const MINIMUM_SIZES = [DEFAULT_MINIMUM_SIZE, 'varies_by_storage_class'];

export interface LifecycleOptions extends RuleChecks {
  /** Members of a rule that are kept with all that is in them although nothing is known of them, as of an S3 newer than its clients. */
  readonly additionalRuleElements: readonly string[];
}

/**
 * Validates a configuration as S3 does and answers the XML that GET gives from then on: members, their order and their text as they
 * came, white space between elements gone, an ID made up where there was none. Throws AwsError.
 */
export function readLifecycle(body: Buffer, options: LifecycleOptions): string {
  const root = readDocument(body, 'LifecycleConfiguration');
  const sources = members(root, ['Rule'], ['Rule']);
  if (sources.length === 0 || sources.length > MAXIMUM_RULES) throw malformedXml();
  const rules = sources.map((source) => readRule(source, options.additionalRuleElements));
  checkRules(rules, options);
  const content = rules.map((rule) => renderRule(rule, options.additionalRuleElements)).join('');
  return `<LifecycleConfiguration xmlns="${S3_NAMESPACE}">${content}</LifecycleConfiguration>`;
}

/** The header of a PUT; without it S3 takes its default, whatever was there before (recorded). Throws AwsError InvalidRequest. */
export function readMinimumSize(header: string | undefined): string {
  if (header === undefined) return DEFAULT_MINIMUM_SIZE;
  if (!MINIMUM_SIZES.includes(header)) {
    throw invalidRequest(`Invalid TransitionDefaultMinimumObjectSize found: ${header}`);
  }
  return header;
}

function renderRule(rule: Rule, additional: readonly string[]): string {
  const needsId = rule.id === '';
  const id = needsId ? `<ID>${Buffer.from(randomUUID()).toString('base64')}</ID>` : '';
  const content = rule.source.children
    .filter(({ name }) => !(needsId && name === 'ID'))
    .map((child) => render(child, additional.includes(child.name)))
    .join('');
  return `<Rule>${id}${content}</Rule>`;
}

/** `verbatim` keeps attributes and mixed text, which no element of S3's own schema has. */
function render(node: XmlNode, verbatim: boolean): string {
  const attributes = verbatim
    ? Object.entries(node.attributes)
        .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
        .join('')
    : '';
  const text = node.children.length === 0 ? escapeXml(node.text) : '';
  const content = text + node.children.map((child) => render(child, verbatim)).join('');
  return content === '' ? `<${node.name}${attributes}/>` : `<${node.name}${attributes}>${content}</${node.name}>`;
}
