import { NotModelledError } from '../aws-error';
import { isList, isObject, TemplateError, type TemplateObject, type TemplateValue } from './template-value';

const KEYS = [
  'Type',
  'Default',
  'Description',
  'AllowedValues',
  'AllowedPattern',
  'ConstraintDescription',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
  'NoEcho',
];

/**
 * Values of a template's parameters: given, else the default. `ssmParameter` answers the value behind the name of a Systems
 * Manager parameter. Throws TemplateError for a value that is missing, not declared or against a constraint, NotModelledError
 * for a type that is not known here.
 */
export function parameterValues(
  declared: ReadonlyMap<string, TemplateObject>,
  given: Readonly<Record<string, string>>,
  ssmParameter: (name: string) => string | undefined,
): ReadonlyMap<string, string | readonly string[]> {
  const unknown = Object.keys(given).filter((name) => !declared.has(name));
  if (unknown.length > 0) throw new TemplateError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const missing = [...declared].filter(
    ([name, parameter]) => !Object.hasOwn(given, name) && parameter['Default'] === undefined,
  );
  if (missing.length > 0)
    throw new TemplateError(`Parameters: [${missing.map(([name]) => name).join(', ')}] must have values`);
  const values = new Map<string, string | readonly string[]>();
  for (const [name, parameter] of declared) {
    for (const key of Object.keys(parameter)) {
      if (!KEYS.includes(key)) throw new TemplateError(`Parameters.${name} has an unknown ${key}`);
    }
    const raw = Object.hasOwn(given, name) ? given[name] : parameter['Default'];
    if (raw === undefined || isObject(raw) || isList(raw)) throw new TemplateError(`Parameters.${name} needs text`);
    values.set(name, readValue(name, parameter, String(raw), ssmParameter));
  }
  return values;
}

function readValue(
  name: string,
  parameter: TemplateObject,
  raw: string,
  ssmParameter: (name: string) => string | undefined,
): string | readonly string[] {
  const type = parameter['Type'];
  const single = (value: string) => {
    checkConstraints(name, parameter, value);
    return value;
  };
  switch (type) {
    case 'String':
      return single(raw);
    case 'Number':
      if (raw.trim() === '' || !Number.isFinite(Number(raw)))
        throw new TemplateError(`Parameter '${name}' must be a number`);
      return single(raw);
    case 'CommaDelimitedList':
    case 'List<Number>': {
      const items = raw.split(',').map((item) => item.trim());
      if (type === 'List<Number>' && items.some((item) => !Number.isFinite(Number(item)))) {
        throw new TemplateError(`Parameter '${name}' must be a list of numbers`);
      }
      for (const item of items) single(item);
      return items;
    }
    case 'AWS::SSM::Parameter::Value<String>': {
      single(raw);
      const value = ssmParameter(raw);
      if (value === undefined) throw new TemplateError(`Unable to fetch parameters [${raw}] from parameter store`);
      return value;
    }
    default:
      throw new NotModelledError(`the parameter type ${JSON.stringify(type)} of ${name}`);
  }
}

function checkConstraints(name: string, parameter: TemplateObject, value: string): void {
  const fail = (constraint: string): never => {
    const words = parameter['ConstraintDescription'] ?? `${constraint} ${JSON.stringify(parameter[constraint])}`;
    throw new TemplateError(`Parameter '${name}' failed to satisfy constraint: ${words}`);
  };
  const allowed = parameter['AllowedValues'];
  if (allowed !== undefined && !(isList(allowed) && allowed.some((choice) => String(choice) === value)))
    fail('AllowedValues');
  const pattern = parameter['AllowedPattern'];
  if (pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(value)) fail('AllowedPattern');
  if (beyond(parameter['MinLength'], (limit) => value.length < limit)) fail('MinLength');
  if (beyond(parameter['MaxLength'], (limit) => value.length > limit)) fail('MaxLength');
  if (beyond(parameter['MinValue'], (limit) => Number(value) < limit)) fail('MinValue');
  if (beyond(parameter['MaxValue'], (limit) => Number(value) > limit)) fail('MaxValue');
}

function beyond(limit: TemplateValue | undefined, isBeyond: (limit: number) => boolean): boolean {
  return limit !== undefined && isBeyond(Number(limit));
}
