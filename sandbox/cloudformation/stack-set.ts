import type { Organization } from '../organization/organization';
import { isNotModelled, reasonOf } from './stack-error';
import { keyOf, newStackInstance, type StackInstance } from './stack-instance';
import type { StackSetObstacles } from './stack-set-obstacles';
import { type OperationTarget, runOperation } from './stack-set-operation';
import type { StackInstancesGroup, StackSetProperties } from './stack-set-schema';
import { organizationalUnitOf, suspendedAccounts, targetAccounts } from './stack-set-targets';
import type { Stacks } from './stacks';
import { TemplateError } from './template-value';

/** One stack set with its instances: at most one for each account and Region. */
export class StackSet {
  readonly id: string;
  readonly name: string;
  readonly arn: string;
  readonly properties: StackSetProperties;
  readonly #template: unknown;
  readonly #stacks: Stacks;
  readonly #organization: Organization;
  readonly #obstacles: StackSetObstacles;
  readonly #instances = new Map<string, StackInstance>();
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
    this.properties = options.properties;
    this.#template = options.template;
    this.#stacks = options.stacks;
    this.#organization = options.organization;
    this.#obstacles = options.obstacles;
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
      const succeeded = await runOperation(targets, this.properties.OperationPreferences ?? {}, (target) =>
        this.createInstance(target, group),
      );
      if (this.#notModelled !== undefined) throw this.#notModelled;
      if (!succeeded)
        throw new TemplateError(`the operation on the stack set ${this.name} failed: ${this.#failures()}`);
    }
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
