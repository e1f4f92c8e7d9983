import { randomUUID } from 'node:crypto';

/** Source: StackEvent, CloudFormation API Reference. */
export interface StackEvent {
  readonly id: string;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly at: Date;
  readonly status: string;
  readonly reason: string | undefined;
}

export interface StackPlace {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
}

/** What was asked for when a stack was deployed. */
export interface StackOrder {
  /** As it was sent. */
  readonly templateBody: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly roleArn: string | undefined;
}

export interface StackRecord extends StackPlace {
  readonly stackId: string;
  readonly createdAt: Date;
  order: StackOrder;
  status: string;
  reason: string | undefined;
  deletedAt: Date | undefined;
  terminationProtection: boolean;
  outputs: Readonly<Record<string, string>>;
  /** Newest last. */
  readonly events: StackEvent[];
}

const STACK = 'AWS::CloudFormation::Stack';
const NOTHING: StackOrder = { templateBody: '', parameters: {}, tags: {}, capabilities: [], roleArn: undefined };

/** What is told of stacks: how each stands, what happened to its resources, and those that are gone, by their ID. */
export class StackLog {
  readonly #records = new Map<string, StackRecord>();

  open(place: StackPlace, stackId: string, status: string, order: StackOrder = NOTHING): StackRecord {
    const { account, region, stackName } = place;
    const record: StackRecord = {
      account,
      region,
      stackName,
      stackId,
      createdAt: new Date(),
      order,
      status: '',
      reason: undefined,
      deletedAt: undefined,
      terminationProtection: false,
      outputs: {},
      events: [],
    };
    this.#records.set(stackId, record);
    this.tell(stackId, status);
    return record;
  }

  /** The stack of that ID, even if it is gone. */
  record(stackId: string): StackRecord | undefined {
    return this.#records.get(stackId);
  }

  /** Stacks of an account and Region that are there. */
  live(account: string, region: string): readonly StackRecord[] {
    return [...this.#records.values()].filter(
      (record) => record.account === account && record.region === region && record.deletedAt === undefined,
    );
  }

  /** A stack by its name, which those that are gone have no more, or by its ID. */
  find(account: string, region: string, nameOrId: string): StackRecord | undefined {
    const named = this.live(account, region).find(({ stackName }) => stackName === nameOrId);
    if (named !== undefined) return named;
    const known = this.#records.get(nameOrId);
    return known?.account === account && known.region === region ? known : undefined;
  }

  tell(stackId: string, status: string, reason?: string): void {
    const record = this.#records.get(stackId);
    if (record === undefined) return;
    record.status = status;
    record.reason = reason === '' ? undefined : reason;
    if (status === 'DELETE_COMPLETE') record.deletedAt = new Date();
    this.resource(stackId, { logicalId: record.stackName, physicalId: stackId, type: STACK, status, reason });
  }

  resource(stackId: string, event: Omit<StackEvent, 'id' | 'at'>): void {
    this.#records
      .get(stackId)
      ?.events.push({ ...event, reason: event.reason || undefined, id: randomUUID(), at: new Date() });
  }
}

/** The last event of each resource of the stack, itself left out, in the order in which they were begun. */
export function resourcesOf(record: StackRecord): readonly StackEvent[] {
  const last = new Map<string, StackEvent>();
  for (const event of record.events) if (event.physicalId !== record.stackId) last.set(event.logicalId, event);
  return [...last.values()].filter(({ status }) => status !== 'DELETE_COMPLETE');
}
