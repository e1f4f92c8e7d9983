import type { ResourceTold } from './create-resources';
import type { StackPlan } from './plan-stack';
import type { ResourceResult } from './resource-type';
import { reasonOf } from './stack-error';

/** Deletes what `created` holds, last first, but for policies to keep; answers what failed. */
export async function deleteResources(
  plan: StackPlan,
  created: Map<string, ResourceResult>,
  kept: readonly string[],
  told: ResourceTold = () => {},
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const [id, result] of [...created].reverse()) {
    const resource = plan.resources.get(id);
    if (resource === undefined) continue;
    if (kept.includes(resource.deletionPolicy)) {
      told(resource, 'DELETE_SKIPPED', result.ref);
      continue;
    }
    told(resource, 'DELETE_IN_PROGRESS', result.ref);
    try {
      await result.delete();
      created.delete(id);
      told(resource, 'DELETE_COMPLETE', result.ref);
    } catch (error) {
      told(resource, 'DELETE_FAILED', result.ref, reasonOf(error));
      failures.push(`${id}: ${reasonOf(error)}`);
    }
  }
  return failures;
}
