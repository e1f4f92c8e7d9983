import { createResource, parsedFor, ResourceError, type ResourceTold } from './create-resources';
import { inDependencyOrder } from './dependency-order';
import { resolveObject } from './intrinsics';
import type { StackPlan } from './plan-stack';
import { changedProperties, changeOf, type Deployed } from './resource-changes';
import type { CreatedResource, ResourceType, StackContext } from './resource-type';
import { reasonOf } from './stack-error';
import type { TemplateResource } from './template';
import { TemplateError } from './template-value';

/**
 * One update of a stack's resources. What takes the place of another is made before that one goes, and what goes, goes last, so that all of
 * it can be taken back. Source: "Update behaviors of stack resources", CloudFormation User Guide.
 */
export class ResourceUpdate {
  /** What the stack has by now: give it to the plan. */
  readonly live: Map<string, CreatedResource>;
  readonly #before: Deployed;
  readonly #types: ReadonlyMap<string, ResourceType>;
  readonly #stack: StackContext;
  readonly #assetPath: (bucket: string, key: string) => string;
  readonly #told: ResourceTold;
  readonly #takeBack: (() => Promise<void>)[] = [];
  readonly #replaced: (readonly [TemplateResource, CreatedResource])[] = [];

  constructor(options: {
    readonly before: Deployed;
    readonly types: ReadonlyMap<string, ResourceType>;
    readonly stack: StackContext;
    readonly assetPath: (bucket: string, key: string) => string;
    readonly told: ResourceTold;
  }) {
    this.#before = options.before;
    this.#types = options.types;
    this.#stack = options.stack;
    this.#assetPath = options.assetPath;
    this.#told = options.told;
    this.live = new Map(options.before.created);
  }

  /** Makes and changes what `plan` wants otherwise. Throws ResourceError for the first that failed: then it is to be taken back. */
  async run(plan: StackPlan): Promise<void> {
    await inDependencyOrder(plan, async (id) => {
      const resource = plan.resources.get(id);
      if (resource === undefined) return;
      const there = this.live.get(id);
      try {
        if (there === undefined) await this.#add(resource, plan);
        else await this.#change(resource, there, plan);
      } catch (error) {
        this.#told(
          resource,
          there === undefined ? 'CREATE_FAILED' : 'UPDATE_FAILED',
          there?.ref ?? '',
          reasonOf(error),
        );
        throw new ResourceError(resource, error);
      }
    });
  }

  /** Back to what was before; answers what could not be taken back. */
  async takeBack(): Promise<readonly string[]> {
    const failures: string[] = [];
    for (const step of [...this.#takeBack].reverse()) {
      try {
        await step();
      } catch (error) {
        failures.push(reasonOf(error));
      }
    }
    return failures;
  }

  /** Deletes what was replaced and what `plan` has no more, last made first. What cannot be deleted stays, and the stack knows it no more. */
  async cleanUp(plan: StackPlan): Promise<void> {
    for (const [resource, there] of [...this.#replaced].reverse()) {
      await this.#delete(resource, there, resource.updateReplacePolicy === 'Retain');
    }
    for (const [id, there] of [...this.live].reverse()) {
      const resource = this.#before.plan.resources.get(id);
      if (resource === undefined || plan.resources.has(id)) continue;
      await this.#delete(resource, there, resource.deletionPolicy !== 'Delete');
      this.live.delete(id);
    }
  }

  async #add(resource: TemplateResource, plan: StackPlan): Promise<void> {
    this.#told(resource, 'CREATE_IN_PROGRESS', '');
    const made = await createResource(resource, plan, this.#types, this.#stack, this.#assetPath);
    this.live.set(resource.logicalId, made);
    this.#takeBack.push(async () => {
      await made.delete();
      this.live.delete(resource.logicalId);
      this.#told(resource, 'DELETE_COMPLETE', made.ref);
    });
    this.#told(resource, 'CREATE_COMPLETE', made.ref);
  }

  async #change(resource: TemplateResource, there: CreatedResource, plan: StackPlan): Promise<void> {
    const properties = resolveObject(resource.properties, plan.scope);
    const changed = changedProperties(there.properties, properties);
    if (changed.length === 0) return;
    const how = changeOf(resource, changed, this.#types);
    this.#told(resource, 'UPDATE_IN_PROGRESS', there.ref);
    if (how === 'update') {
      // also where it fails: some of it may have been done by then
      this.#takeBack.push(async () => {
        await this.#update(resource, this.live.get(resource.logicalId) ?? there, there.properties);
        this.#told(resource, 'UPDATE_COMPLETE', there.ref);
      });
      await this.#update(resource, there, properties);
    } else {
      this.#checkName(resource, changed, properties);
      const made = await createResource(resource, plan, this.#types, this.#stack, this.#assetPath);
      this.live.set(resource.logicalId, made);
      const old = this.#before.plan.resources.get(resource.logicalId) ?? resource;
      this.#replaced.push([old, there]);
      this.#takeBack.push(async () => {
        await made.delete();
        this.live.set(resource.logicalId, there);
        this.#told(resource, 'UPDATE_COMPLETE', there.ref);
      });
    }
    this.#told(resource, 'UPDATE_COMPLETE', this.live.get(resource.logicalId)?.ref ?? there.ref);
  }

  async #update(
    resource: TemplateResource,
    there: CreatedResource,
    properties: CreatedResource['properties'],
  ): Promise<void> {
    const [type, parsed] = parsedFor(resource, properties, this.#types);
    const { logicalId } = resource;
    const request = { logicalId, properties: parsed, stack: this.#stack, assetPath: this.#assetPath };
    const result = await type.updates?.update(request, there);
    if (result !== undefined) this.live.set(logicalId, { ...result, properties });
  }

  /** Source: "Name type", CloudFormation User Guide: what has a name of its own cannot be replaced under that name. */
  #checkName(resource: TemplateResource, changed: readonly string[], properties: CreatedResource['properties']): void {
    const name = this.#types.get(resource.type)?.updates?.name;
    if (name === undefined || properties[name] === undefined || changed.includes(name)) return;
    throw new TemplateError(
      `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${String(properties[name])} and update the stack again.`,
    );
  }

  async #delete(resource: TemplateResource, there: CreatedResource, keep: boolean): Promise<void> {
    if (keep) {
      this.#told(resource, 'DELETE_SKIPPED', there.ref);
      return;
    }
    this.#told(resource, 'DELETE_IN_PROGRESS', there.ref);
    try {
      await there.delete();
      this.#told(resource, 'DELETE_COMPLETE', there.ref);
    } catch (error) {
      this.#told(resource, 'DELETE_FAILED', there.ref, reasonOf(error));
    }
  }
}
