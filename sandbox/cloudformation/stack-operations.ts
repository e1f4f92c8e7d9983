import { isDeepStrictEqual } from 'node:util';
import { formatArn } from '../arn';
import { NotModelledError } from '../aws-error';
import type { StackPlan } from './plan-stack';
import type { ResourceChange } from './resource-changes';
import { type DeployRequest, newStackId } from './stack';
import { reasonOf } from './stack-error';
import type { StackOrder, StackPlace, StackRecord } from './stack-log';
import type { Stacks } from './stacks';
import { readTemplateText } from './template-text';
import { TemplateError } from './template-value';

/** Source: ChangeSetSummary and ResourceChange, CloudFormation API Reference. */
export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stack: StackRecord;
  readonly description: string | undefined;
  readonly createdAt: Date;
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly statusReason: string | undefined;
  readonly changes: readonly ResourceChange[];
  readonly order: StackOrder;
}

export interface ChangeSetRequest extends StackPlace {
  readonly name: string;
  readonly id: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly description: string | undefined;
  readonly order: StackOrder;
}

/** Files behind S3 locations, for as long as a stack is made. */
export interface Assets {
  path(bucket: string, key: string): string;
  dispose(): void;
}

const NO_CHANGE =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Change sets, and deployments and deletions that go on after they were asked for. */
export class StackOperations {
  readonly #stacks: Stacks;
  readonly #changeSets = new Map<string, ChangeSet>();
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(stacks: Stacks) {
    this.#stacks = stacks;
  }

  /** By its ARN; or by its name and the stack's name or ID. */
  changeSet(account: string, region: string, nameOrId: string, stack: string | null): ChangeSet | undefined {
    const direct = this.#changeSets.get(nameOrId);
    if (direct !== undefined) return isIn(direct.stack, account, region) ? direct : undefined;
    const record = stack === null ? undefined : this.#stacks.log.find(account, region, stack);
    return [...this.#changeSets.values()].find((set) => set.stack === record && set.name === nameOrId);
  }

  /**
   * Throws TemplateError for what CloudFormation refuses at once. A change set that would change nothing is there, and failed.
   * Throws NotModelledError for a change of a resource that is not modelled.
   */
  create(request: ChangeSetRequest): ChangeSet {
    const { account, region, stackName, name, id, kind, description, order } = request;
    const record = this.#stacks.log.find(account, region, stackName);
    const isNew = record === undefined || record.status === 'REVIEW_IN_PROGRESS';
    if (kind === 'UPDATE' && (record === undefined || isNew)) {
      throw new TemplateError(`Stack [${stackName}] does not exist`);
    }
    if (kind === 'CREATE' && !isNew) {
      throw new TemplateError(
        `Stack [${stackName}] already exists and cannot be created again with the changeSet [${name}].`,
      );
    }
    const template = readTemplateText(order.templateBody);
    const wanted = { account, region, stackName, template, ...order };
    const changes = kind === 'UPDATE' ? this.#changes(wanted, record) : added(this.#stacks.check(wanted));
    const unchanged = changes === 'none';
    const stack =
      record ?? this.#stacks.log.open({ account, region, stackName }, newStackId(request), 'REVIEW_IN_PROGRESS', order);
    const changeSet: ChangeSet = {
      id,
      name,
      stack,
      description,
      createdAt: new Date(),
      status: unchanged ? 'FAILED' : 'CREATE_COMPLETE',
      statusReason: unchanged ? NO_CHANGE : undefined,
      changes: unchanged ? [] : changes,
      order,
    };
    this.#changeSets.set(id, changeSet);
    return changeSet;
  }

  deleteChangeSet({ id }: ChangeSet): void {
    this.#changeSets.delete(id);
  }

  /** Throws NotModelledError for a stack that is not as it was asked for, TemplateError while it is being changed. */
  #changes(wanted: DeployRequest, record: StackRecord | undefined): readonly ResourceChange[] | 'none' {
    const { status = '', order } = record ?? {};
    if (status.endsWith('_IN_PROGRESS')) {
      throw new TemplateError(`Stack:${record?.stackId} is in ${status} state and can not be updated.`);
    }
    const changes = this.#stacks.changes(wanted);
    if (changes === null) {
      throw new TemplateError(`Stack:${record?.stackId} is in ${status} state and can not be updated.`);
    }
    if (status === 'UPDATE_ROLLBACK_FAILED' || status === 'DELETE_FAILED') {
      throw new NotModelledError(`the update of a stack in the state ${status}`);
    }
    const { tags } = wanted as DeployRequest & Partial<StackOrder>;
    if (!isDeepStrictEqual(tags ?? {}, order?.tags ?? {})) throw new NotModelledError("changes of a stack's tags");
    return changes.isSame ? 'none' : changes.resources;
  }

  /** Begins to make or to update the stack; every change set of it is gone with that. */
  execute({ stack, order }: ChangeSet, assets: Assets): void {
    this.#forget(stack);
    const former = stack.order;
    stack.order = order;
    const { account, region, stackName, stackId } = stack;
    const template = readTemplateText(order.templateBody);
    const assetPath = (bucket: string, key: string): string => assets.path(bucket, key);
    this.#begin(async () => {
      try {
        const request = { account, region, stackName, template, ...order, assetPath };
        if (this.#stacks.stack(stack) === undefined) {
          await this.#stacks.deployStack({ ...request, reviewed: { stackId, order } });
        } else {
          await this.#stacks.updateStack(request).catch((error: unknown) => {
            // what was asked for before holds again
            stack.order = former;
            throw error;
          });
        }
      } finally {
        assets.dispose();
      }
    });
  }

  /** Begins to delete it. Throws TemplateError for a stack that is protected. */
  deleteStack(record: StackRecord): void {
    const { stackId, stackName, terminationProtection, status } = record;
    if (record.deletedAt !== undefined) return;
    if (terminationProtection) {
      throw new TemplateError(`Stack [${stackName}] cannot be deleted while TerminationProtection is enabled`);
    }
    if (status === 'DELETE_IN_PROGRESS') return;
    if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS') {
      throw new NotModelledError(`the deletion of a stack in the state ${status}`);
    }
    this.#forget(record);
    if (this.#stacks.stack(record) === undefined) {
      // in review, or rolled back: nothing of it is there
      this.#stacks.log.tell(stackId, 'DELETE_IN_PROGRESS');
      this.#stacks.log.tell(stackId, 'DELETE_COMPLETE');
      return;
    }
    this.#begin(() => this.#stacks.deleteStack(record), record);
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #forget(stack: StackRecord): void {
    for (const set of this.#changeSets.values()) if (set.stack === stack) this.#changeSets.delete(set.id);
  }

  /** What comes of it stands in the log. `deleted` could not be, whatever kept it. */
  #begin(work: () => Promise<unknown>, deleted?: StackRecord): void {
    const job = work()
      .catch((error: unknown) => {
        if (deleted === undefined || deleted.status === 'DELETE_FAILED') return;
        this.#stacks.log.tell(deleted.stackId, 'DELETE_FAILED', reasonOf(error));
      })
      .finally(() => this.#underWay.delete(job));
    this.#underWay.add(job);
  }
}

export function changeSetArn({ account, region }: StackPlace, name: string, unique: string): string {
  return formatArn({ service: 'cloudformation', region, account, resource: `changeSet/${name}/${unique}` });
}

function isIn(stack: StackRecord, account: string, region: string): boolean {
  return stack.account === account && stack.region === region;
}

function added({ resources }: StackPlan): readonly ResourceChange[] {
  return [...resources.values()].map(({ logicalId, type }) => ({
    ...{ logicalId, type, action: 'Add', physicalId: undefined, replacement: undefined },
  }));
}
