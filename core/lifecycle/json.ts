import { parseJson } from './json-text';
import { ourRuleJson } from './our-rule';
import { type LifecycleProblem, type LifecycleView, type Member, viewOf } from './view';

/** A configuration in the shape in which `aws s3api get-bucket-lifecycle-configuration` prints it. */
export type LifecycleDocument = { readonly Rules: readonly Readonly<Record<string, unknown>>[] } & Readonly<
  Record<string, unknown>
>;

export interface LifecycleJson {
  readonly document: LifecycleDocument;
  readonly view: LifecycleView;
}

export type ReadJson =
  | { readonly ok: true; readonly lifecycle: LifecycleJson }
  /** `document` is there if the text is a lifecycle configuration, though an ambiguous one. */
  | { readonly ok: false; readonly problem: LifecycleProblem; readonly document?: LifecycleDocument };

/** Reads what `aws s3api get-bucket-lifecycle-configuration` prints. Never throws. */
export function readLifecycleJson(text: string): ReadJson {
  const parsed = parseJson(text);
  if (!parsed.ok) {
    return { ok: false, problem: { kind: 'unreadable', detail: parsed.detail, place: parsed.place } };
  }
  const { value } = parsed;
  const unreadable = (detail: string): ReadJson => ({ ok: false, problem: { kind: 'unreadable', detail } });
  if (!isObject(value)) return unreadable('it is not an object with Rules');
  const rules = value['Rules'];
  if (!Array.isArray(rules)) {
    const inside = isObject(value['LifecycleConfiguration']) ? ': give the object under LifecycleConfiguration' : '';
    return unreadable(`it has no list named Rules${inside}`);
  }
  const odd = rules.findIndex((rule) => !isObject(rule));
  if (odd >= 0) return unreadable(`Rules[${odd}] is not an object`);
  const document = value as LifecycleDocument;
  const view = viewOf(document.Rules.map((rule) => memberOf('Rule', rule)));
  return 'kind' in view ? { ok: false, problem: view, document } : { ok: true, lifecycle: { document, view } };
}

/** The document with our rule behind the last one; everything else stays. */
export function appendOurRuleJson({ document, view }: LifecycleJson, days: number): LifecycleDocument {
  return { ...document, Rules: [...document.Rules, ourRuleJson(days, view.dialect ?? 'V2')] };
}

/** The document with the rule at `index` replaced by ours; everything else stays. */
export function replaceWithOurRuleJson(
  { document, view }: LifecycleJson,
  index: number,
  days: number,
): LifecycleDocument {
  return { ...document, Rules: document.Rules.with(index, ourRuleJson(days, view.dialect ?? 'V2')) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberOf(name: string, value: unknown): Member {
  if (typeof value === 'string') return { name, attributed: false, text: value };
  if (typeof value === 'number')
    return { name, attributed: false, ...(Number.isInteger(value) ? { whole: value } : {}) };
  if (!isObject(value)) return { name, attributed: false };
  return { name, attributed: false, members: Object.entries(value).map(([key, entry]) => memberOf(key, entry)) };
}
