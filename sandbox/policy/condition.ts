import { NotModelledError } from '../aws-error';
import { type ConditionOperator, readOperator } from './condition-operators';
import type { PolicyStatement } from './document';
import type { VariableLookup } from './pattern';

/** Condition keys of one request, in lower case. An array is a key with several values. */
export type RequestContext = ReadonlyMap<string, string | readonly string[]>;

/** Whether all conditions of a statement hold: every operator and every key, any of a key's values. */
export function conditionsHold(
  conditions: PolicyStatement['Condition'],
  context: RequestContext,
  variables: VariableLookup | undefined,
): boolean {
  for (const [name, keys] of Object.entries(conditions ?? {})) {
    const use = readOperator(name);
    if (use === undefined) throw new NotModelledError(`the condition operator ${name}`);
    for (const [key, wanted] of Object.entries(keys)) {
      const given = context.get(key.toLowerCase());
      if (use.operator === 'Null') {
        const absent = given === undefined || given.length === 0;
        if (!wanted.some((value) => (value.toLowerCase() === 'true') === absent)) return false;
      } else if (given === undefined) {
        if (!holdsWithoutKey(use.operator, use.quantifier, use.ifExists)) return false;
      } else if (!holdsForValues(use.operator, use.quantifier, key, wanted, given, variables)) {
        return false;
      }
    }
  }
  return true;
}

/** An absent key fails a positive comparison and passes a negated one. */
function holdsWithoutKey(
  operator: ConditionOperator,
  quantifier: 'ForAllValues' | 'ForAnyValue' | undefined,
  ifExists: boolean,
): boolean {
  if (ifExists || quantifier === 'ForAllValues') return true;
  return quantifier === undefined && operator.negated;
}

function holdsForValues(
  operator: ConditionOperator,
  quantifier: 'ForAllValues' | 'ForAnyValue' | undefined,
  key: string,
  wanted: readonly string[],
  given: string | readonly string[],
  variables: VariableLookup | undefined,
): boolean {
  const holds = (value: string) =>
    wanted.some((pattern) => operator.compare(pattern, value, variables)) !== operator.negated;
  const values = typeof given === 'string' ? [given] : given;
  if (quantifier === 'ForAllValues') return values.every(holds);
  if (quantifier === 'ForAnyValue') return values.some(holds);
  if (typeof given === 'string') return holds(given);
  throw new NotModelledError(`a comparison of the multivalued key ${key} without ForAllValues or ForAnyValue`);
}
