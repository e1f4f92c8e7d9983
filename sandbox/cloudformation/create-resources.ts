import type { z } from 'zod';
import { NotModelledError } from '../aws-error';
import { inDependencyOrder } from './dependency-order';
import { resolveObject } from './intrinsics';
import type { StackPlan } from './plan-stack';
import type { CreatedResource, ResourceType, StackContext } from './resource-type';
import { reasonOf } from './stack-error';
import type { TemplateResource } from './template';
import { TemplateError, type TemplateObject } from './template-value';

/** Why a resource was not created; the message begins with its logical ID and type. */
export class ResourceError extends Error {
  constructor(resource: TemplateResource, cause: unknown) {
    super(`${resource.logicalId} (${resource.type}): ${reasonOf(cause)}`, { cause });
    this.name = 'ResourceError';
  }
}

/** Hears how each resource stands. */
export type ResourceTold = (resource: TemplateResource, status: string, physicalId: string, reason?: string) => void;

/**
 * Creates every resource as soon as all that it depends on is there, so that a missing dependency shows as it may in AWS. `created`
 * is filled in the order of completion. After a failure nothing further is begun; what is under way is waited for, then the
 * first failure is thrown as ResourceError.
 */
export async function createResources(
  plan: StackPlan,
  types: ReadonlyMap<string, ResourceType>,
  stack: StackContext,
  assetPath: (bucket: string, key: string) => string,
  created: Map<string, CreatedResource>,
  told: ResourceTold = () => {},
): Promise<void> {
  for (const resource of plan.resources.values()) {
    if (!types.has(resource.type)) {
      throw new ResourceError(resource, new NotModelledError(`the resource type ${resource.type}`));
    }
  }
  await inDependencyOrder(plan, async (id) => {
    const resource = plan.resources.get(id);
    if (resource === undefined) return;
    told(resource, 'CREATE_IN_PROGRESS', '');
    try {
      const result = await createResource(resource, plan, types, stack, assetPath);
      created.set(id, result);
      told(resource, 'CREATE_COMPLETE', result.ref);
    } catch (error) {
      told(resource, 'CREATE_FAILED', '', reasonOf(error));
      throw new ResourceError(resource, error);
    }
  });
}

/** Throws what the type throws, TemplateError for wrong properties, NotModelledError for unknown ones. */
export async function createResource(
  resource: TemplateResource,
  plan: StackPlan,
  types: ReadonlyMap<string, ResourceType>,
  stack: StackContext,
  assetPath: (bucket: string, key: string) => string,
): Promise<CreatedResource> {
  const properties = resolveObject(resource.properties, plan.scope);
  const [type, parsed] = parsedFor(resource, properties, types);
  const request = { logicalId: resource.logicalId, properties: parsed, stack, assetPath };
  return { ...(await type.create(request)), properties };
}

/** The type with the properties as it has them. Throws like createResource. */
export function parsedFor(
  resource: TemplateResource,
  properties: TemplateObject,
  types: ReadonlyMap<string, ResourceType>,
): readonly [ResourceType, unknown] {
  const type = types.get(resource.type);
  if (type === undefined) throw new NotModelledError(`the resource type ${resource.type}`);
  const parsed = type.schema.safeParse(properties);
  if (!parsed.success) throw propertyError(resource.type, parsed.error);
  return [type, parsed.data];
}

function propertyError(type: string, error: z.ZodError): Error {
  const unknown = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key].join('.')) : [],
  );
  if (unknown.length > 0) return new NotModelledError(`the property ${unknown.join(', ')} of ${type}`);
  return new TemplateError(
    error.issues.map((issue) => `Properties.${issue.path.join('.')}: ${issue.message}`).join('; '),
  );
}
