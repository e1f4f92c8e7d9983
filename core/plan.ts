import { createHash } from 'node:crypto';
import { decide, isCovered, type Wanted } from './decide';
import type { LifecycleConfiguration } from './lifecycle/configuration';
import {
  appendOurRuleJson,
  type LifecycleDocument,
  type LifecycleJson,
  replaceWithOurRuleJson,
} from './lifecycle/json';
import { parsedXml } from './lifecycle/parsed';
import type { LifecycleProblem } from './lifecycle/view';
import {
  appendOurRule,
  foreignMembers,
  ourConfigurationXml,
  readLifecycle,
  replaceWithOurRule,
  rulesOf,
} from './lifecycle/xml';
import { canonical } from './lifecycle/xml-tree';
import { type Reason, reason } from './reasons';

/** What would be done to one configuration; `configuration` is what to write, header included where there was one. */
export type PlanOf<Configuration> =
  | { readonly verdict: 'keep'; readonly reason: Reason }
  | { readonly verdict: 'put'; readonly reason: Reason; readonly configuration: Configuration }
  | { readonly verdict: 'refuse'; readonly reason: Reason };

export type Plan = PlanOf<LifecycleConfiguration>;

/**
 * What to do so that incomplete uploads of the whole bucket are aborted as wanted. `existing` is undefined for a bucket
 * that has no configuration. Throws RangeError if the wanted days are no whole number of 1 or more.
 */
export function plan(existing: LifecycleConfiguration | undefined, wanted: Wanted): Plan {
  if (existing === undefined) {
    const decision = decide({ dialect: undefined, rules: [] }, wanted);
    return { verdict: 'put', reason: decision.reason, configuration: { xml: ourConfigurationXml(wanted.days) } };
  }
  const read = readLifecycle(existing);
  if (!read.ok) return refuseProblem(read.problem);
  const decision = decide(read.lifecycle.view, wanted);
  if (decision.verdict !== 'put') return decision;
  const xml =
    decision.edit === 'append'
      ? appendOurRule(read.lifecycle, wanted.days)
      : replaceWithOurRule(read.lifecycle, decision.edit.replace, wanted.days);
  return { verdict: 'put', reason: decision.reason, configuration: { ...existing, xml } };
}

/** The same for a configuration that was read from JSON. */
export function planJson(existing: LifecycleJson, wanted: Wanted): PlanOf<LifecycleDocument> {
  const decision = decide(existing.view, wanted);
  if (decision.verdict !== 'put') return decision;
  const configuration =
    decision.edit === 'append'
      ? appendOurRuleJson(existing, wanted.days)
      : replaceWithOurRuleJson(existing, decision.edit.replace, wanted.days);
  return { verdict: 'put', reason: decision.reason, configuration };
}

/** What a bucket comes to whose plan is refused: where another rule does the work, only later, that is for a person to see. */
export function verdictOfRefusal({ code }: Reason): 'reported' | 'refused' {
  return code === 'longer-rule-reported' || code === 'longer-rule-v1' ? 'reported' : 'refused';
}

/** The plan for a configuration that cannot be decided on. */
export function refuseProblem({ kind, detail, place }: LifecycleProblem): PlanOf<never> {
  const where = place === undefined ? '' : ` (line ${place.line}, column ${place.column})`;
  const code = kind === 'unreadable' ? 'unreadable-configuration' : 'ambiguous-configuration';
  return { verdict: 'refuse', reason: reason(code, detail + where) };
}

/** Whether `configuration`, as it was read back, does what is wanted. What cannot be read does not. */
export function covers(configuration: LifecycleConfiguration | undefined, wanted: { readonly days: number }): boolean {
  if (configuration === undefined) return false;
  const read = readLifecycle(configuration);
  return read.ok && isCovered(read.lifecycle.view, wanted.days);
}

/**
 * Whether two configurations are the same but for our own rule: every other rule and member, in order, by its meaning
 * (white space between elements, comments and prefixes left out). Says nothing of the header. False where one of them
 * cannot be read and their texts differ.
 */
export function sameForeignRules(
  before: LifecycleConfiguration | undefined,
  after: LifecycleConfiguration | undefined,
): boolean {
  if (before?.xml === after?.xml) return true;
  const left = foreignOf(before);
  const right = foreignOf(after);
  return left !== undefined && JSON.stringify(left) === JSON.stringify(right);
}

function foreignOf(configuration: LifecycleConfiguration | undefined): readonly string[] | undefined {
  if (configuration === undefined) return [];
  const read = readLifecycle(configuration);
  return read.ok ? foreignMembers(read.lifecycle) : undefined;
}

/**
 * SHA-256 in hex over the configuration's meaning and its header: stable under white space between elements. No
 * configuration has a digest of its own; a text that is not XML has that of its characters.
 */
export function digest(configuration: LifecycleConfiguration | undefined): string {
  const hash = createHash('sha256');
  if (configuration === undefined) return hash.update('no configuration').digest('hex');
  const parsed = parsedXml(configuration);
  const header = configuration.transitionDefaultMinimumObjectSize ?? null;
  return hash.update(JSON.stringify([parsed.ok ? canonical(parsed.root) : configuration.xml, header])).digest('hex');
}

/** How many rules a configuration has; in a text that is not XML, how many start tags of rules can be seen. */
export function ruleCount(configuration: LifecycleConfiguration | undefined): number {
  if (configuration === undefined) return 0;
  const parsed = parsedXml(configuration);
  if (parsed.ok) return rulesOf(parsed.root).length;
  return configuration.xml.match(/<([\w.-]+:)?Rule[\s>]/g)?.length ?? 0;
}
