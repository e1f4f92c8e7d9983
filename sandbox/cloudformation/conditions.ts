import { NotModelledError } from '../aws-error';
import { list, resolve, resolveText, type Scope } from './intrinsics';
import type { Template } from './template';
import { isList, isObject, TemplateError, type TemplateValue } from './template-value';

type ValueScope = Omit<Scope, 'condition'>;

/** Answers each of the template's conditions once. Throws TemplateError for a circle or a name that is not there. */
export function conditionsOf(template: Template, scope: ValueScope): (name: string) => boolean {
  const known = new Map<string, boolean | 'under way'>();
  const answer = (name: string): boolean => {
    const value = known.get(name);
    if (value === 'under way') throw new TemplateError(`the condition ${name} depends on itself`);
    if (value !== undefined) return value;
    const definition = template.conditions.get(name);
    if (definition === undefined) throw new TemplateError(`there is no condition ${name}`);
    known.set(name, 'under way');
    const result = evaluate(definition, { ...scope, condition: answer });
    known.set(name, result);
    return result;
  };
  return answer;
}

/**
 * Throws TemplateError with the assertion's description if a rule's assertion does not hold.
 * Source: "Rules section syntax reference for CloudFormation templates", User Guide.
 */
export function checkRules(template: Template, scope: ValueScope): void {
  const ruleScope: Scope = {
    ...scope,
    condition: (name) => {
      throw new TemplateError(`the condition ${name} stands in Rules`);
    },
  };
  for (const [name, rule] of template.rules) {
    for (const key of Object.keys(rule)) {
      if (key !== 'RuleCondition' && key !== 'Assertions')
        throw new TemplateError(`Rules.${name} has an unknown ${key}`);
    }
    const condition = rule['RuleCondition'];
    if (condition !== undefined && !evaluate(condition, ruleScope)) continue;
    for (const assertion of list(rule['Assertions'] ?? null, `Rules.${name}.Assertions`)) {
      const assert = isObject(assertion) ? assertion['Assert'] : undefined;
      if (!isObject(assertion) || assert === undefined) throw new TemplateError(`Rules.${name} has a bad assertion`);
      if (!evaluate(assert, ruleScope)) {
        throw new TemplateError(
          `the rule ${name} does not hold: ${assertion['AssertDescription'] ?? JSON.stringify(assert)}`,
        );
      }
    }
  }
}

function evaluate(value: TemplateValue, scope: Scope): boolean {
  const [[name, argument] = ['', null], second] = isObject(value) ? Object.entries(value) : [];
  if (second !== undefined) throw new TemplateError(`not a condition: ${JSON.stringify(value)}`);
  const all = () => list(argument, name).map((part) => evaluate(part, scope));
  switch (name) {
    case 'Condition':
      if (typeof argument !== 'string') throw new TemplateError('Condition needs a name');
      return scope.condition(argument);
    case 'Fn::Equals': {
      const [left, right] = list(argument, name, 2).map((part) => comparable(resolve(part, scope)));
      return left === right;
    }
    case 'Fn::And':
      return several(all(), name).every(Boolean);
    case 'Fn::Or':
      return several(all(), name).some(Boolean);
    case 'Fn::Not':
      return !evaluate(list(argument, name, 1)[0] ?? null, scope);
    case 'Fn::Contains': {
      const [choices, wanted] = list(argument, name, 2);
      return textsOf(choices, scope, name).includes(resolveText(wanted ?? null, scope, name));
    }
    case 'Fn::EachMemberEquals': {
      const [members, wanted] = list(argument, name, 2);
      const expected = resolveText(wanted ?? null, scope, name);
      return textsOf(members, scope, name).every((member) => member === expected);
    }
    case 'Fn::EachMemberIn': {
      const [members, choices] = list(argument, name, 2).map((part) => textsOf(part, scope, name));
      return (members ?? []).every((member) => choices?.includes(member));
    }
    default:
      throw new NotModelledError(`${name || JSON.stringify(value)} as a condition`);
  }
}

function several(values: readonly boolean[], name: string): readonly boolean[] {
  if (values.length < 2 || values.length > 10) throw new TemplateError(`${name} takes 2 to 10 conditions`);
  return values;
}

function comparable(value: TemplateValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function textsOf(value: TemplateValue | undefined, scope: Scope, name: string): readonly string[] {
  const resolved = resolve(value ?? null, scope);
  if (!isList(resolved)) throw new TemplateError(`${name} needs a list`);
  return resolved.map(comparable);
}
