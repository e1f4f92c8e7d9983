import { isDeepStrictEqual } from 'node:util';
import { NotModelledError } from '../aws-error';
import { resolveObject } from './intrinsics';
import type { StackPlan } from './plan-stack';
import type { CreatedResource, ResourceType } from './resource-type';
import type { TemplateResource } from './template';
import { TemplateError, type TemplateObject } from './template-value';

/** Source: ResourceChange, CloudFormation API Reference. */
export interface ResourceChange {
  readonly logicalId: string;
  readonly type: string;
  readonly action: 'Add' | 'Modify' | 'Remove';
  /** Of what is there. */
  readonly physicalId: string | undefined;
  /** Whether another resource takes its place, of one that is modified. */
  readonly replacement: boolean | undefined;
}

/** A stack as it is. */
export interface Deployed {
  readonly plan: StackPlan;
  readonly created: ReadonlyMap<string, CreatedResource>;
}

/**
 * What an update to `plan` would do to the resources, as far as it is known before it begins: what refers to a resource that is yet to be made
 * is compared as the templates have it. Throws TemplateError for what CloudFormation refuses, NotModelledError for a change that is not modelled.
 */
export function resourceChanges(
  { plan: before, created }: Deployed,
  plan: StackPlan,
  types: ReadonlyMap<string, ResourceType>,
): readonly ResourceChange[] {
  checkTypes(before, plan);
  const changes: ResourceChange[] = [];
  for (const resource of plan.resources.values()) {
    const { logicalId, type } = resource;
    const there = created.get(logicalId);
    if (there === undefined) {
      if (!types.has(type)) throw new NotModelledError(`the resource type ${type}`);
      changes.push({ logicalId, type, action: 'Add', physicalId: undefined, replacement: undefined });
      continue;
    }
    const changed = changedBeforehand(resource, before.resources.get(logicalId), there, plan);
    if (changed.length === 0) continue;
    const replacement = changeOf(resource, changed, types) === 'replace';
    changes.push({ logicalId, type, action: 'Modify', physicalId: there.ref, replacement });
  }
  for (const [logicalId, { ref }] of created) {
    if (plan.resources.has(logicalId)) continue;
    const type = before.resources.get(logicalId)?.type ?? '';
    changes.push({ logicalId, type, action: 'Remove', physicalId: ref, replacement: undefined });
  }
  return changes;
}

/** Names of the properties in which the two differ. */
export function changedProperties(before: TemplateObject, after: TemplateObject): readonly string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => !isDeepStrictEqual(before[name], after[name]));
}

/**
 * Whether the resource is changed or another takes its place. Throws NotModelledError where it is not known what AWS would do, TemplateError
 * where a name stands in the way.
 */
export function changeOf(
  resource: TemplateResource,
  changed: readonly string[],
  types: ReadonlyMap<string, ResourceType>,
): 'update' | 'replace' {
  const model = types.get(resource.type)?.updates;
  if (model === undefined) {
    throw new NotModelledError(`updates of ${resource.type} (${changed.join(', ')} of ${resource.logicalId})`);
  }
  const unknown = changed.filter((name) => !model.inPlace.includes(name) && !model.replaces.includes(name));
  if (unknown.length > 0) {
    throw new NotModelledError(`updates of ${unknown.join(', ')} of ${resource.type} (${resource.logicalId})`);
  }
  return changed.some((name) => model.replaces.includes(name)) ? 'replace' : 'update';
}

function changedBeforehand(
  resource: TemplateResource,
  before: TemplateResource | undefined,
  there: CreatedResource,
  plan: StackPlan,
): readonly string[] {
  try {
    return changedProperties(there.properties, resolveObject(resource.properties, plan.scope));
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return changedProperties(before?.properties ?? {}, resource.properties);
  }
}

/** Source: "Update behaviors of stack resources", CloudFormation User Guide: the type of a resource cannot be updated. */
function checkTypes(before: StackPlan, plan: StackPlan): void {
  const others = [...plan.resources.values()].filter(({ logicalId, type }) => {
    const known = before.resources.get(logicalId);
    return known !== undefined && known.type !== type;
  });
  if (others.length === 0) return;
  throw new TemplateError(
    `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${others.map(({ logicalId }) => logicalId).join(', ')}]`,
  );
}
