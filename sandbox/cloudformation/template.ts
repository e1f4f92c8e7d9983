import { NotModelledError } from '../aws-error';
import { isList, isObject, TemplateError, type TemplateObject, type TemplateValue } from './template-value';

export interface TemplateResource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: TemplateObject;
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
  /** @default `Delete` */
  readonly deletionPolicy: 'Delete' | 'Retain' | 'RetainExceptOnCreate';
  /** What becomes of it when another takes its place. @default `Delete` */
  readonly updateReplacePolicy: 'Delete' | 'Retain';
}

export interface TemplateOutput {
  readonly name: string;
  readonly value: TemplateValue;
  readonly exportName: TemplateValue | undefined;
  readonly condition: string | undefined;
}

export interface Template {
  readonly parameters: ReadonlyMap<string, TemplateObject>;
  readonly rules: ReadonlyMap<string, TemplateObject>;
  readonly mappings: TemplateObject;
  readonly conditions: ReadonlyMap<string, TemplateValue>;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly outputs: readonly TemplateOutput[];
}

// Limits: "CloudFormation quotas", User Guide.
const LARGEST_TEMPLATE_BYTES = 1_000_000;
const MOST_RESOURCES = 500;
const LOGICAL_ID = /^[A-Za-z0-9]{1,255}$/;
const SECTIONS = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Resources',
  'Outputs',
];
const RESOURCE_ATTRIBUTES = [
  'Type',
  'Properties',
  'DependsOn',
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Condition',
];

/** Checks the form of a template. Throws TemplateError, or NotModelledError for sections and attributes that are not known here. */
export function parseTemplate(template: unknown): Template {
  const whole = template as TemplateValue;
  if (!isObject(whole)) throw new TemplateError('the template is not a JSON object');
  const bytes = Buffer.byteLength(JSON.stringify(whole));
  if (bytes > LARGEST_TEMPLATE_BYTES)
    throw new TemplateError(`the template has ${bytes} bytes, ${LARGEST_TEMPLATE_BYTES} at most`);
  for (const section of Object.keys(whole)) {
    if (!SECTIONS.includes(section)) throw new NotModelledError(`the template section ${section}`);
  }
  const version = whole['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== '2010-09-09') throw new TemplateError(`unknown format version ${version}`);
  const resources = new Map<string, TemplateResource>();
  for (const [id, resource] of section(whole, 'Resources')) resources.set(id, parseResource(id, resource));
  if (resources.size === 0) throw new TemplateError('at least one resource must be in the section Resources');
  if (resources.size > MOST_RESOURCES)
    throw new TemplateError(`the template has more than ${MOST_RESOURCES} resources`);
  const mappings = whole['Mappings'] ?? {};
  if (!isObject(mappings)) throw new TemplateError('Mappings is not an object');
  return {
    parameters: objects(whole, 'Parameters'),
    rules: objects(whole, 'Rules'),
    mappings,
    conditions: new Map(section(whole, 'Conditions')),
    resources,
    outputs: section(whole, 'Outputs').map(([name, output]) => parseOutput(name, output)),
  };
}

function section(template: TemplateObject, name: string): readonly (readonly [string, TemplateValue])[] {
  const value = template[name];
  if (value === undefined) return [];
  if (!isObject(value)) throw new TemplateError(`${name} is not an object`);
  return Object.entries(value);
}

function objects(template: TemplateObject, name: string): ReadonlyMap<string, TemplateObject> {
  const result = new Map<string, TemplateObject>();
  for (const [key, value] of section(template, name)) {
    if (!isObject(value)) throw new TemplateError(`${name}.${key} is not an object`);
    result.set(key, value);
  }
  return result;
}

function parseResource(logicalId: string, resource: TemplateValue): TemplateResource {
  const place = `Resources.${logicalId}`;
  if (!LOGICAL_ID.test(logicalId)) throw new TemplateError(`${place}: a logical ID has letters and digits only`);
  if (!isObject(resource)) throw new TemplateError(`${place} is not an object`);
  for (const attribute of Object.keys(resource)) {
    if (!RESOURCE_ATTRIBUTES.includes(attribute)) throw new NotModelledError(`the attribute ${attribute} of ${place}`);
  }
  const type = resource['Type'];
  if (typeof type !== 'string') throw new TemplateError(`${place} has no Type`);
  const properties = resource['Properties'] ?? {};
  if (!isObject(properties)) throw new TemplateError(`${place}.Properties is not an object`);
  return {
    logicalId,
    type,
    properties,
    dependsOn: texts(resource['DependsOn'], `${place}.DependsOn`),
    condition: optionalText(resource['Condition'], `${place}.Condition`),
    deletionPolicy: deletionPolicy(resource['DeletionPolicy'], place),
    updateReplacePolicy: updateReplacePolicy(resource['UpdateReplacePolicy'], place),
  };
}

function deletionPolicy(value: TemplateValue | undefined, place: string): TemplateResource['deletionPolicy'] {
  if (value === undefined) return 'Delete';
  if (value === 'Delete' || value === 'Retain' || value === 'RetainExceptOnCreate') return value;
  throw new NotModelledError(`the DeletionPolicy ${JSON.stringify(value)} of ${place}`);
}

function updateReplacePolicy(value: TemplateValue | undefined, place: string): TemplateResource['updateReplacePolicy'] {
  if (value === undefined) return 'Delete';
  if (value === 'Delete' || value === 'Retain') return value;
  throw new NotModelledError(`the UpdateReplacePolicy ${JSON.stringify(value)} of ${place}`);
}

function parseOutput(name: string, output: TemplateValue): TemplateOutput {
  const place = `Outputs.${name}`;
  if (!isObject(output)) throw new TemplateError(`${place} is not an object`);
  for (const key of Object.keys(output)) {
    if (!['Description', 'Value', 'Export', 'Condition'].includes(key))
      throw new TemplateError(`${place} has an unknown ${key}`);
  }
  const value = output['Value'];
  if (value === undefined) throw new TemplateError(`${place} has no Value`);
  const exported = output['Export'];
  if (exported !== undefined && !(isObject(exported) && exported['Name'] !== undefined)) {
    throw new TemplateError(`${place}.Export has no Name`);
  }
  return {
    name,
    value,
    exportName: isObject(exported) ? exported['Name'] : undefined,
    condition: optionalText(output['Condition'], `${place}.Condition`),
  };
}

function texts(value: TemplateValue | undefined, place: string): readonly string[] {
  if (value === undefined) return [];
  return (isList(value) ? value : [value]).map((item) => {
    if (typeof item !== 'string') throw new TemplateError(`${place} is not text`);
    return item;
  });
}

function optionalText(value: TemplateValue | undefined, place: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new TemplateError(`${place} is not text`);
}
