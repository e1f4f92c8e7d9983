import { interpretBucketEvent } from './bucket-events';
import { BUCKET_EVENT_DETAIL_TYPE, BUCKET_EVENT_SOURCES } from './contract/bucket-events';
import { ORGANIZATION_EVENT_SERVICE, ORGANIZATION_EVENT_SOURCE } from './contract/organization-events';
import { STACK_EVENT_SOURCE } from './contract/stack-events';
import { type Fields, fields, includes, shown } from './event-fields';
import { parseAccountId } from './identifiers';
import { type IgnoredEvent, type InterpretedEvent, ignored } from './interpreted-event';
import { interpretOrganizationEvent } from './organization-events';
import { type ReasonCode, reason } from './reasons';
import { interpretStackEvent } from './stack-events';

export interface InterpretOptions {
  /** Stack sets whose new stacks ask for a survey of their account. @default none */
  readonly stackSetNames?: readonly string[];
}

/**
 * What an EventBridge event, or a bare CloudTrail record, asks for. Never throws, whatever `input` is. The account is
 * the one that EventBridge stamped on the envelope; a bare record's is its `recipientAccountId`. A bucket's Region is
 * its LocationConstraint where there is one, else the Region that was called: a hint, S3 itself has the last word.
 */
export function interpretEvent(input: unknown, { stackSetNames = [] }: InterpretOptions = {}): InterpretedEvent {
  const event = fields(input);
  if (event === undefined) return ignore('not-an-event');
  const detail = fields(event['detail']);
  if (isEnvelope(event)) {
    if (detail === undefined) return ignore('not-an-event', 'it has no detail');
    return interpretEnvelope(event, detail, stackSetNames);
  }
  if (typeof event['eventSource'] !== 'string' || typeof event['eventName'] !== 'string') return ignore('not-an-event');
  const account = parseAccountId(event['recipientAccountId']);
  if (account === undefined) return ignore('impossible-account', shown(event['recipientAccountId']));
  if (event['eventSource'] === ORGANIZATION_EVENT_SERVICE) return interpretOrganizationEvent(event);
  return interpretBucketEvent(event, account, undefined);
}

/** Whether `input` looks like what EventBridge delivers, rather than a bare record. */
export function isEnvelope(input: unknown): boolean {
  const event = fields(input);
  return event !== undefined && ('detail' in event || 'detail-type' in event || 'source' in event);
}

function interpretEnvelope(event: Fields, detail: Fields, stackSetNames: readonly string[]): InterpretedEvent {
  const { source } = event;
  const account = parseAccountId(event['account']);
  const impossible = (): IgnoredEvent => ignore('impossible-account', shown(event['account']));
  if (source === ORGANIZATION_EVENT_SOURCE) {
    return account === undefined ? impossible() : interpretOrganizationEvent(detail);
  }
  if (source === STACK_EVENT_SOURCE) {
    return account === undefined ? impossible() : interpretStackEvent(event, account, stackSetNames);
  }
  if (!includes(BUCKET_EVENT_SOURCES, source)) return ignore('other-source', shown(source));
  if (event['detail-type'] !== BUCKET_EVENT_DETAIL_TYPE) return ignore('other-event', shown(event['detail-type']));
  return account === undefined ? impossible() : interpretBucketEvent(detail, account, event['region']);
}

function ignore(code: ReasonCode, detail?: string): IgnoredEvent {
  return ignored(reason(code, detail));
}
