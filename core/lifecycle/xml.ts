import type { LifecycleConfiguration } from './configuration';
import { ourRuleXml } from './our-rule';
import { parsedXml } from './parsed';
import { type LifecycleProblem, type LifecycleView, type Member, READ_NAMES, viewOf } from './view';
import { canonical, type Element, type ParsedXml, parseElements } from './xml-tree';

/** What S3's XML says, and where its rules stand in the text. */
export interface LifecycleXml {
  readonly xml: string;
  readonly view: LifecycleView;
  readonly root: Element;
  /** The root's `Rule` elements, in the order of `view.rules`. */
  readonly rules: readonly Element[];
}

export type ReadXml =
  | { readonly ok: true; readonly lifecycle: LifecycleXml }
  /** `root` is there if the text is a lifecycle configuration, though an ambiguous one. */
  | { readonly ok: false; readonly problem: LifecycleProblem; readonly root?: Element };

/** Reads a configuration as `readLifecycleXml` does its text. Never throws. */
export function readLifecycle(configuration: LifecycleConfiguration): ReadXml {
  return readParsed(configuration.xml, parsedXml(configuration));
}

/** Reads the XML of a GetBucketLifecycleConfiguration answer. Never throws. */
export function readLifecycleXml(xml: string): ReadXml {
  return readParsed(xml, parseElements(xml));
}

function readParsed(xml: string, parsed: ParsedXml): ReadXml {
  if (!parsed.ok) {
    const { detail, place } = parsed;
    return { ok: false, problem: { kind: 'unreadable', detail, ...(place === undefined ? {} : { place }) } };
  }
  const { root } = parsed;
  if (root.local !== 'LifecycleConfiguration') {
    const detail = `its root element is ${root.prefix}${root.local}, not LifecycleConfiguration`;
    return { ok: false, problem: { kind: 'unreadable', detail } };
  }
  const ambiguous = (detail: string): ReadXml => ({ ok: false, root, problem: { kind: 'ambiguous', detail } });
  if (root.text.trim() !== '') return ambiguous('there is text between the rules');
  const strange = stranger(root, root.namespace);
  if (strange !== undefined) return ambiguous(`a ${strange} belongs to another namespace than the configuration`);
  const rules = rulesOf(root);
  const view = viewOf(rules.map((rule) => memberOf(rule, root.namespace)));
  return 'kind' in view ? { ok: false, root, problem: view } : { ok: true, lifecycle: { xml, view, root, rules } };
}

/** The configuration with our rule behind the last one; every other byte stays. */
export function appendOurRule({ xml, root, view }: LifecycleXml, days: number): string {
  const rule = ourRuleXml(days, view.dialect ?? 'V2', root.prefix);
  if (xml.slice(root.start, root.end).endsWith('/>')) {
    return `${xml.slice(0, root.end - 2)}>${rule}</${root.prefix}${root.local}>${xml.slice(root.end)}`;
  }
  // an end tag has no `</` but its own
  const close = xml.lastIndexOf('</', root.end);
  return xml.slice(0, close) + rule + xml.slice(close);
}

/** The configuration with the rule at `index` replaced by ours; every other byte stays. */
export function replaceWithOurRule({ xml, root, rules, view }: LifecycleXml, index: number, days: number): string {
  const rule = rules[index];
  if (rule === undefined) throw new RangeError(`there is no rule ${index} among ${rules.length}`);
  return xml.slice(0, rule.start) + ourRuleXml(days, view.dialect ?? 'V2', root.prefix) + xml.slice(rule.end);
}

/** The configuration without any rule of ours; every other byte stays, white space around the rule included. */
export function withoutOurRules({ xml, rules, view }: LifecycleXml): string {
  let rest = '';
  let from = 0;
  for (const [index, rule] of rules.entries()) {
    if (view.rules[index]?.ours !== true) continue;
    rest += xml.slice(from, rule.start);
    from = rule.end;
  }
  return rest + xml.slice(from);
}

/** A configuration of our rule alone, for a bucket that has none. */
export function ourConfigurationXml(days: number): string {
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';
  return `<LifecycleConfiguration xmlns="${namespace}">${ourRuleXml(days, 'V2', '')}</LifecycleConfiguration>`;
}

/** Everything in the root but our rule, in order, as values that are equal if and only if they mean the same. */
export function foreignMembers({ root, rules, view }: LifecycleXml): readonly string[] {
  const ours = new Set(rules.filter((_, index) => view.rules[index]?.ours === true));
  return root.children.filter((child) => !ours.has(child)).map((child) => JSON.stringify(canonical(child)));
}

/** The root's own `Rule` elements. */
export function rulesOf(root: Element): readonly Element[] {
  return root.children.filter((child) => child.local === 'Rule' && child.namespace === root.namespace);
}

/** Name of an element that looks like one the plan reads, but belongs to another namespace. */
function stranger(element: Element, namespace: string): string | undefined {
  for (const child of element.children) {
    if (child.namespace !== namespace && READ_NAMES.has(child.local)) return child.local;
    const below = stranger(child, namespace);
    if (below !== undefined) return below;
  }
  return undefined;
}

function memberOf(element: Element, namespace: string): Member {
  const name = element.namespace === namespace ? element.local : `{${element.namespace}}${element.local}`;
  const attributed = element.attributes.length > 0;
  const { text } = element;
  const blank = text.trim() === '';
  if (element.children.length > 0) {
    return {
      name,
      attributed,
      ...(blank ? { members: element.children.map((child) => memberOf(child, namespace)) } : {}),
    };
  }
  const whole = /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
  return { name, attributed, text, ...(whole === undefined ? {} : { whole }), ...(blank ? { members: [] } : {}) };
}
