import type { PolicyDocument } from '../../policy/document';

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: 'sqs' | 'email';
  /** ARN of a queue, or an address. */
  readonly endpoint: string;
  readonly rawMessageDelivery: boolean;
  /** An address has to confirm before it would be sent anything; a queue of the same account need not. */
  readonly pendingConfirmation: boolean;
}

/** What was published. Values of attributes are texts. */
export interface TopicMessage {
  readonly messageId: string;
  readonly message: string;
  readonly subject?: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly publishedAt: Date;
}

export interface Topic {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly displayName?: string;
  /** Recorded only. */
  readonly kmsMasterKeyId?: string;
  /** Absent: the default policy. */
  policy?: PolicyDocument;
  /** By ARN. */
  readonly subscriptions: Map<string, Subscription>;
  /** In the order in which they were published. */
  readonly messages: TopicMessage[];
}
