import { formatArn, parseArn } from '../../arn';
import { AwsError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Caller } from '../../identity/caller';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import { type JsonOperation, jsonService } from '../../wire/json-protocol';
import type { Call, WireResponse, WireService } from '../../wire/message';
import { recordCall } from '../../wire/record-call';
import type { DeadLetterQueues, TargetInvoker } from '../events/event';
import { checkCharacters, checkMessageAttributes, type MessageAttributes, messageSize } from './message-content';
import type { Queue, StoredMessage } from './queue';
import { countMessages, queueAttributes } from './queue-attributes';
import { QueueRegistry } from './queue-registry';
import { checkBatch, forEachEntry, parseRequest, type RequestName, type RequestOf } from './queue-requests';
import type { Queues, ReceivedMessage } from './queues';
import { checkSystemAttributeNames, systemAttributes, toReceivedMessage, toWireMessage } from './received-message';
import { invalidParameter, missingParameter, queryErrorCode, queueDoesNotExist } from './sqs-errors';

const LONGEST_DELAY_SECONDS = 900;
const LARGEST_BATCH_BYTES = 1_048_576;

type SendEntry = Omit<RequestOf<'SendMessage'>, 'QueueUrl'>;

/** SQS with standard queues: over the wire (JSON 1.0), for other services, as the target of rules and as their dead-letter queue. */
export class SqsService implements WireService, Queues, TargetInvoker, DeadLetterQueues {
  readonly service = 'sqs';
  readonly signingNames = ['sqs'];
  readonly registry: QueueRegistry;
  readonly #authorizer: Authorizer;
  readonly #trace: Trace;
  readonly #endpoint: () => string;
  readonly #wire: WireService;

  /** `endpoint` answers the address that queue URLs begin with, such as `http://127.0.0.1:4566`. */
  constructor(options: {
    readonly authorizer: Authorizer;
    readonly trace: Trace;
    readonly clock: Clock;
    readonly endpoint: () => string;
  }) {
    this.#authorizer = options.authorizer;
    this.#trace = options.trace;
    this.#endpoint = options.endpoint;
    this.registry = new QueueRegistry({ clock: options.clock, trace: options.trace });
    this.#wire = jsonService({
      signingNames: this.signingNames,
      targetPrefix: 'AmazonSQS',
      version: '1.0',
      errorNamespace: 'com.amazonaws.sqs',
      queryErrorCode,
      operations: this.#operations(),
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
    const queue = this.#authorized(caller, 'sqs:ReceiveMessage', queueArn);
    return (await queue.receive(options)).map(toReceivedMessage);
  }

  delete(caller: Caller, queueArn: string, receiptHandle: string): void {
    this.#authorized(caller, 'sqs:DeleteMessage', queueArn).delete(receiptHandle);
  }

  changeVisibility(caller: Caller, queueArn: string, receiptHandle: string, seconds: number): void {
    this.#authorized(caller, 'sqs:ChangeMessageVisibility', queueArn).changeVisibility(receiptHandle, seconds);
  }

  visibilityTimeout(queueArn: string): number {
    return this.registry.get(queueArn).settings.visibilityTimeout;
  }

  async invoke(caller: Caller, targetArn: string, payload: string): Promise<void> {
    await this.send(caller, targetArn, payload, {});
  }

  async send(
    caller: Caller,
    queueArn: string,
    body: string,
    attributes: Readonly<Record<string, string>>,
  ): Promise<void> {
    const queue = this.#authorized(caller, 'sqs:SendMessage', queueArn);
    const MessageAttributes = Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
    );
    this.#sendTo(queue, caller, { MessageBody: body, MessageAttributes });
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

  queueUrl(queue: { readonly account: string; readonly name: string }): string {
    return `${this.#endpoint()}/${queue.account}/${queue.name}`;
  }

  /** ARN of the queue that a URL of this endpoint names in `region`; throws AwsError InvalidAddress. */
  arnOfUrl(url: string, region: string): string {
    const match = /^(?:https?:\/\/[^/]+)?\/(\d{12})\/([^/?#]+)$/.exec(url);
    const [, account, name] = match ?? [];
    if (account === undefined || name === undefined) {
      throw new AwsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`, 404);
    }
    return formatArn({ service: 'sqs', region, account, resource: name });
  }

  #operations(): Record<string, JsonOperation> {
    const onQueue =
      <Name extends RequestName>(
        name: Name,
        action: string,
        run: (queue: Queue, input: RequestOf<Name>, call: Call) => unknown,
      ): JsonOperation =>
      (raw, call) => {
        const input = parseRequest(name, raw);
        const url = (input as { QueueUrl?: string }).QueueUrl;
        if (url === undefined || url === '') throw missingParameter('QueueUrl');
        const arn = this.arnOfUrl(url, call.region);
        const entry = { action: `sqs:${name}`, caller: call.caller, region: call.region, resource: arn };
        return recordCall(this.#trace, entry, () => run(this.#authorized(call.caller, action, arn), input, call));
      };
    return {
      SendMessage: onQueue('SendMessage', 'sqs:SendMessage', (queue, input, call) =>
        sentMessage(this.#sendTo(queue, call.caller, input)),
      ),
      SendMessageBatch: onQueue('SendMessageBatch', 'sqs:SendMessage', (queue, { Entries }, call) => {
        checkBatch('SendMessageBatch', Entries);
        checkBatchSize(Entries);
        return forEachEntry(Entries, ({ Id: _, ...entry }) => sentMessage(this.#sendTo(queue, call.caller, entry)));
      }),
      ReceiveMessage: onQueue('ReceiveMessage', 'sqs:ReceiveMessage', receiveMessages),
      DeleteMessage: onQueue('DeleteMessage', 'sqs:DeleteMessage', (queue, input) => {
        if (input.ReceiptHandle === undefined) throw missingParameter('ReceiptHandle');
        queue.delete(input.ReceiptHandle);
        return {};
      }),
      DeleteMessageBatch: onQueue('DeleteMessageBatch', 'sqs:DeleteMessage', (queue, { Entries }) => {
        checkBatch('DeleteMessageBatch', Entries);
        return forEachEntry(Entries, (entry) => {
          queue.delete(entry.ReceiptHandle);
          return {};
        });
      }),
      ChangeMessageVisibility: onQueue('ChangeMessageVisibility', 'sqs:ChangeMessageVisibility', (queue, input) => {
        if (input.ReceiptHandle === undefined) throw missingParameter('ReceiptHandle');
        if (input.VisibilityTimeout === undefined) throw missingParameter('VisibilityTimeout');
        queue.changeVisibility(input.ReceiptHandle, input.VisibilityTimeout);
        return {};
      }),
      ChangeMessageVisibilityBatch: onQueue(
        'ChangeMessageVisibilityBatch',
        'sqs:ChangeMessageVisibility',
        (queue, { Entries }) => {
          checkBatch('ChangeMessageVisibilityBatch', Entries);
          return forEachEntry(Entries, (entry) => {
            if (entry.VisibilityTimeout === undefined) throw missingParameter('VisibilityTimeout');
            queue.changeVisibility(entry.ReceiptHandle, entry.VisibilityTimeout);
            return {};
          });
        },
      ),
      GetQueueAttributes: onQueue('GetQueueAttributes', 'sqs:GetQueueAttributes', (queue, input) => {
        const attributes = queueAttributes(queue, input.AttributeNames ?? []);
        return Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
      }),
      SetQueueAttributes: onQueue('SetQueueAttributes', 'sqs:SetQueueAttributes', (queue, input) => {
        this.registry.setAttributes(queue.arn, input.Attributes);
        return {};
      }),
      PurgeQueue: onQueue('PurgeQueue', 'sqs:PurgeQueue', (queue) => {
        queue.purge();
        return {};
      }),
      DeleteQueue: onQueue('DeleteQueue', 'sqs:DeleteQueue', (queue) => {
        this.registry.delete(queue.arn);
        return {};
      }),
      GetQueueUrl: (raw, call) => {
        const input = parseRequest('GetQueueUrl', raw);
        const account = input.QueueOwnerAWSAccountId ?? accountOf(call.caller);
        const arn = formatArn({ service: 'sqs', region: call.region, account, resource: input.QueueName });
        const entry = { action: 'sqs:GetQueueUrl', caller: call.caller, region: call.region, resource: arn };
        return recordCall(this.#trace, entry, () => ({
          QueueUrl: this.queueUrl(this.#authorized(call.caller, 'sqs:GetQueueUrl', arn)),
        }));
      },
      CreateQueue: (raw, call) => {
        const input = parseRequest('CreateQueue', raw);
        const account = accountOf(call.caller);
        const arn = formatArn({ service: 'sqs', region: call.region, account, resource: input.QueueName });
        const entry = { action: 'sqs:CreateQueue', caller: call.caller, region: call.region, resource: arn };
        return recordCall(this.#trace, entry, () => {
          this.#authorize(call.caller, 'sqs:CreateQueue', arn, undefined);
          return {
            QueueUrl: this.queueUrl(
              this.registry.create(account, call.region, input.QueueName, input.Attributes ?? {}, input.tags),
            ),
          };
        });
      },
      ListQueues: (raw, call) => {
        const input = parseRequest('ListQueues', raw);
        const account = accountOf(call.caller);
        const arn = formatArn({ service: 'sqs', region: call.region, account, resource: '*' });
        const entry = { action: 'sqs:ListQueues', caller: call.caller, region: call.region, resource: arn };
        return recordCall(this.#trace, entry, () => {
          this.#authorize(call.caller, 'sqs:ListQueues', arn, undefined);
          const queues = this.registry
            .list(account, call.region)
            .filter(({ name }) => name.startsWith(input.QueueNamePrefix ?? ''));
          return queues.length === 0
            ? {}
            : { QueueUrls: queues.slice(0, input.MaxResults ?? 1000).map((queue) => this.queueUrl(queue)) };
        });
      },
    };
  }

  #authorized(caller: Caller, action: string, queueArn: string): Queue {
    const queue = this.registry.find(queueArn);
    if (queue === undefined) throw queueDoesNotExist();
    this.#authorize(caller, action, queueArn, queue);
    return queue;
  }

  #authorize(caller: Caller, action: string, queueArn: string, queue: Queue | undefined): void {
    const arn = parseArn(queueArn);
    const policy = queue?.settings.policy;
    this.#authorizer.authorize({
      caller,
      action,
      resource: queueArn,
      resourceAccount: arn?.account ?? '',
      region: arn?.region ?? '',
      ...(policy === undefined ? {} : { resourcePolicy: policy, resourcePolicyKind: 'resource-based policy' as const }),
    });
  }

  #sendTo(queue: Queue, caller: Caller, entry: SendEntry): StoredMessage {
    const body = entry.MessageBody;
    if (body === undefined || body === '') throw missingParameter('MessageBody');
    const attributes = checkMessageAttributes(entry.MessageAttributes ?? {});
    const delay = entry.DelaySeconds;
    if (delay !== undefined && (delay < 0 || delay > LONGEST_DELAY_SECONDS)) {
      throw invalidParameter('DelaySeconds', delay, `DelaySeconds must be >= 0 and <= ${LONGEST_DELAY_SECONDS}.`);
    }
    checkCharacters(body);
    const limit = queue.settings.maximumMessageSize;
    if (messageSize(body, attributes) > limit) {
      throw new AwsError(
        'InvalidParameterValue',
        `One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`,
      );
    }
    return queue.send({
      body,
      attributes,
      senderId: caller.kind === 'service' ? caller.principal : caller.userId,
      ...(delay === undefined ? {} : { delaySeconds: delay }),
    });
  }
}

async function receiveMessages(queue: Queue, input: RequestOf<'ReceiveMessage'>): Promise<object> {
  const { MaxNumberOfMessages: max = 1, VisibilityTimeout: visibilitySeconds } = input;
  const waitSeconds = input.WaitTimeSeconds ?? queue.settings.receiveMessageWaitTimeSeconds;
  if (max < 1 || max > 10) throw invalidParameter('MaxNumberOfMessages', max, 'Must be between 1 and 10, if provided.');
  if (waitSeconds < 0 || waitSeconds > 20) {
    throw invalidParameter('WaitTimeSeconds', waitSeconds, 'Must be >= 0 and <= 20, if provided.');
  }
  if (visibilitySeconds !== undefined && (visibilitySeconds < 0 || visibilitySeconds > 43_200)) {
    throw invalidParameter('VisibilityTimeout', visibilitySeconds, 'Must be between 0 and 43200, if provided.');
  }
  const systemNames = [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])];
  checkSystemAttributeNames(systemNames);
  const messages = await queue.receive({
    max,
    waitSeconds,
    ...(visibilitySeconds === undefined ? {} : { visibilitySeconds }),
  });
  if (messages.length === 0) return {};
  return {
    Messages: messages.map((message) => toWireMessage(message, systemNames, input.MessageAttributeNames ?? [])),
  };
}

function sentMessage(message: StoredMessage): object {
  return {
    MessageId: message.messageId,
    MD5OfMessageBody: message.md5OfBody,
    ...(message.md5OfAttributes === undefined ? {} : { MD5OfMessageAttributes: message.md5OfAttributes }),
  };
}

function checkBatchSize(entries: readonly { MessageBody?: string | undefined }[]): void {
  const bytes = entries.reduce((sum, entry) => sum + Buffer.byteLength(entry.MessageBody ?? ''), 0);
  if (bytes > LARGEST_BATCH_BYTES) {
    const message = `Batch requests cannot be longer than ${LARGEST_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`;
    throw new AwsError('BatchRequestTooLong', message);
  }
}

function accountOf(caller: Caller): string {
  return caller.kind === 'service' ? (caller.sourceAccount ?? '') : caller.accountId;
}
