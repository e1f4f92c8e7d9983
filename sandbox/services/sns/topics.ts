import { randomUUID } from 'node:crypto';
import { formatArn } from '../../arn';
import { AwsError } from '../../aws-error';
import { invalidParameter, topicNotFound } from './sns-errors';
import type { Subscription, Topic } from './topic';

/** All topics of all accounts and Regions, by ARN. */
export class Topics {
  readonly #topics = new Map<string, Topic>();

  /** Throws AwsError InvalidParameter for a name that is taken or impossible. */
  create(properties: Pick<Topic, 'account' | 'region' | 'name' | 'displayName' | 'kmsMasterKeyId'>): Topic {
    const { account, region, name } = properties;
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter('Topic Name');
    const arn = formatArn({ service: 'sns', region, account, resource: name });
    if (this.#topics.has(arn)) throw new AwsError('InvalidParameter', `Topic already exists: ${arn}`);
    const topic: Topic = { ...properties, arn, subscriptions: new Map(), messages: [] };
    this.#topics.set(arn, topic);
    return topic;
  }

  delete(arn: string): void {
    this.#topics.delete(arn);
  }

  find(arn: string): Topic | undefined {
    return this.#topics.get(arn);
  }

  /** Throws AwsError NotFound. */
  get(arn: string): Topic {
    const topic = this.#topics.get(arn);
    if (topic === undefined) throw topicNotFound();
    return topic;
  }

  /** Subscribing an endpoint again answers the subscription that is there. Throws AwsError NotFound. */
  subscribe(subscription: Omit<Subscription, 'arn'>): Subscription {
    const topic = this.get(subscription.topicArn);
    const { protocol, endpoint } = subscription;
    const same = [...topic.subscriptions.values()].find(
      (other) => other.protocol === protocol && other.endpoint === endpoint,
    );
    if (same !== undefined) {
      if (same.rawMessageDelivery === subscription.rawMessageDelivery) return same;
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
    }
    const added = { ...subscription, arn: `${topic.arn}:${randomUUID()}` };
    topic.subscriptions.set(added.arn, added);
    return added;
  }

  unsubscribe({ topicArn, arn }: Subscription): void {
    this.#topics.get(topicArn)?.subscriptions.delete(arn);
  }
}
