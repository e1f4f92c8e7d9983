import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Call } from '../../wire/message';
import type { EventSink } from '../events/event';
import { toSecond, userIdentity } from './user-identity';

/** A call that changed something or tried to; reads are no events on EventBridge unless a trail's rule asks for them. */
interface ManagementCall {
  readonly call: Call;
  /** Such as `s3.amazonaws.com`. */
  readonly eventSource: string;
  readonly eventName: string;
  /** What the call said; null when it could not be read. */
  readonly requestParameters: Readonly<Record<string, unknown>> | null;
  readonly additionalEventData?: Readonly<Record<string, unknown>>;
  readonly resources?: readonly Readonly<Record<string, string>>[];
  /** Absent when the call succeeded. */
  readonly error?: { readonly code: string; readonly message: string };
  /** Account that owns what was called upon; it is told as well as the caller's account. */
  readonly resourceOwner: string;
}

/**
 * Turns API calls into the events `AWS API Call via CloudTrail` on the default buses of the accounts concerned, in the Region of the
 * endpoint called. Shape: "CloudTrail record contents", CloudTrail User Guide, and records of real accounts.
 */
export class CloudTrail {
  readonly #events: EventSink;
  readonly #clock: Clock;

  constructor(options: { readonly events: EventSink; readonly clock: Clock }) {
    this.#events = options.events;
    this.#clock = options.clock;
  }

  /** Returns at once. Calls by a service principal are not recorded. */
  record(management: ManagementCall): void {
    const { call, error } = management;
    const { caller } = call;
    if (caller.kind === 'service') return;
    const time = toSecond(this.#clock.now());
    const recipients = new Set([caller.accountId, management.resourceOwner]);
    const sharedEventID = randomUUID();
    for (const recipient of recipients) {
      this.#events.publish(recipient, call.region, {
        'detail-type': 'AWS API Call via CloudTrail',
        source: `aws.${management.eventSource.split('.')[0]}`,
        time,
        resources: [],
        detail: {
          eventVersion: '1.11',
          userIdentity: userIdentity(caller, recipient),
          eventTime: time,
          eventSource: management.eventSource,
          eventName: management.eventName,
          awsRegion: call.region,
          sourceIPAddress: call.sourceIp,
          userAgent: `[${call.request.headers['user-agent'] ?? '-'}]`,
          ...(error === undefined ? {} : { errorCode: error.code, errorMessage: error.message }),
          requestParameters: management.requestParameters,
          responseElements: null,
          ...(management.additionalEventData === undefined
            ? {}
            : { additionalEventData: management.additionalEventData }),
          requestID: call.requestId,
          eventID: randomUUID(),
          readOnly: false,
          ...(management.resources === undefined ? {} : { resources: management.resources }),
          eventType: 'AwsApiCall',
          managementEvent: true,
          recipientAccountId: recipient,
          ...(recipients.size > 1 ? { sharedEventID } : {}),
          eventCategory: 'Management',
        },
      });
    }
  }
}
