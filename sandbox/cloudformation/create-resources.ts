import type { z } from 'zod';
import { NotModelledError } from '../aws-error';
import { resolveObject } from './intrinsics';
import type { StackPlan } from './plan-stack';
import type { ResourceResult, ResourceType, StackContext } from './resource-type';
import { reasonOf } from './stack-error';
import type { TemplateResource } from './template';
import { TemplateError } from './template-value';

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
  created: Map<string, ResourceResult>,
  told: ResourceTold = () => {},
): Promise<void> {
  for (const resource of plan.resources.values()) {
    if (!types.has(resource.type)) {
      throw new ResourceError(resource, new NotModelledError(`the resource type ${resource.type}`));
    }
  }
  let failure: unknown;
  const runs = new Map<string, Promise<void>>();
  const run = (id: string): Promise<void> => {
    const known = runs.get(id);
    if (known !== undefined) return known;
    const started = begin(id);
    runs.set(id, started);
    return started;
  };
  const begin = async (id: string): Promise<void> => {
    const resource = plan.resources.get(id);
    if (resource === undefined) return;
    await Promise.all([...(plan.dependencies.get(id) ?? [])].map(run));
    if (failure !== undefined) return;
    told(resource, 'CREATE_IN_PROGRESS', '');
    try {
      const result = await createResource(resource, plan, types, stack, assetPath);
      created.set(id, result);
      told(resource, 'CREATE_COMPLETE', result.ref);
    } catch (error) {
      told(resource, 'CREATE_FAILED', '', reasonOf(error));
      failure ??= new ResourceError(resource, error);
    }
  };
  await Promise.all([...plan.resources.keys()].map(run));
  if (failure !== undefined) throw failure;
}

async function createResource(
  resource: TemplateResource,
  plan: StackPlan,
  types: ReadonlyMap<string, ResourceType>,
  stack: StackContext,
  assetPath: (bucket: string, key: string) => string,
): Promise<ResourceResult> {
  const type = types.get(resource.type);
  if (type === undefined) throw new NotModelledError(`the resource type ${resource.type}`);
  const resolved = resolveObject(resource.properties, plan.scope);
  const parsed = type.schema.safeParse(resolved);
  if (!parsed.success) throw propertyError(resource.type, parsed.error);
  return type.create({ logicalId: resource.logicalId, properties: parsed.data, stack, assetPath });
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
