import { type LifecycleDocument, readLifecycleJson } from '../core/lifecycle/json';
import type { LifecycleProblem } from '../core/lifecycle/view';
import { readLifecycleXml } from '../core/lifecycle/xml';
import { documentOf } from '../core/lifecycle/xml-to-json';
import { parseElements } from '../core/lifecycle/xml-tree';
import { type PlanOf, plan, planJson, refuseProblem } from '../core/plan';
import { remedy } from '../core/reasons';
import { inputName, readInput } from './input';
import type { Paint } from './paint';
import { ruleChanges } from './rule-changes';
import { WrongUse } from './wrong-use';

export interface PlanOptions {
  /** Path, or `-` for standard input. */
  readonly lifecycle: string;
  readonly days: number;
  readonly json: boolean;
  readonly paint: Paint;
}

interface Planned {
  readonly verdict: PlanOf<unknown>['verdict'];
  readonly reason: PlanOf<unknown>['reason'];
  readonly before: LifecycleDocument;
  readonly after: LifecycleDocument;
}

/** What `partsweep plan` prints. Throws WrongUse if the file is no lifecycle configuration. */
export function runPlan({ lifecycle, days, json, paint }: PlanOptions): string {
  const text = readInput(lifecycle);
  const name = inputName(lifecycle);
  if (text.trim() === '') {
    throw new WrongUse(
      `${name} is empty`,
      'if the bucket has no lifecycle configuration, give {"Rules": []} to see what it would get',
    );
  }
  const planned = /^\s*</.test(text) ? planXmlText(text, name, days) : planJsonText(text, name, days);
  const { verdict, reason } = planned;
  if (json) return `${JSON.stringify({ verdict, reason, configuration: planned.after }, undefined, 2)}\n`;
  const shown = { keep: paint.good, put: paint.strong, refuse: paint.bad }[verdict](verdict);
  const what = remedy(reason.code);
  const changes = ruleChanges(planned.before.Rules, planned.after.Rules);
  const coloured = changes.map((line) =>
    line.startsWith('+') ? paint.good(line) : line.startsWith('-') ? paint.bad(line) : paint.quiet(line),
  );
  return [
    `${shown}: ${reason.text}`,
    ...(what === '' ? [] : [`what to do: ${what}`]),
    '',
    `rules: ${planned.before.Rules.length} now, ${planned.after.Rules.length} then`,
    ...coloured.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function planXmlText(xml: string, name: string, days: number): Planned {
  const read = readLifecycleXml(xml);
  if (!read.ok) {
    if (read.root === undefined) throw unreadable(name, read.problem);
    const document = documentOf(read.root);
    return { ...refuseProblem(read.problem), before: document, after: document };
  }
  const before = documentOf(read.lifecycle.root);
  const planned = plan({ xml }, { days, onLongerRule: 'add' });
  if (planned.verdict !== 'put') return { ...planned, before, after: before };
  const after = parseElements(planned.configuration.xml);
  if (!after.ok) throw new Error(`the planned configuration is not XML: ${after.detail}`);
  return { ...planned, before, after: documentOf(after.root) };
}

function planJsonText(text: string, name: string, days: number): Planned {
  const read = readLifecycleJson(text);
  if (!read.ok) {
    if (read.document === undefined) throw unreadable(name, read.problem);
    return { ...refuseProblem(read.problem), before: read.document, after: read.document };
  }
  const before = read.lifecycle.document;
  const planned = planJson(read.lifecycle, { days, onLongerRule: 'add' });
  return { ...planned, before, after: planned.verdict === 'put' ? planned.configuration : before };
}

function unreadable(name: string, { detail, place }: LifecycleProblem): WrongUse {
  const where = place === undefined ? name : `${name}:${place.line}:${place.column}`;
  return new WrongUse(`${where} is not a lifecycle configuration: ${detail}`, remedy('unreadable-configuration'));
}
