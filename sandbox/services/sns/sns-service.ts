import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error';
import type { Clock } from '../../clock';
import type { Caller } from '../../identity/caller';
import type { Authorizer } from '../../policy/authorizer';
import type { Trace } from '../../trace';
import type { Call, WireResponse, WireService } from '../../wire/message';
import { queryService } from '../../wire/query-protocol';
import { recordCall } from '../../wire/record-call';
import type { DeadLetterQueues } from '../events/event';
import { notificationOf } from './notification';
import { checkPublication, type Publication, readPublish } from './publish-request';
import type { Subscription, Topic, TopicMessage } from './topic';
import { policyOf } from './topic-policy';
import { Topics } from './topics';

/** SNS with standard topics: Publish over the wire and by other services. Topics and subscriptions are made by CloudFormation. */
export class SnsService implements WireService {
  readonly signingNames = ['sns'];
  readonly topics = new Topics();
  readonly #authorizer: Authorizer;
  readonly #queues: DeadLetterQueues;
  readonly #trace: Trace;
  readonly #clock: Clock;
  readonly #wire: WireService;

  constructor(options: {
    readonly authorizer: Authorizer;
    /** Queues that subscribe. */
    readonly queues: DeadLetterQueues;
    readonly trace: Trace;
    readonly clock: Clock;
  }) {
    this.#authorizer = options.authorizer;
    this.#queues = options.queues;
    this.#trace = options.trace;
    this.#clock = options.clock;
    this.#wire = queryService({
      signingNames: this.signingNames,
      version: '2010-03-31',
      xmlns: 'http://sns.amazonaws.com/doc/2010-03-31/',
      operations: {
        Publish: (parameters, call) => {
          const { topicArn: resource, publication } = readPublish(parameters);
          const entry = { action: 'sns:Publish', caller: call.caller, region: call.region, resource };
          return recordCall(this.#trace, entry, async () => ({
            MessageId: await this.publish(call.caller, resource, publication),
          }));
        },
      },
    });
  }

  handle(call: Call): Promise<WireResponse> {
    return this.#wire.handle(call);
  }

  renderError(error: Parameters<WireService['renderError']>[0], requestId: string): WireResponse {
    return this.#wire.renderError(error, requestId);
  }

  /**
   * Answers the message ID once each subscribed queue has taken or refused the message. Throws AwsError AuthorizationError (403) when
   * the caller's policies and the topic's do not allow it, NotFound without the topic, InvalidParameter for a bad message.
   */
  async publish(caller: Caller, topicArn: string, publication: Publication): Promise<string> {
    checkPublication(publication);
    const topic = this.topics.get(topicArn);
    this.#authorize(caller, topic);
    const message = { ...publication, messageId: randomUUID(), publishedAt: this.#clock.now() };
    topic.messages.push(message);
    for (const subscription of topic.subscriptions.values()) await this.#deliver(topic, subscription, message);
    return message.messageId;
  }

  /** What has been published to a topic, in order. Throws AwsError NotFound. */
  messages(topicArn: string): readonly TopicMessage[] {
    return this.topics.get(topicArn).messages;
  }

  /** Throws AwsError NotFound. */
  subscriptions(topicArn: string): readonly Subscription[] {
    return [...this.topics.get(topicArn).subscriptions.values()];
  }

  #authorize(caller: Caller, topic: Topic): void {
    try {
      this.#authorizer.authorize({
        caller,
        action: 'sns:Publish',
        resource: topic.arn,
        resourceAccount: topic.account,
        region: topic.region,
        resourcePolicy: policyOf(topic),
        resourcePolicyKind: 'resource-based policy',
      });
    } catch (error) {
      if (error instanceof AwsError && error.code === 'AccessDenied') {
        throw new AwsError('AuthorizationError', error.message, 403);
      }
      throw error;
    }
  }

  /** Never rejects: a queue that refuses is a `delivery` of the trace, with the subscription's ARN in place of a rule's. */
  async #deliver(topic: Topic, subscription: Subscription, message: TopicMessage): Promise<void> {
    if (subscription.protocol === 'email') return;
    const { arn: ruleArn, endpoint: targetArn, rawMessageDelivery: raw } = subscription;
    const caller: Caller = {
      kind: 'service',
      principal: 'sns.amazonaws.com',
      sourceAccount: topic.account,
      sourceArn: topic.arn,
    };
    const body = raw ? message.message : notificationOf(topic, message);
    try {
      await this.#queues.send(caller, targetArn, body, raw ? message.attributes : {});
      this.#trace.record({ kind: 'delivery', ruleArn, targetArn });
    } catch (error) {
      const text = error instanceof AwsError ? `${error.code}: ${error.message}` : String(error);
      this.#trace.record({ kind: 'delivery', ruleArn, targetArn, error: text });
    }
  }
}
