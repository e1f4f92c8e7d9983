import type { Caller } from '../../identity/caller';

/** An event as EventBridge delivers it. */
export interface EventEnvelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Where AWS services put their own events: the default bus of an account in a Region. Never throws, returns at once. */
export interface EventSink {
  publish(account: string, region: string, event: Omit<EventEnvelope, 'version' | 'id' | 'account' | 'region'>): void;
}

/** A service that a rule's target can name. Throws AwsError when the delivery is refused. */
export interface TargetInvoker {
  /** Service part of the target's ARN: `sqs`, `lambda`. */
  readonly service: string;
  /** `caller` is `events.amazonaws.com` with the rule as source, or the session of the target's role. */
  /** `group`: message group of a queue. */
  invoke(caller: Caller, targetArn: string, payload: string, group?: string): Promise<void>;
}

/** Where events go that could not be delivered. */
export interface DeadLetterQueues {
  /** Sends a message whose attributes are texts. Authorized as `sqs:SendMessage`; throws AwsError when refused. */
  send(caller: Caller, queueArn: string, body: string, attributes: Readonly<Record<string, string>>): Promise<void>;
}
