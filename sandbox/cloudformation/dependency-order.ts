import type { StackPlan } from './plan-stack';

/**
 * Does something with every resource as soon as it is done with all that it depends on. After a failure nothing further is begun; what is
 * under way is waited for, then the first failure is thrown.
 */
export async function inDependencyOrder(
  { resources, dependencies }: Pick<StackPlan, 'resources' | 'dependencies'>,
  work: (logicalId: string) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = [];
  const runs = new Map<string, Promise<void>>();
  const run = (id: string): Promise<void> => {
    const known = runs.get(id);
    if (known !== undefined) return known;
    const started = begin(id);
    runs.set(id, started);
    return started;
  };
  const begin = async (id: string): Promise<void> => {
    await Promise.all([...(dependencies.get(id) ?? [])].map(run));
    if (failures.length > 0) return;
    try {
      await work(id);
    } catch (error) {
      failures.push(error);
    }
  };
  await Promise.all([...resources.keys()].map(run));
  if (failures.length > 0) throw failures[0];
}
