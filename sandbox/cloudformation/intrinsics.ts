import { NotModelledError } from '../aws-error';
import {
  intrinsicOf,
  isList,
  isObject,
  TemplateError,
  type TemplateObject,
  type TemplateValue,
} from './template-value';

/** What names in a template stand for. Each throws TemplateError for a name that stands for nothing. */
export interface Scope {
  /** A parameter, a pseudo parameter or a resource. */
  ref(name: string): TemplateValue | typeof NO_VALUE;
  attribute(logicalId: string, name: string): string;
  condition(name: string): boolean;
  mapping(map: string, key: string, subKey: string): TemplateValue;
  importValue(name: string): string;
}

/** What `AWS::NoValue` answers: whatever holds it loses it. */
export const NO_VALUE = Symbol('AWS::NoValue');

const CONDITION_FUNCTIONS = ['Fn::And', 'Fn::Equals', 'Fn::Not', 'Fn::Or'];

/** Answers `value` without intrinsic functions. Throws TemplateError, or NotModelledError for a function that is not known here. */
export function resolve(value: TemplateValue, scope: Scope): TemplateValue {
  const resolved = resolveAny(value, scope);
  if (resolved === NO_VALUE) throw new TemplateError('AWS::NoValue stands where a value is needed');
  return resolved;
}

export function resolveText(value: TemplateValue, scope: Scope, place: string): string {
  return text(resolve(value, scope), place);
}

/** An object's members, without those that are AWS::NoValue. */
export function resolveObject(value: TemplateObject, scope: Scope): TemplateObject {
  const members: Record<string, TemplateValue> = {};
  for (const [name, member] of Object.entries(value)) {
    const resolved = resolveAny(member, scope);
    if (resolved !== NO_VALUE) members[name] = resolved;
  }
  return members;
}

function resolveAny(value: TemplateValue, scope: Scope): TemplateValue | typeof NO_VALUE {
  if (value === null) throw new TemplateError('null is not allowed in a template');
  if (typeof value === 'string') {
    if (value.includes('{{resolve:')) throw new NotModelledError(`dynamic references: ${value}`);
    return value;
  }
  if (isList(value)) return resolveList(value, scope);
  if (!isObject(value)) return value;
  const intrinsic = intrinsicOf(value);
  return intrinsic === undefined ? resolveObject(value, scope) : call(intrinsic[0], intrinsic[1], scope);
}

function resolveList(values: readonly TemplateValue[], scope: Scope): readonly TemplateValue[] {
  return values.map((item) => resolveAny(item, scope)).filter((item) => item !== NO_VALUE);
}

function call(name: string, argument: TemplateValue, scope: Scope): TemplateValue | typeof NO_VALUE {
  switch (name) {
    case 'Ref':
      if (typeof argument !== 'string') throw new TemplateError('Ref needs a name');
      return scope.ref(argument);
    case 'Fn::GetAtt': {
      const [logicalId, attribute] = attributeOf(argument);
      return scope.attribute(logicalId, attribute);
    }
    case 'Fn::Sub':
      return substitute(argument, scope);
    case 'Fn::Join': {
      const [delimiter, items] = list(argument, name, 2);
      if (typeof delimiter !== 'string') throw new TemplateError('Fn::Join needs a text as delimiter');
      const parts = resolve(items ?? null, scope);
      if (!isList(parts)) throw new TemplateError('Fn::Join needs a list');
      return parts.map((part) => text(part, name)).join(delimiter);
    }
    case 'Fn::Split': {
      const [delimiter, source] = list(argument, name, 2);
      if (typeof delimiter !== 'string' || delimiter === '') throw new TemplateError('Fn::Split needs a delimiter');
      return resolveText(source ?? null, scope, name).split(delimiter);
    }
    case 'Fn::Select': {
      const [position, items] = list(argument, name, 2);
      const index = Number(resolveText(position ?? null, scope, name));
      const choices = resolve(items ?? null, scope);
      const chosen = isList(choices) && Number.isInteger(index) ? choices[index] : undefined;
      if (chosen === undefined) throw new TemplateError(`Fn::Select cannot select the value at index ${index}`);
      return chosen;
    }
    case 'Fn::If':
      return resolveAny(chooseBranch(argument, scope), scope);
    case 'Fn::FindInMap': {
      const [map, key, subKey] = list(argument, name, 3).map((part) => resolveText(part, scope, name));
      return scope.mapping(map ?? '', key ?? '', subKey ?? '');
    }
    case 'Fn::ImportValue':
      return scope.importValue(resolveText(argument, scope, name));
    case 'Fn::Base64':
      return Buffer.from(resolveText(argument, scope, name)).toString('base64');
    default:
      if (CONDITION_FUNCTIONS.includes(name)) throw new TemplateError(`${name} belongs in Conditions and Rules`);
      throw new NotModelledError(`the intrinsic function ${name}`);
  }
}

/** The branch of a `Fn::If` that its condition chooses, unresolved. */
export function chooseBranch(argument: TemplateValue, scope: Pick<Scope, 'condition'>): TemplateValue {
  const [condition, yes, no] = list(argument, 'Fn::If', 3);
  if (typeof condition !== 'string') throw new TemplateError('Fn::If needs the name of a condition');
  return (scope.condition(condition) ? yes : no) ?? null;
}

/** `["Id", "Attribute"]` or `"Id.Attribute"`. */
export function attributeOf(argument: TemplateValue): readonly [logicalId: string, attribute: string] {
  const parts = typeof argument === 'string' ? splitOnce(argument) : argument;
  const [logicalId, attribute] = isList(parts) ? parts : [];
  if (typeof logicalId !== 'string' || typeof attribute !== 'string') {
    throw new TemplateError('Fn::GetAtt needs a logical ID and the name of an attribute');
  }
  return [logicalId, attribute];
}

function splitOnce(name: string): readonly string[] {
  const dot = name.indexOf('.');
  return dot < 0 ? [] : [name.slice(0, dot), name.slice(dot + 1)];
}

/** The text of a `Fn::Sub` and its own variables. */
export function substitutionOf(argument: TemplateValue): readonly [text: string, variables: TemplateObject] {
  const [template, variables] = isList(argument) ? argument : [argument, {}];
  if (typeof template !== 'string' || !isObject(variables)) throw new TemplateError('Fn::Sub needs a text');
  return [template, variables];
}

/** Names in `${…}`, without the literal `${!…}`. */
export function variablesIn(template: string): readonly string[] {
  return [...template.matchAll(/\$\{([^}]*)\}/g)]
    .map((match) => (match[1] ?? '').trim())
    .filter((name) => !name.startsWith('!'));
}

function substitute(argument: TemplateValue, scope: Scope): string {
  const [template, variables] = substitutionOf(argument);
  for (const name of Object.keys(variables)) {
    if (!variablesIn(template).includes(name)) throw new TemplateError(`Fn::Sub does not use its variable ${name}`);
  }
  const result = template.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    const name = inner.trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    const own = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (own !== undefined) return resolveText(own, scope, `Fn::Sub ${name}`);
    if (name.includes('.')) return scope.attribute(...attributeOf(name));
    const value = scope.ref(name);
    if (value === NO_VALUE) throw new TemplateError('AWS::NoValue stands in a text');
    return text(value, `Fn::Sub ${name}`);
  });
  if (result.includes('{{resolve:')) throw new NotModelledError(`dynamic references: ${result}`);
  return result;
}

export function list(argument: TemplateValue, name: string, length?: number): readonly TemplateValue[] {
  if (!isList(argument) || (length !== undefined && argument.length !== length)) {
    throw new TemplateError(`${name} needs a list${length === undefined ? '' : ` of ${length}`}`);
  }
  return argument;
}

function text(value: TemplateValue, place: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(`${place} needs text, not ${JSON.stringify(value)}`);
}
