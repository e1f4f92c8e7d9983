/** What can stand in a template. */
export type TemplateValue =
  | string
  | number
  | boolean
  | null
  | readonly TemplateValue[]
  | { readonly [name: string]: TemplateValue };

export type TemplateObject = { readonly [name: string]: TemplateValue };

export function isObject(value: TemplateValue | undefined): value is TemplateObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: TemplateValue | undefined): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

/** The name and argument of `{"Ref": …}`, `{"Fn::…": …}` or `{"Condition": …}`; undefined for any other object. */
export function intrinsicOf(value: TemplateObject): readonly [name: string, argument: TemplateValue] | undefined {
  const entries = Object.entries(value);
  const found = entries.find(([name]) => name === 'Ref' || name.startsWith('Fn::'));
  if (found === undefined) return undefined;
  if (entries.length > 1)
    throw new TemplateError(`${found[0]} stands beside other keys: ${Object.keys(value).join(', ')}`);
  return found;
}

/** The template is wrong: CloudFormation would answer a ValidationError. */
export class TemplateError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TemplateError';
  }
}
