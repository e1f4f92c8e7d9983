import type { StackPlan } from './plan-stack';
import type { ResourceResult } from './resource-type';
import { reasonOf } from './stack-error';

/** Deletes what `created` holds, last first, but for policies to keep; answers what failed. */
export async function deleteResources(
  plan: StackPlan,
  created: Map<string, ResourceResult>,
  kept: readonly string[],
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const [id, result] of [...created].reverse()) {
    if (kept.includes(plan.resources.get(id)?.deletionPolicy ?? 'Delete')) continue;
    try {
      await result.delete();
      created.delete(id);
    } catch (error) {
      failures.push(`${id}: ${reasonOf(error)}`);
    }
  }
  return failures;
}
