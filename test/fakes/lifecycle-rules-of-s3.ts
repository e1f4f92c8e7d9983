import { parseXml, XmlElement } from '@rgrove/parse-xml';

export interface S3Refusal {
  readonly code: string;
  readonly message: string;
}

/**
 * What S3 refuses in a lifecycle configuration, as far as writes of this project can run into it: written from the
 * documentation and from recordings, without the product's own reader.
 */
export function refusalOf(xml: string): S3Refusal | undefined {
  let root: XmlElement | null;
  try {
    root = parseXml(xml).root;
  } catch {
    return malformed('The XML you provided was not well-formed');
  }
  if (root === null || root.name !== 'LifecycleConfiguration') return malformed('The XML has another root');
  const rules = elements(root, 'Rule');
  if (rules.length === 0) return malformed('There is no rule');
  if (rules.length > 1_000) return invalid('InvalidRequest', 'Too many rules');
  const ids = rules.flatMap((rule) => textOf(rule, 'ID') ?? []);
  if (new Set(ids).size !== ids.length) return invalid('InvalidArgument', 'Rule ID must be unique.');
  if (ids.some((id) => id.length > 255)) return invalid('InvalidArgument', 'ID length should not exceed 255');
  return refusalOfDialect(rules) ?? rules.map(refusalOfRule).find((refusal) => refusal !== undefined);
}

function refusalOfDialect(rules: readonly XmlElement[]): S3Refusal | undefined {
  const v1 = rules.filter((rule) => elements(rule, 'Prefix').length > 0);
  const v2 = rules.filter((rule) => elements(rule, 'Filter').length > 0);
  if (rules.some((rule) => !v1.includes(rule) && !v2.includes(rule))) return malformed('A rule has no scope');
  if (v1.length > 0 && v2.length > 0) {
    return invalid(
      'InvalidRequest',
      'Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.',
    );
  }
  const aborts = v1.filter((rule) => elements(rule, 'AbortIncompleteMultipartUpload').length > 0);
  const prefixes = aborts.map((rule) => textOf(rule, 'Prefix') ?? '');
  for (const [index, prefix] of prefixes.entries()) {
    const other = prefixes.find((candidate, at) => at !== index && candidate.startsWith(prefix));
    if (other !== undefined) {
      return invalid(
        'InvalidRequest',
        `Found overlapping prefixes '${prefix}' and '${other}' for same action type 'AbortIncompleteMultipartUpload'`,
      );
    }
  }
  return undefined;
}

function refusalOfRule(rule: XmlElement): S3Refusal | undefined {
  const status = textOf(rule, 'Status');
  if (status !== 'Enabled' && status !== 'Disabled') return malformed('A rule has no Status');
  const [abort] = elements(rule, 'AbortIncompleteMultipartUpload');
  if (abort === undefined) return undefined;
  const days = textOf(abort, 'DaysAfterInitiation') ?? '';
  if (!/^[1-9]\d*$/.test(days)) return invalid('InvalidArgument', "'DaysAfterInitiation' must be a positive integer");
  const scope = elements(rule, 'Filter').flatMap((filter) => [filter, ...elements(filter, 'And')]);
  if (scope.some((filter) => elements(filter, 'Tag').length > 0)) {
    return invalid('InvalidRequest', 'AbortIncompleteMultipartUpload cannot be specified with Tags.');
  }
  return undefined;
}

function malformed(detail: string): S3Refusal {
  return invalid('MalformedXML', `The XML you provided did not validate against our published schema (${detail})`);
}

function invalid(code: string, message: string): S3Refusal {
  return { code, message };
}

function elements(parent: XmlElement, name: string): readonly XmlElement[] {
  return parent.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name);
}

function textOf(parent: XmlElement, name: string): string | undefined {
  return elements(parent, name)[0]?.text;
}
