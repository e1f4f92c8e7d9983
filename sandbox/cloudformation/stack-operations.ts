import { isDeepStrictEqual } from 'node:util';
import { formatArn } from '../arn';
import { NotModelledError } from '../aws-error';
import { reasonOf } from './stack-error';
import type { StackOrder, StackPlace, StackRecord } from './stack-log';
import { newStackId, type Stacks } from './stacks';
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
  readonly added: readonly { readonly logicalId: string; readonly type: string }[];
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
   * Throws NotModelledError for one that would change a stack that is there.
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
    const plan = this.#stacks.check({ account, region, stackName, template, ...order });
    const unchanged = record !== undefined && !isNew && isSame(record.order, order);
    if (kind === 'UPDATE' && !unchanged) throw new NotModelledError('updates of stacks');
    const stack =
      record ?? this.#stacks.log.open({ account, region, stackName }, newStackId(request), 'REVIEW_IN_PROGRESS', order);
    const resources = unchanged ? [] : [...plan.resources.values()];
    const changeSet: ChangeSet = {
      id,
      name,
      stack,
      description,
      createdAt: new Date(),
      status: unchanged ? 'FAILED' : 'CREATE_COMPLETE',
      statusReason: unchanged ? NO_CHANGE : undefined,
      added: resources.map(({ logicalId, type }) => ({ logicalId, type })),
      order,
    };
    this.#changeSets.set(id, changeSet);
    return changeSet;
  }

  deleteChangeSet({ id }: ChangeSet): void {
    this.#changeSets.delete(id);
  }

  /** Begins to make the stack; every change set of it is gone with that. */
  execute({ stack, order }: ChangeSet, assets: Assets): void {
    this.#forget(stack);
    stack.order = order;
    const { account, region, stackName, stackId } = stack;
    const template = readTemplateText(order.templateBody);
    const assetPath = (bucket: string, key: string): string => assets.path(bucket, key);
    this.#begin(async () => {
      try {
        const reviewed = { stackId, order };
        await this.#stacks.deployStack({ account, region, stackName, template, ...order, assetPath, reviewed });
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

function isSame(before: StackOrder, after: StackOrder): boolean {
  const [one, other] = [before, after].map(({ templateBody, parameters, tags }) => ({
    template: readTemplateText(templateBody),
    parameters,
    tags,
  }));
  return isDeepStrictEqual(one, other);
}
