import { randomUUID } from 'node:crypto';
import { formatArn } from '../arn';
import { NotModelledError } from '../aws-error';
import { Clock } from '../clock';
import type { Organization } from '../organization/organization';
import { AutoDeployment } from './auto-deployment';
import type { ResourceRequest, ResourceResult, ResourceType } from './resource-type';
import type { StackInstance } from './stack-instance';
import { StackSet } from './stack-set';
import { StackSetObstacles } from './stack-set-obstacles';
import { type StackSetProperties, stackSetSchema } from './stack-set-schema';
import type { Stacks } from './stacks';
import { parseTemplate } from './template';
import { TemplateError } from './template-value';

/** The name under which StackSets is trusted and delegated. Source: "Services that work with Organizations", User Guide. */
const SERVICE_PRINCIPAL = 'member.org.stacksets.cloudformation.amazonaws.com';

/** Service-managed stack sets of one organization, and their automatic deployment. */
export class StackSets {
  /** `AWS::CloudFormation::StackSet`: register it with the stacks. */
  readonly resourceType: ResourceType<StackSetProperties>;
  readonly #stacks: Stacks;
  readonly #organization: Organization;
  readonly #sets = new Map<string, StackSet>();
  readonly #autoDeployment: AutoDeployment;
  readonly #obstacles: StackSetObstacles;

  constructor(options: { readonly stacks: Stacks; readonly organization: Organization; readonly clock?: Clock }) {
    this.#stacks = options.stacks;
    this.#organization = options.organization;
    this.#obstacles = new StackSetObstacles(options.organization, options.clock ?? new Clock());
    this.#autoDeployment = new AutoDeployment(options.organization, () => [...this.#sets.values()]);
    this.resourceType = {
      typeName: 'AWS::CloudFormation::StackSet',
      schema: stackSetSchema,
      create: (request) => this.#create(request),
      updates: {
        inPlace: [
          'AutoDeployment',
          'Capabilities',
          'Description',
          'ManagedExecution',
          'OperationPreferences',
          'Parameters',
          'StackInstancesGroup',
          'TemplateBody',
        ],
        replaces: ['PermissionModel', 'StackSetName'],
        name: 'StackSetName',
        update: (request, before) => this.#update(request, before),
      },
    };
  }

  /** Instances of the sets of this name in all Regions where there is such a set. Throws an Error if there is none. */
  stackInstances(setName: string): readonly StackInstance[] {
    const sets = [...this.#sets.values()].filter((set) => set.name === setName);
    if (sets.length === 0) throw new Error(`there is no stack set ${setName}`);
    return sets.flatMap((set) => set.instances());
  }

  list(): readonly StackSet[] {
    return [...this.#sets.values()];
  }

  /** Resolves when no automatic deployment is under way. */
  settled(): Promise<void> {
    return this.#autoDeployment.settled();
  }

  /**
   * Turns a Region off in an account: instances that are to come there fail. Throws an Error for a Region that AWS does not let
   * anybody turn off, or an account outside the organization.
   */
  disableRegion(account: string, region: string): void {
    this.#organization.disableRegion(account, region);
  }

  /** Turns a Region on again. */
  enableRegion(account: string, region: string): void {
    this.#organization.enableRegion(account, region);
  }

  /** Whether the account may operate service-managed stack sets in that capacity. */
  isAdministrator(account: string, callAs: 'SELF' | 'DELEGATED_ADMIN'): boolean {
    return callAs === 'DELEGATED_ADMIN'
      ? this.#organization.isDelegatedAdministrator(account, SERVICE_PRINCIPAL)
      : account === this.#organization.managementAccountId;
  }

  async #create(request: ResourceRequest<StackSetProperties>): Promise<ResourceResult> {
    const { properties, stack } = request;
    this.#checkAdministrator(properties, stack.account);
    checkModelled(properties);
    const template = parseBody(properties.TemplateBody);
    const id = `${properties.StackSetName}:${randomUUID()}`;
    // A set that a delegated administrator makes lives in the management account.
    const arn = formatArn({
      service: 'cloudformation',
      region: stack.region,
      account: this.#organization.managementAccountId,
      resource: `stackset/${id}`,
    });
    const key = `${stack.region}/${properties.StackSetName}`;
    if (this.#sets.has(key)) throw new TemplateError(`StackSet ${properties.StackSetName} already exists`);
    this.#checkDependencies(properties);
    const set = new StackSet({
      id,
      arn,
      properties,
      template,
      stacks: this.#stacks,
      organization: this.#organization,
      obstacles: this.#obstacles,
    });
    this.#sets.set(key, set);
    const remove = async (): Promise<void> => {
      await set.deleteInstances();
      this.#sets.delete(key);
    };
    try {
      await set.createInstances();
    } catch (error) {
      await remove();
      throw error;
    }
    return { ref: id, attributes: { StackSetId: id }, delete: () => this.#delete(set, remove) };
  }

  async #update(
    { properties, stack }: ResourceRequest<StackSetProperties>,
    before: ResourceResult,
  ): Promise<ResourceResult> {
    this.#checkAdministrator(properties, stack.account);
    checkModelled(properties);
    const template = parseBody(properties.TemplateBody);
    const set = this.#sets.get(`${stack.region}/${properties.StackSetName}`);
    if (set === undefined) throw new TemplateError(`StackSet ${properties.StackSetName} not found`);
    this.#checkDependencies(properties);
    await set.become(properties, template);
    return before;
  }

  #checkDependencies({ AutoDeployment }: StackSetProperties): void {
    for (const dependency of AutoDeployment?.DependsOn ?? []) {
      if (!this.list().some((set) => set.arn === dependency))
        throw new TemplateError(`StackSet ${dependency} not found`);
    }
  }

  async #delete(set: StackSet, remove: () => Promise<void>): Promise<void> {
    const dependent = this.list().find((other) => other !== set && other.dependsOn.includes(set.arn));
    if (dependent !== undefined) throw new TemplateError(`${dependent.name} depends on the stack set ${set.name}`);
    await remove();
  }

  #checkAdministrator(properties: StackSetProperties, account: string): void {
    if (properties.PermissionModel === 'SELF_MANAGED') throw new NotModelledError('self-managed stack sets');
    if (!this.#organization.hasTrustedAccess(SERVICE_PRINCIPAL)) {
      throw new TemplateError('You must enable organizations access to operate a service managed stack set');
    }
    const isAllowed = this.isAdministrator(account, properties.CallAs ?? 'SELF');
    if (!isAllowed) {
      throw new TemplateError(
        `You must be the management account or delegated admin account of an organization before operating a SERVICE_MANAGED stack set (${account}, CallAs ${properties.CallAs ?? 'SELF'})`,
      );
    }
  }
}

function checkModelled(properties: StackSetProperties): void {
  if (properties.AdministrationRoleARN !== undefined || properties.ExecutionRoleName !== undefined) {
    throw new TemplateError('a service-managed stack set takes no AdministrationRoleARN and no ExecutionRoleName');
  }
  if (properties.TemplateURL !== undefined) throw new NotModelledError('TemplateURL of stack sets');
  if (properties.StackInstancesGroup?.some((group) => group.DeploymentTargets.AccountsUrl !== undefined)) {
    throw new NotModelledError('AccountsUrl of stack sets');
  }
  const { Enabled = false, RetainStacksOnAccountRemoval, DependsOn } = properties.AutoDeployment ?? {};
  if (!Enabled && (RetainStacksOnAccountRemoval !== undefined || DependsOn !== undefined)) {
    throw new TemplateError('RetainStacksOnAccountRemoval and DependsOn need AutoDeployment to be enabled');
  }
}

/** Throws TemplateError for what no stack set takes. Source: "Prerequisites for using StackSets", User Guide. */
function parseBody(body: string | undefined): unknown {
  if (body === undefined) throw new TemplateError('a stack set needs a TemplateBody');
  const bytes = Buffer.byteLength(body);
  if (bytes > 51_200) throw new TemplateError(`the TemplateBody has ${bytes} bytes, 51,200 at most`);
  let template: unknown;
  try {
    template = JSON.parse(body);
  } catch (error) {
    throw new NotModelledError(`a TemplateBody that is not JSON (${error instanceof Error ? error.message : error})`);
  }
  for (const { logicalId, type } of parseTemplate(template).resources.values()) {
    if (type === 'AWS::CloudFormation::Stack') throw new TemplateError(`nested stacks in a stack set: ${logicalId}`);
  }
  return template;
}
