import { resolveText } from './intrinsics';
import type { StackPlan } from './plan-stack';
import { TemplateError } from './template-value';

type Place = { readonly account: string; readonly region: string };

/** Values that stacks export: names are unique in an account and Region. Keys are `ACCOUNT/REGION/NAME`. */
export class StackExports {
  readonly #values = new Map<string, string>();

  /**
   * Answers the stack's outputs and keeps those that are exported, in place of those that it exported `before` (as keys). Throws TemplateError
   * for a name that another stack exports, and for a change of an export that another stack uses: `userOf` names that one.
   */
  add(
    plan: StackPlan,
    place: Place,
    before: readonly string[] = [],
    userOf: (key: string) => string | undefined = () => undefined,
  ): { outputs: Readonly<Record<string, string>>; exports: readonly string[] } {
    const outputs: Record<string, string> = {};
    const exported = new Map<string, string>();
    for (const output of plan.template.outputs) {
      if (output.condition !== undefined && !plan.scope.condition(output.condition)) continue;
      const value = resolveText(output.value, plan.scope, `Outputs.${output.name}`);
      outputs[output.name] = value;
      if (output.exportName === undefined) continue;
      const name = resolveText(output.exportName, plan.scope, `Outputs.${output.name}.Export.Name`);
      const key = keyOf(place, name);
      if (exported.has(key) || (this.#values.has(key) && !before.includes(key))) {
        throw new TemplateError(`Export with name ${name} is already exported`);
      }
      exported.set(key, value);
    }
    for (const key of before) {
      const user = this.#values.get(key) === exported.get(key) ? undefined : userOf(key);
      if (user === undefined) continue;
      const what = exported.has(key) ? 'updated' : 'deleted';
      throw new TemplateError(`Export ${key} cannot be ${what} as it is in use by ${user}`);
    }
    this.remove(before);
    for (const [key, value] of exported) this.#values.set(key, value);
    return { outputs, exports: [...exported.keys()] };
  }

  remove(keys: readonly string[]): void {
    for (const key of keys) this.#values.delete(key);
  }

  /** The value under the name; notes its key in `used`. Throws TemplateError if there is none. */
  use(place: Place, name: string, used: Set<string>): string {
    const key = keyOf(place, name);
    const value = this.#values.get(key);
    if (value === undefined) throw new TemplateError(`No export named ${name} found`);
    used.add(key);
    return value;
  }
}

function keyOf(place: Place, name: string): string {
  return `${place.account}/${place.region}/${name}`;
}
