import { randomUUID } from 'node:crypto';
import type { Call } from '../../wire/message';
import { toSecond, userIdentity } from '../cloudtrail/user-identity';
import type { EventSink } from '../events/event';
import type { AccountCreation } from './account-creations';

/** Organizations tells of its changes in this Region only, in the account that made the call. */
const REGION = 'us-east-1';
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** CloudTrail's records of the calls that change an organization, as events on the caller's default bus. */
export class ChangeEvents {
  readonly #sink: EventSink | undefined;

  constructor(sink: EventSink | undefined) {
    this.#sink = sink;
  }

  called(
    call: Call,
    eventName: string,
    requestParameters: unknown,
    outcome: { readonly response?: unknown; readonly error?: { readonly code: string; readonly message: string } },
  ): void {
    if (call.caller.kind === 'service') return;
    const now = toSecond(new Date());
    this.#sink?.publish(call.caller.accountId, REGION, {
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.organizations',
      time: now,
      resources: [],
      detail: {
        eventVersion: '1.09',
        userIdentity: userIdentity(call.caller, call.caller.accountId),
        eventTime: now,
        eventSource: 'organizations.amazonaws.com',
        eventName,
        awsRegion: REGION,
        sourceIPAddress: call.sourceIp,
        userAgent: call.request.headers['user-agent'] ?? '',
        ...(outcome.error && { errorCode: outcome.error.code, errorMessage: outcome.error.message }),
        requestParameters,
        responseElements: outcome.response ?? null,
        requestID: call.requestId,
        eventID: randomUUID(),
        readOnly: false,
        eventType: 'AwsApiCall',
        managementEvent: true,
        recipientAccountId: call.caller.accountId,
        eventCategory: 'Management',
      },
    });
  }

  /** The service's own event when a creation ended. Source: "Logging AWS Organizations API calls with AWS CloudTrail". */
  accountCreated(managementAccountId: string, creation: AccountCreation): void {
    const now = toSecond(new Date());
    this.#sink?.publish(managementAccountId, REGION, {
      'detail-type': 'AWS Service Event via CloudTrail',
      source: 'aws.organizations',
      time: now,
      resources: [],
      detail: {
        eventVersion: '1.09',
        userIdentity: { accountId: managementAccountId, invokedBy: 'AWS Internal' },
        eventTime: now,
        eventSource: 'organizations.amazonaws.com',
        eventName: 'CreateAccountResult',
        awsRegion: REGION,
        sourceIPAddress: 'AWS Internal',
        userAgent: 'AWS Internal',
        requestParameters: null,
        responseElements: null,
        eventID: randomUUID(),
        readOnly: false,
        eventType: 'AwsServiceEvent',
        managementEvent: true,
        recipientAccountId: managementAccountId,
        serviceEventDetails: {
          createAccountStatus: {
            id: creation.id,
            state: creation.state,
            accountName: HIDDEN,
            requestedTimestamp: creation.requestedAt.toISOString(),
            completedTimestamp: creation.completedAt?.toISOString(),
            ...(creation.accountId !== undefined && { accountId: creation.accountId }),
            ...(creation.failureReason !== undefined && { failureReason: creation.failureReason }),
          },
        },
        eventCategory: 'Management',
      },
    });
  }
}

/** Request or response members as CloudTrail writes them: first letters small, names and e-mail addresses of accounts hidden. */
export function trailed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trailed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.charAt(0).toLowerCase() + key.slice(1),
      key === 'AccountName' || key === 'Email' ? HIDDEN : trailed(inner),
    ]),
  );
}
