import { parseXml, XmlElement } from '@rgrove/parse-xml';

/**
 * What S3 answers to a PUT of this configuration: undefined where it takes it, otherwise its error code and words. Written
 * from recordings and the API reference, without a line of the code under test.
 */
export function s3Refusal(xml: string): string | undefined {
  let root: XmlElement | null;
  try {
    root = parseXml(xml).root;
  } catch {
    return 'MalformedXML';
  }
  if (root === null || local(root) !== 'LifecycleConfiguration') return 'MalformedXML';
  const rules = elements(root, 'Rule');
  if (rules.length === 0) return 'MalformedXML';
  if (rules.length > 1000) return 'InvalidRequest: more than 1000 rules';
  const ids = rules.flatMap((rule) => elements(rule, 'ID').map((id) => id.text));
  if (ids.some((id) => id.length > 255)) return 'InvalidArgument: ID length should not exceed allowed limit of 255';
  if (new Set(ids).size !== ids.length) return 'InvalidArgument: Rule ID must be unique';
  const version2 = rules.some((rule) => elements(rule, 'Filter').length > 0);
  for (const rule of rules) {
    const refusal = ruleRefusal(rule, version2);
    if (refusal !== undefined) return refusal;
  }
  return version2 ? undefined : overlap(rules);
}

function ruleRefusal(rule: XmlElement, version2: boolean): string | undefined {
  for (const name of ['ID', 'Status', 'Filter', 'Prefix', 'Expiration', 'AbortIncompleteMultipartUpload']) {
    if (elements(rule, name).length > 1) return 'MalformedXML';
  }
  const status = elements(rule, 'Status')[0]?.text;
  if (status !== 'Enabled' && status !== 'Disabled') return 'MalformedXML';
  const filter = elements(rule, 'Filter')[0];
  const prefix = elements(rule, 'Prefix')[0];
  if (filter === undefined && prefix === undefined) return 'MalformedXML';
  if (version2 && prefix !== undefined) {
    return 'InvalidRequest: Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.';
  }
  const choices =
    filter === undefined ? [] : known(filter, ['Prefix', 'Tag', 'And', 'ObjectSizeGreaterThan', 'ObjectSizeLessThan']);
  if (choices.length > 1) return 'MalformedXML';
  const abort = elements(rule, 'AbortIncompleteMultipartUpload')[0];
  if (abort !== undefined) {
    const days = elements(abort, 'DaysAfterInitiation')[0]?.text ?? '';
    if (!/^[1-9]\d*$/.test(days)) return 'InvalidArgument: DaysAfterInitiation must be a positive integer';
    const inner = choices.flatMap((choice) => (local(choice) === 'And' ? all(choice) : [choice])).map(local);
    if (inner.includes('Tag')) return 'InvalidRequest: AbortIncompleteMultipartUpload cannot be specified with Tags.';
    if (inner.some((name) => name.startsWith('ObjectSize'))) {
      return 'InvalidRequest: AbortIncompleteMultipartUpload cannot be specified with Object Size.';
    }
  }
  const actions = [
    'Expiration',
    'Transition',
    'NoncurrentVersionExpiration',
    'NoncurrentVersionTransition',
    'AbortIncompleteMultipartUpload',
  ];
  return known(rule, actions).length === 0 ? 'InvalidRequest: At least one action needs to be specified' : undefined;
}

/** V1 refuses overlapping prefixes for one action; a disabled rule overlaps as well. */
function overlap(rules: readonly XmlElement[]): string | undefined {
  for (const action of ['Expiration', 'Transition', 'AbortIncompleteMultipartUpload']) {
    const prefixes = rules
      .filter((rule) => elements(rule, action).length > 0)
      .map((rule) => elements(rule, 'Prefix')[0]?.text ?? '');
    for (const [index, a] of prefixes.entries()) {
      const b = prefixes.slice(index + 1).find((other) => other.startsWith(a) || a.startsWith(other));
      if (b !== undefined)
        return `InvalidRequest: Found overlapping prefixes '${a}' and '${b}' for same action type '${action}'`;
    }
  }
  return undefined;
}

function all(parent: XmlElement): XmlElement[] {
  return parent.children.filter((child): child is XmlElement => child instanceof XmlElement);
}

function elements(parent: XmlElement, name: string): XmlElement[] {
  return all(parent).filter((child) => local(child) === name);
}

function known(parent: XmlElement, names: readonly string[]): XmlElement[] {
  return all(parent).filter((child) => names.includes(local(child)));
}

function local(element: XmlElement): string {
  return element.name.slice(element.name.indexOf(':') + 1);
}
