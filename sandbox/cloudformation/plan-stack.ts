import { NotModelledError } from '../aws-error';
import { checkCapabilities } from './capabilities';
import { checkRules, conditionsOf } from './conditions';
import { dependenciesOf } from './dependencies';
import { NO_VALUE, type Scope } from './intrinsics';
import { parameterValues } from './parameters';
import type { ResourceResult, StackContext } from './resource-type';
import type { Template, TemplateResource } from './template';
import { isObject, TemplateError, type TemplateValue } from './template-value';

/** Everything that is known of a stack before its first resource is created. */
export interface StackPlan {
  readonly template: Template;
  /** Without those whose condition is false. */
  readonly resources: ReadonlyMap<string, TemplateResource>;
  readonly dependencies: ReadonlyMap<string, ReadonlySet<string>>;
  readonly scope: Scope;
}

/** Throws TemplateError for whatever CloudFormation would refuse before it creates anything. */
export function planStack(input: {
  readonly template: Template;
  readonly stack: StackContext;
  readonly parameters: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly created: ReadonlyMap<string, ResourceResult>;
  readonly ssmParameter: (name: string) => string | undefined;
  readonly importValue: (name: string) => string;
}): StackPlan {
  const { template, created } = input;
  const values = parameterValues(template.parameters, input.parameters, input.ssmParameter);
  const names = new Map<string, TemplateValue | typeof NO_VALUE>([...pseudoParameters(input.stack), ...values]);
  const base = {
    ref(name: string) {
      const value = names.get(name) ?? created.get(name)?.ref;
      if (value !== undefined) return value;
      if (name === 'AWS::NotificationARNs') throw new NotModelledError(name);
      throw new TemplateError(`Unresolved resource dependencies [${name}]`);
    },
    attribute(logicalId: string, name: string) {
      const result = created.get(logicalId);
      if (result === undefined) throw new TemplateError(`Unresolved resource dependencies [${logicalId}]`);
      const value = Object.hasOwn(result.attributes, name) ? result.attributes[name] : undefined;
      if (value !== undefined) return value;
      throw new NotModelledError(`the attribute ${name} of ${template.resources.get(logicalId)?.type}`);
    },
    mapping: (map: string, key: string, subKey: string) => mappingValue(template, map, key, subKey),
    importValue: input.importValue,
  };
  const early = { ...base, ref: earlyRef(names), attribute: noAttribute };
  const condition = conditionsOf(template, early);
  for (const name of template.conditions.keys()) condition(name);
  checkRules(template, early);
  const resources = new Map(
    [...template.resources].filter(([, resource]) => resource.condition === undefined || condition(resource.condition)),
  );
  checkCapabilities(resources.values(), input.capabilities);
  const dependencies = dependenciesOf(resources, template.resources, (name) => names.has(name), { condition });
  return { template, resources, dependencies, scope: { ...base, condition } };
}

/** Conditions and rules know parameters only. */
function earlyRef(names: ReadonlyMap<string, TemplateValue | typeof NO_VALUE>) {
  return (name: string) => {
    const value = names.get(name);
    if (value === undefined) throw new TemplateError(`there is no parameter ${name}`);
    return value;
  };
}

function noAttribute(): never {
  throw new TemplateError('Fn::GetAtt stands in Conditions or Rules');
}

/** Source: "Get AWS values using pseudo parameters", CloudFormation Template Reference. */
function pseudoParameters(stack: StackContext): Map<string, string | typeof NO_VALUE> {
  return new Map<string, string | typeof NO_VALUE>([
    ['AWS::AccountId', stack.account],
    ['AWS::NoValue', NO_VALUE],
    ['AWS::Partition', stack.partition],
    ['AWS::Region', stack.region],
    ['AWS::StackId', stack.stackId],
    ['AWS::StackName', stack.stackName],
    ['AWS::URLSuffix', stack.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'],
  ]);
}

function mappingValue(template: Template, map: string, key: string, subKey: string): TemplateValue {
  let value: TemplateValue | undefined = template.mappings;
  for (const step of [map, key, subKey]) {
    value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  if (value === undefined) throw new TemplateError(`Unable to get mapping for ${map}::${key}::${subKey}`);
  return value;
}
