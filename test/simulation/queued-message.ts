/** One copy of a message in a queue: a standard queue may have more than one of the same. */
export interface MessageCopy {
  readonly id: string;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** How often it was received. */
  readonly receives: number;
}

/** What Lambda gives to a function behind a queue, as far as functions read it. */
export interface SqsEvent {
  readonly Records: readonly {
    readonly messageId: string;
    readonly receiptHandle: string;
    readonly body: string;
    readonly attributes: { readonly ApproximateReceiveCount: string; readonly SentTimestamp: string };
    readonly eventSource: 'aws:sqs';
  }[];
}

/** `received`: by receipt handle. Source: "Example Amazon SQS message event", AWS Lambda Developer Guide. */
export function sqsEvent(received: ReadonlyMap<string, MessageCopy>): SqsEvent {
  return {
    Records: [...received].map(([receiptHandle, { id, body, sentAt, receives }]) => ({
      messageId: id,
      receiptHandle,
      body,
      attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt) },
      eventSource: 'aws:sqs',
    })),
  };
}
