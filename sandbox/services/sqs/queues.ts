import type { Caller } from '../../identity/caller';

export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  /** `ApproximateReceiveCount`, `SentTimestamp`, `SenderId`, `ApproximateFirstReceiveTimestamp` … */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, { readonly dataType: string; readonly stringValue: string }>>;
}

/** Queues as other services of the organization use them. Every call is authorized and throws AwsError when refused. */
export interface Queues {
  /** Waits up to `waitSeconds` for a first message; answers at most `max` (1 to 10). `signal` ends the waiting with none. */
  receive(
    caller: Caller,
    queueArn: string,
    options: { max: number; waitSeconds: number; signal?: AbortSignal },
  ): Promise<readonly ReceivedMessage[]>;
  delete(caller: Caller, queueArn: string, receiptHandle: string): void;
  /** `seconds` 0 makes the message visible at once. */
  changeVisibility(caller: Caller, queueArn: string, receiptHandle: string, seconds: number): void;
  /** Visibility time-out of the queue in seconds; throws AwsError QueueDoesNotExist. Not authorized. */
  visibilityTimeout(queueArn: string): number;
}
