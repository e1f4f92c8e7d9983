import { isDeepStrictEqual } from 'node:util';
import type { Organization } from '../organization/organization';
import { isNotModelled, reasonOf } from './stack-error';
import { keyOf, newStackInstance, type StackInstance } from './stack-instance';
import type { StackSetObstacles } from './stack-set-obstacles';
import { type OperationTarget, runOperation } from './stack-set-operation';
import type { StackInstancesGroup, StackSetProperties } from './stack-set-schema';
import { automaticRegions, organizationalUnitOf, suspendedAccounts, targetAccounts } from './stack-set-targets';
import type { Stacks } from './stacks';
import { TemplateError } from './template-value';

/** One stack set with its instances: at most one for each account and Region. */
export class StackSet {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly #stacks: Stacks;
  readonly #organization: Organization;
  readonly #obstacles: StackSetObstacles;
  readonly #instances = new Map<string, StackInstance>();
  #properties: StackSetProperties;
  #template: unknown;
  /** The first failure that is no answer of AWS. */
  #notModelled: unknown;

  constructor(options: {
    readonly id: string;
    readonly arn: string;
    readonly properties: StackSetProperties;
    readonly template: unknown;
    readonly stacks: Stacks;
    readonly organization: Organization;
    readonly obstacles: StackSetObstacles;
  }) {
    this.id = options.id;
    this.name = options.properties.StackSetName;
    this.arn = options.arn;
    this.#properties = options.properties;
    this.#template = options.template;
    this.#stacks = options.stacks;
    this.#organization = options.organization;
    this.#obstacles = options.obstacles;
  }

  get properties(): StackSetProperties {
    return this.#properties;
  }

  get groups(): readonly StackInstancesGroup[] {
    return this.properties.StackInstancesGroup ?? [];
  }

  /** ARNs of the sets that auto-deployment serves first. */
  get dependsOn(): readonly string[] {
    return this.properties.AutoDeployment?.DependsOn ?? [];
  }

  instances(): readonly StackInstance[] {
    return [...this.#instances.values()];
  }

  /** The first deployment. Throws an Error when more instances failed than the set tolerates. */
  async createInstances(): Promise<void> {
    for (const group of this.groups) {
      const accounts = targetAccounts(group, this.#organization);
      const targets = group.Regions.flatMap((region) => accounts.map(({ id }) => ({ account: id, region })));
      for (const target of targets) {
        if (this.#instances.has(keyOf(target))) {
          throw new TemplateError(`two groups of ${this.name} name ${target.account} in ${target.region}`);
        }
        this.#instances.set(keyOf(target), this.#newInstance(target, group));
      }
      this.#skipSuspended(group);
      await this.#operate(targets, (target) => this.createInstance(target, group));
    }
  }

  /**
   * Has other properties from now on: instances that no group names any more go, those that are new come, and with another template, other
   * parameters or capabilities the rest is updated. Throws an Error when more of one operation failed than the set tolerates.
   */
  async become(properties: StackSetProperties, template: unknown): Promise<void> {
    const before = { template: this.#template, properties: this.#properties };
    this.#properties = properties;
    this.#template = template;
    this.#notModelled = undefined;
    const wanted = this.#wanted();
    const had = this.instances();
    await this.#operate(
      had.filter((instance) => !wanted.has(keyOf(instance))),
      (target) => this.deleteInstance(target, false),
    );
    const isSame = isDeepStrictEqual(givenTo(before.properties, before.template), givenTo(properties, template));
    const known = new Set(had.map(keyOf));
    const served = [...wanted.values()].filter(({ target }) => !isSame || !known.has(keyOf(target)));
    await this.#operate(
      served.map(({ target }) => target),
      (target) => {
        const group = wanted.get(keyOf(target))?.group;
        if (group === undefined) return Promise.resolve(true);
        return known.has(keyOf(target)) ? this.#updateInstance(target, group) : this.createInstance(target, group);
      },
    );
  }

  /** Answers whether there is a stack now; the reason of a failure is in the instance. */
  async createInstance(target: OperationTarget, group: StackInstancesGroup): Promise<boolean> {
    const key = keyOf(target);
    const known = this.#instances.get(key);
    if (known?.status === 'CURRENT') return true;
    const instance = known ?? this.#newInstance(target, group);
    const obstacle = this.#obstacles.find(target, this.#template);
    if (obstacle !== undefined) {
      this.markFailed(target, group, obstacle);
      return false;
    }
    this.#instances.set(key, { ...instance, detailedStatus: 'RUNNING' });
    try {
      const { stackId } = await this.#stacks.deployStack({
        template: this.#template,
        account: target.account,
        region: target.region,
        stackName: instance.stackName,
        capabilities: this.properties.Capabilities ?? [],
        parameters: this.#parameters(group),
      });
      this.#instances.set(key, { ...instance, stackId, status: 'CURRENT', detailedStatus: 'SUCCEEDED' });
      return true;
    } catch (error) {
      if (isNotModelled(error)) this.#notModelled ??= error;
      this.markFailed(target, group, reasonOf(error));
      return false;
    }
  }

  /** An instance that was to be created and has no stack. */
  markFailed(target: OperationTarget, group: StackInstancesGroup, statusReason: string): void {
    const instance = this.#instances.get(keyOf(target)) ?? this.#newInstance(target, group);
    this.#instances.set(keyOf(target), { ...instance, status: 'OUTDATED', detailedStatus: 'FAILED', statusReason });
  }

  /** Forgets the instance and deletes its stack, unless `retain`. A stack that cannot be deleted leaves the instance INOPERABLE. */
  async deleteInstance(target: OperationTarget, retain: boolean): Promise<boolean> {
    const instance = this.#instances.get(keyOf(target));
    if (instance === undefined) return true;
    try {
      if (instance.stackId !== undefined && !retain) await this.#stacks.deleteStack(instance);
      this.#instances.delete(keyOf(target));
      return true;
    } catch (error) {
      const statusReason = reasonOf(error);
      this.#instances.set(keyOf(target), { ...instance, status: 'INOPERABLE', detailedStatus: 'FAILED', statusReason });
      return false;
    }
  }

  /** Throws an Error for the instances that could not be deleted. */
  async deleteInstances(): Promise<void> {
    for (const instance of this.instances()) await this.deleteInstance(instance, false);
    if (this.#instances.size > 0) throw new TemplateError(`instances of ${this.name} remain: ${this.#failures()}`);
  }

  /** By their keys; an account that came by itself is wanted whatever an account filter says. */
  #wanted(): ReadonlyMap<string, { readonly target: OperationTarget; readonly group: StackInstancesGroup }> {
    const wanted = new Map<string, { readonly target: OperationTarget; readonly group: StackInstancesGroup }>();
    const add = (account: string, region: string, group: StackInstancesGroup): void => {
      wanted.set(keyOf({ account, region }), { target: { account, region }, group });
    };
    for (const { account } of this.instances()) {
      const { parents, state } = this.#organization.account(account) ?? {};
      if (state !== 'ACTIVE') continue;
      for (const [region, group] of automaticRegions(this.groups, parents)) {
        if (this.#instances.has(keyOf({ account, region }))) add(account, region, group);
      }
    }
    for (const group of this.groups) {
      for (const { id } of targetAccounts(group, this.#organization)) {
        for (const region of group.Regions) add(id, region, group);
      }
    }
    return wanted;
  }

  async #operate(
    targets: readonly OperationTarget[],
    run: (target: OperationTarget) => Promise<boolean>,
  ): Promise<void> {
    const places = targets.map(({ account, region }) => ({ account, region }));
    const succeeded = await runOperation(places, this.properties.OperationPreferences ?? {}, run);
    if (this.#notModelled !== undefined) throw this.#notModelled;
    if (!succeeded) throw new TemplateError(`the operation on the stack set ${this.name} failed: ${this.#failures()}`);
  }

  async #updateInstance(target: OperationTarget, group: StackInstancesGroup): Promise<boolean> {
    const instance = this.#instances.get(keyOf(target));
    if (instance?.stackId === undefined) return this.createInstance(target, group);
    try {
      await this.#stacks.updateStack({
        template: this.#template,
        account: target.account,
        region: target.region,
        stackName: instance.stackName,
        capabilities: this.properties.Capabilities ?? [],
        parameters: this.#parameters(group),
      });
      const { statusReason: _, ...rest } = instance;
      this.#instances.set(keyOf(target), { ...rest, status: 'CURRENT', detailedStatus: 'SUCCEEDED' });
      return true;
    } catch (error) {
      if (isNotModelled(error)) this.#notModelled ??= error;
      this.markFailed(target, group, reasonOf(error));
      return false;
    }
  }

  /** No failure: an account that is suspended counts for nothing. Source: StackInstanceComprehensiveStatus, API Reference. */
  #skipSuspended(group: StackInstancesGroup): void {
    for (const { id: account } of suspendedAccounts(group, this.#organization)) {
      for (const region of group.Regions) {
        const target = { account, region };
        const instance = this.#newInstance(target, group);
        this.#instances.set(keyOf(target), { ...instance, detailedStatus: 'SKIPPED_SUSPENDED_ACCOUNT' });
      }
    }
  }

  #newInstance(target: OperationTarget, group: StackInstancesGroup): StackInstance {
    return newStackInstance(this.name, target, organizationalUnitOf(target.account, group, this.#organization));
  }

  #parameters(group: StackInstancesGroup): Record<string, string> {
    const all = [...(this.properties.Parameters ?? []), ...(group.ParameterOverrides ?? [])];
    return Object.fromEntries(all.map(({ ParameterKey, ParameterValue }) => [ParameterKey, ParameterValue]));
  }

  #failures(): string {
    return this.instances()
      .filter((instance) => instance.detailedStatus === 'FAILED')
      .map((instance) => instance.statusReason)
      .join('; ');
  }
}

/** What the stack of an instance is made of. */
function givenTo(
  { Parameters, Capabilities, StackInstancesGroup = [] }: StackSetProperties,
  template: unknown,
): unknown {
  const overrides = StackInstancesGroup.map(({ ParameterOverrides }) => ParameterOverrides);
  return { Parameters, Capabilities, overrides, template };
}
