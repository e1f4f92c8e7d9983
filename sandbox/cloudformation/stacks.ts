import { partitionOf } from '../arn';
import type { EventSink } from '../services/events/event';
import type { Trace } from '../trace';
import { createResources } from './create-resources';
import { deleteResources } from './delete-resources';
import { cdkMetadata } from './metadata-resource';
import { planStack, type StackPlan } from './plan-stack';
import { type ResourceChange, resourceChanges } from './resource-changes';
import type { CreatedResource, ResourceType, StackContext } from './resource-type';
import {
  type DeployRequest,
  keyOf,
  newStackId,
  noAsset,
  orderOf,
  type Place,
  resourcesOf,
  type Stack,
  type StoredStack,
  sameOutputs,
  stackPlace,
} from './stack';
import { reasonOf, StackError } from './stack-error';
import { StackExports } from './stack-exports';
import { StackLog } from './stack-log';
import { parseTemplate, type TemplateResource } from './template';
import { TemplateError } from './template-value';
import { ResourceUpdate } from './update-resources';

export interface StacksOptions {
  readonly trace: Trace;
  /** Whether stacks can be made in the account: it exists and is active. */
  readonly accountExists: (account: string) => boolean;
  /** Whether the Region is on in the account. @default every Region is */
  readonly isRegionEnabled?: (account: string, region: string) => boolean;
  /** Takes the "CloudFormation Stack Status Change" events of each stack. @default none are told */
  readonly events?: EventSink;
  /** Value of a Systems Manager parameter; undefined if there is none. @default a bootstrapped environment of version 30 */
  readonly ssmParameter?: (account: string, region: string, name: string) => string | undefined;
}

/** The stacks of all accounts and Regions. */
export class Stacks {
  readonly log = new StackLog();
  readonly #options: StacksOptions;
  readonly #types = new Map<string, ResourceType>();
  readonly #stacks = new Map<string, StoredStack | 'under way'>();
  readonly #exports = new StackExports();

  constructor(options: StacksOptions) {
    this.#options = options;
    this.register(cdkMetadata);
  }

  /** Throws an Error if a type of that name is there already. */
  register(...types: readonly ResourceType[]): void {
    for (const type of types) {
      if (this.#types.has(type.typeName)) throw new Error(`the resource type ${type.typeName} is registered twice`);
      this.#types.set(type.typeName, type);
    }
  }

  /**
   * Creates a stack and waits for it. Throws StackError when the template is refused or a resource fails: whatever had been created
   * by then is deleted again, but for resources that are to be retained. Of a reviewed stack the name stays taken until it is deleted.
   */
  async deployStack(request: DeployRequest): Promise<Stack> {
    const place = { account: request.account, region: request.region, stackName: request.stackName };
    const key = keyOf(place);
    const { reviewed } = request;
    const holder = this.log.find(place.account, place.region, place.stackName);
    if (this.#stacks.has(key) || (holder !== undefined && holder.stackId !== reviewed?.stackId)) {
      throw new StackError(place, 'exists already');
    }
    const stackId = reviewed?.stackId ?? newStackId(place);
    const stack: StackContext = { ...place, partition: partitionOf(place.region), stackId };
    const created = new Map<string, CreatedResource>();
    let plan: StackPlan | undefined;
    this.#stacks.set(key, 'under way');
    try {
      if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(place.stackName)) throw new TemplateError('not a name of a stack');
      if (!this.#options.accountExists(place.account)) throw new TemplateError(`there is no account ${place.account}`);
      if (this.#options.isRegionEnabled?.(place.account, place.region) === false) {
        throw new TemplateError(`the Region ${place.region} is off in the account ${place.account}`);
      }
      const imports = new Set<string>();
      plan = this.#plan(request, stack, created, imports);
      if (reviewed === undefined) this.log.open(place, stackId, '', orderOf(request));
      this.#tell(stack, 'CREATE_IN_PROGRESS');
      const { assetPath = noAsset } = request;
      await createResources(plan, this.#types, stack, assetPath, created, this.#resourceTold(stackId));
      const stored = {
        ...stack,
        createdAt: new Date(),
        plan,
        created,
        imports,
        resources: resourcesOf(plan, created),
        ...this.#exports.add(plan, place),
      };
      this.#stacks.set(key, stored);
      const record = this.log.record(stackId);
      if (record !== undefined) record.outputs = stored.outputs;
      this.#options.trace.record({ kind: 'stack', ...place, status: 'CREATE_COMPLETE' });
      this.#tell(stack, 'CREATE_COMPLETE');
      return stored;
    } catch (error) {
      let reason = reasonOf(error);
      const began = plan !== undefined || reviewed !== undefined;
      if (began) this.#tell(stack, 'ROLLBACK_IN_PROGRESS', reason);
      const left =
        plan === undefined ? [] : await deleteResources(plan, created, ['Retain'], this.#resourceTold(stackId));
      if (left.length > 0) reason += `; then the rollback failed: ${left.join('; ')}`;
      this.#stacks.delete(key);
      this.#options.trace.record({ kind: 'stack', ...place, status: 'CREATE_FAILED', reason });
      if (began) this.#tell(stack, left.length > 0 ? 'ROLLBACK_FAILED' : 'ROLLBACK_COMPLETE', reason);
      if (reviewed === undefined) this.log.tell(stackId, 'DELETE_COMPLETE');
      throw new StackError(place, reason, error);
    }
  }

  /**
   * Updates a stack that is there and waits for it; without a change it stays as it is. Throws StackError when the template is refused or a
   * resource fails: what had been changed by then is as before. `cause` is a NotModelledError for a change that is not modelled: nothing was begun.
   */
  async updateStack(request: DeployRequest): Promise<Stack> {
    const place = stackPlace(request);
    const key = keyOf(place);
    const stored = this.#stacks.get(key);
    if (stored === undefined || stored === 'under way') throw new StackError(place, 'does not exist');
    const { assetPath = noAsset } = request;
    const told = this.#resourceTold(stored.stackId);
    const stack: StackContext = { ...place, partition: partitionOf(place.region), stackId: stored.stackId };
    const update = new ResourceUpdate({ before: stored, types: this.#types, stack, assetPath, told });
    const imports = new Set<string>();
    let plan: StackPlan;
    try {
      plan = this.#plan(request, stack, update.live, imports);
      if (resourceChanges(stored, plan, this.#types).length === 0 && sameOutputs(stored.plan, plan)) return stored;
    } catch (error) {
      throw new StackError(place, reasonOf(error), error);
    }
    this.#stacks.set(key, 'under way');
    this.#tell(stack, 'UPDATE_IN_PROGRESS');
    try {
      await update.run(plan);
      const outputs = this.#exports.add(plan, place, stored.exports, (name) => this.#userOf(name, stored.stackId));
      this.#tell(stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
      await update.cleanUp(plan);
      const created = update.live;
      const updated = { ...stored, plan, created, imports, resources: resourcesOf(plan, created), ...outputs };
      this.#stacks.set(key, updated);
      const record = this.log.record(stored.stackId);
      if (record !== undefined) record.outputs = updated.outputs;
      this.#options.trace.record({ kind: 'stack', ...place, status: 'UPDATE_COMPLETE' });
      this.#tell(stack, 'UPDATE_COMPLETE');
      return updated;
    } catch (error) {
      let reason = reasonOf(error);
      this.#tell(stack, 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
      const left = await update.takeBack();
      if (left.length > 0) reason += `; then the rollback failed: ${left.join('; ')}`;
      this.#stacks.set(key, { ...stored, created: update.live });
      this.#options.trace.record({ kind: 'stack', ...place, status: 'UPDATE_FAILED', reason });
      this.#tell(stack, left.length > 0 ? 'UPDATE_ROLLBACK_FAILED' : 'UPDATE_ROLLBACK_COMPLETE', reason);
      throw new StackError(place, reason, error);
    }
  }

  /** Deletes a stack and waits for it. Throws StackError if there is none, another stack uses its exports or a resource cannot go. */
  async deleteStack(place: Place): Promise<void> {
    const key = keyOf(place);
    const stack = this.#stacks.get(key);
    if (stack === undefined || stack === 'under way') throw new StackError(place, 'does not exist');
    for (const name of stack.exports) {
      const user = this.#userOf(name, stack.stackId);
      if (user !== undefined)
        throw new StackError(place, `Export ${name} cannot be deleted as it is in use by ${user}`);
    }
    this.#stacks.set(key, 'under way');
    this.#tell(stack, 'DELETE_IN_PROGRESS');
    const told = this.#resourceTold(stack.stackId);
    const left = await deleteResources(stack.plan, stack.created, ['Retain', 'RetainExceptOnCreate'], told);
    if (left.length > 0) {
      this.#stacks.set(key, stack);
      this.#tell(stack, 'DELETE_FAILED', left.join('; '));
      throw new StackError(place, `DELETE_FAILED: ${left.join('; ')}`);
    }
    this.#exports.remove(stack.exports);
    this.#stacks.delete(key);
    this.#options.trace.record({ kind: 'stack', ...stackPlace(stack), status: 'DELETE_COMPLETE' });
    this.#tell(stack, 'DELETE_COMPLETE');
  }

  stack(place: Place): Stack | undefined {
    const stack = this.#stacks.get(keyOf(place));
    return stack === 'under way' ? undefined : stack;
  }

  list(): readonly Stack[] {
    return this.#stored();
  }

  /** Throws TemplateError for whatever CloudFormation would refuse before it creates anything. Creates nothing. */
  check(request: DeployRequest): StackPlan {
    const { account, region, stackName } = request;
    const place = { account, region, stackName };
    const stack = { ...place, partition: partitionOf(region), stackId: newStackId(place) };
    return this.#plan(request, stack, new Map(), new Set());
  }

  /**
   * What an update of a stack that is there would do to its resources; null where it is not there. Changes nothing. Throws TemplateError for what
   * CloudFormation would refuse, NotModelledError for a change that is not modelled.
   */
  changes(request: DeployRequest): { readonly resources: readonly ResourceChange[]; readonly isSame: boolean } | null {
    const stored = this.#stacks.get(keyOf(request));
    if (stored === undefined || stored === 'under way') return null;
    const stack: StackContext = {
      ...stackPlace(request),
      partition: partitionOf(request.region),
      stackId: stored.stackId,
    };
    const plan = this.#plan(request, stack, new Map(stored.created), new Set());
    const resources = resourceChanges(stored, plan, this.#types);
    return { resources, isSame: resources.length === 0 && sameOutputs(stored.plan, plan) };
  }

  /** The name of another stack that uses the export. */
  #userOf(name: string, stackId: string): string | undefined {
    return this.#stored().find((other) => other.stackId !== stackId && other.imports.has(name))?.stackName;
  }

  #resourceTold(stackId: string) {
    return ({ logicalId, type }: TemplateResource, status: string, physicalId: string, reason?: string): void =>
      this.log.resource(stackId, { logicalId, type, status, physicalId, reason });
  }

  #stored(): readonly StoredStack[] {
    return [...this.#stacks.values()].filter((stack) => stack !== 'under way');
  }

  #plan(
    request: DeployRequest,
    stack: StackContext,
    created: Map<string, CreatedResource>,
    imports: Set<string>,
  ): StackPlan {
    const ssmParameter = this.#options.ssmParameter ?? bootstrapVersion;
    return planStack({
      template: parseTemplate(request.template),
      stack,
      parameters: request.parameters ?? {},
      capabilities: request.capabilities ?? [],
      created,
      ssmParameter: (name) => ssmParameter(stack.account, stack.region, name),
      importValue: (name) => this.#exports.use(stack, name, imports),
    });
  }

  /** Source: "CloudFormation event details", EventBridge events of CloudFormation. */
  #tell(stack: StackContext | Stack, status: string, reason = ''): void {
    this.log.tell(stack.stackId, status, reason);
    this.#options.events?.publish(stack.account, stack.region, {
      'detail-type': 'CloudFormation Stack Status Change',
      source: 'aws.cloudformation',
      time: `${new Date().toISOString().slice(0, 19)}Z`,
      resources: [stack.stackId],
      detail: {
        'stack-id': stack.stackId,
        'status-details': { status, 'status-reason': reason },
        'client-request-token': '',
      },
    });
  }
}

/** Every environment counts as bootstrapped for templates that ask, with a version that none finds too old. */
export function bootstrapVersion(_account: string, _region: string, name: string): string | undefined {
  return /^\/cdk-bootstrap\/[a-z0-9_]+\/version$/i.test(name) ? '30' : undefined;
}
