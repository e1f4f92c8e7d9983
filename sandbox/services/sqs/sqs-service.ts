import type { Clock } from '../../clock';
import type { Caller } from '../../identity/caller';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import { jsonService } from '../../wire/json-protocol';
import type { Call, WireResponse, WireService } from '../../wire/message';
import type { DeadLetterQueues, TargetInvoker } from '../events/event';
import type { MessageAttributes } from './message-content';
import { messageOperations } from './message-operations';
import { arnOfUrl, QueueAccess } from './queue-access';
import { countMessages } from './queue-attributes';
import { queueOperations } from './queue-operations';
import { QueueRegistry } from './queue-registry';
import type { Queues, ReceivedMessage } from './queues';
import { systemAttributes, toReceivedMessage } from './received-message';
import { sendMessage } from './send-message';
import { queryErrorCode } from './sqs-errors';

/** SQS with standard queues: over the wire (JSON 1.0), for other services, as the target of rules and as their dead-letter queue. */
export class SqsService implements WireService, Queues, TargetInvoker, DeadLetterQueues {
  readonly service = 'sqs';
  readonly signingNames = ['sqs'];
  readonly registry: QueueRegistry;
  readonly #access: QueueAccess;
  readonly #wire: WireService;

  /** `endpoint` answers the address that queue URLs begin with, such as `http://127.0.0.1:4566`. */
  constructor(options: {
    readonly authorizer: Authorizer;
    readonly trace: Trace;
    readonly clock: Clock;
    readonly endpoint: () => string;
  }) {
    const { authorizer, trace, clock, endpoint } = options;
    const registry = new QueueRegistry({ clock, trace });
    const access = new QueueAccess({ authorizer, registry, endpoint });
    this.registry = registry;
    this.#access = access;
    this.#wire = jsonService({
      signingNames: this.signingNames,
      targetPrefix: 'AmazonSQS',
      version: '1.0',
      errorNamespace: 'com.amazonaws.sqs',
      queryErrorCode,
      operations: {
        ...messageOperations({ access, trace }),
        ...queueOperations({ access, trace, registry }),
      },
    });
  }

  handle(call: Call): Promise<WireResponse> {
    return this.#wire.handle(call);
  }

  renderError(error: Parameters<WireService['renderError']>[0], requestId: string): WireResponse {
    return this.#wire.renderError(error, requestId);
  }

  async receive(
    caller: Caller,
    queueArn: string,
    options: { max: number; waitSeconds: number; signal?: AbortSignal },
  ): Promise<readonly ReceivedMessage[]> {
    const queue = this.#access.queue(caller, 'sqs:ReceiveMessage', queueArn);
    return (await queue.receive(options)).map(toReceivedMessage);
  }

  delete(caller: Caller, queueArn: string, receiptHandle: string): void {
    this.#access.queue(caller, 'sqs:DeleteMessage', queueArn).delete(receiptHandle);
  }

  changeVisibility(caller: Caller, queueArn: string, receiptHandle: string, seconds: number): void {
    this.#access.queue(caller, 'sqs:ChangeMessageVisibility', queueArn).changeVisibility(receiptHandle, seconds);
  }

  visibilityTimeout(queueArn: string): number {
    return this.registry.get(queueArn).settings.visibilityTimeout;
  }

  async invoke(caller: Caller, targetArn: string, payload: string, group?: string): Promise<void> {
    const queue = this.#access.queue(caller, 'sqs:SendMessage', targetArn);
    sendMessage(queue, caller, { MessageBody: payload, ...(group === undefined ? {} : { MessageGroupId: group }) });
  }

  async send(
    caller: Caller,
    queueArn: string,
    body: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<void> {
    const queue = this.#access.queue(caller, 'sqs:SendMessage', queueArn);
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    );
    sendMessage(queue, caller, { MessageBody: body, MessageAttributes });
  }

  /** What a queue holds, without receiving it. Throws AwsError QueueDoesNotExist. */
  inspect(queueArn: string): {
    readonly visible: number;
    readonly delayed: number;
    readonly inFlight: number;
    readonly messages: readonly {
      readonly body: string;
      /** System attributes, such as `ApproximateReceiveCount`. */
      readonly attributes: Readonly<Record<string, string>>;
      readonly messageAttributes: MessageAttributes;
    }[];
  } {
    const queue = this.registry.get(queueArn);
    const messages = queue.contents().map(({ message }) => ({
      body: message.body,
      attributes: systemAttributes(message),
      messageAttributes: message.attributes,
    }));
    return { ...countMessages(queue), messages };
  }

  /** How many messages a queue holds in each state. Throws AwsError QueueDoesNotExist. */
  count(queueArn: string): ReturnType<typeof countMessages> {
    return countMessages(this.registry.get(queueArn));
  }

  queueUrl(queue: { readonly account: string; readonly name: string }): string {
    return this.#access.urlOf(queue);
  }

  /** ARN of the queue that a URL of this endpoint names in `region`; throws AwsError InvalidAddress. */
  arnOfUrl(url: string, region: string): string {
    return arnOfUrl(url, region);
  }
}
