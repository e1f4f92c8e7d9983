import { formatArn, parseArn } from '../../arn';
import { AwsError, NotModelledError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Trace } from '../../trace';
import { Queue, type StoredMessage } from './queue';
import { allowsRedriveFrom, applyAttributes, DEFAULT_SETTINGS, type QueueSettings } from './queue-settings';
import { invalidParameter, queueDoesNotExist } from './sqs-errors';

/** All queues of all accounts and Regions, by ARN. */
export class QueueRegistry {
  readonly #queues = new Map<string, Queue>();
  readonly #clock: Clock;
  readonly #trace: Trace;

  constructor(options: { readonly clock: Clock; readonly trace: Trace }) {
    this.#clock = options.clock;
    this.#trace = options.trace;
  }

  /** Throws AwsError QueueDoesNotExist. */
  get(arn: string): Queue {
    const queue = this.#queues.get(arn);
    if (queue === undefined) throw queueDoesNotExist();
    return queue;
  }

  find(arn: string): Queue | undefined {
    return this.#queues.get(arn);
  }

  list(account: string, region: string): readonly Queue[] {
    return [...this.#queues.values()].filter((queue) => queue.account === account && queue.region === region);
  }

  /**
   * Answers the queue of that name if it is there with the same attributes. Throws AwsError QueueNameExists if they differ,
   * InvalidParameterValue for an impossible name or redrive policy.
   */
  create(
    account: string,
    region: string,
    name: string,
    attributes: Readonly<Record<string, string>>,
    tags: Readonly<Record<string, string>> = {},
  ): Queue {
    if (name.endsWith('.fifo')) throw new NotModelledError('FIFO queues');
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(name)) {
      throw new AwsError(
        'InvalidParameterValue',
        'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      );
    }
    const arn = formatArn({ service: 'sqs', region, account, resource: name });
    const settings = applyAttributes(DEFAULT_SETTINGS, attributes);
    const existing = this.#queues.get(arn);
    if (existing !== undefined) {
      if (JSON.stringify(existing.settings) === JSON.stringify(applyAttributes(existing.settings, attributes))) {
        return existing;
      }
      throw new AwsError(
        'QueueNameExists',
        'A queue already exists with the same name and a different value for an attribute.',
      );
    }
    this.#checkRedrive(settings, arn);
    const queue = new Queue({
      arn,
      account,
      region,
      name,
      tags,
      settings,
      clock: this.#clock,
      deadLetter: (message, source) => this.#deadLetter(message, source),
    });
    this.#queues.set(arn, queue);
    return queue;
  }

  /** As CloudFormation creates: throws AwsError QueueNameExists for a name that is taken, whatever the attributes. */
  createNew(...args: Parameters<QueueRegistry['create']>): Queue {
    const [account, region, name] = args;
    if (this.#queues.has(formatArn({ service: 'sqs', region, account, resource: name }))) {
      throw new AwsError('QueueNameExists', `The queue ${name} already exists.`);
    }
    return this.create(...args);
  }

  setAttributes(arn: string, attributes: Readonly<Record<string, string>>): void {
    const queue = this.get(arn);
    const settings = applyAttributes(queue.settings, attributes);
    this.#checkRedrive(settings, arn);
    queue.settings = settings;
  }

  delete(arn: string): void {
    this.#queues.delete(arn);
  }

  #checkRedrive(settings: QueueSettings, sourceArn: string): void {
    const policy = settings.redrivePolicy;
    if (policy === undefined) return;
    const text = settings.texts['RedrivePolicy'];
    const target = parseArn(policy.deadLetterTargetArn);
    const source = parseArn(sourceArn);
    if (target?.account !== source?.account || target?.region !== source?.region) {
      throw invalidParameter(
        'RedrivePolicy',
        text,
        'Dead-letter queue must be in same account and region as the source queue.',
      );
    }
    const deadLetterQueue = this.#queues.get(policy.deadLetterTargetArn);
    if (deadLetterQueue === undefined) {
      throw invalidParameter('RedrivePolicy', text, 'Dead letter target does not exist.');
    }
    if (!allowsRedriveFrom(deadLetterQueue.settings.redriveAllowPolicy, sourceArn)) {
      const reason = 'The redrive allow policy of the dead-letter queue does not permit this source queue.';
      throw invalidParameter('RedrivePolicy', text, reason);
    }
  }

  #deadLetter(message: StoredMessage, source: Queue): boolean {
    const target = source.settings.redrivePolicy?.deadLetterTargetArn;
    const queue = target === undefined ? undefined : this.#queues.get(target);
    if (queue === undefined || !allowsRedriveFrom(queue.settings.redriveAllowPolicy, source.arn)) return false;
    queue.takeDeadLetter(message, source.arn);
    this.#trace.record({
      kind: 'dead-letter',
      queueArn: queue.arn,
      body: message.body,
      reason: `received ${message.receiveCount} times from ${source.arn} without being deleted`,
    });
    return true;
  }
}
