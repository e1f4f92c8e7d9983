import { interpretEvent, isEnvelope } from '../core/events';
import { type Reason, reason } from '../core/reasons';
import { parseSettleMessage, parseTakeOutMessage } from '../core/settle';
import { type Sight, sightOfDeletion, sightOfEvent, sightOfMessage, sightOfTakeOut } from '../core/sight';

/** A message of the settle queue, as far as it is needed. */
export interface SettleRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** How often it was received, this time included. */
  readonly tries: number;
}

/** The records of a Lambda event. Throws when it is not one of SQS: nothing could be acknowledged or given back. */
export function parseSqsEvent(event: unknown): readonly SettleRecord[] {
  const records = recordOf(event)['Records'];
  if (!Array.isArray(records)) throw new TypeError('the function is to be called by a queue: there are no Records');
  return records.map((entry: unknown) => {
    const { messageId, receiptHandle, body, attributes } = recordOf(entry);
    if (typeof messageId !== 'string' || typeof receiptHandle !== 'string' || typeof body !== 'string') {
      throw new TypeError('a record without messageId, receiptHandle or body did not come from a queue');
    }
    const tries = Number(recordOf(attributes)['ApproximateReceiveCount']);
    return { messageId, receiptHandle, body, tries: Number.isSafeInteger(tries) && tries > 0 ? tries : 1 };
  });
}

export type InterpretedRecord =
  | { readonly kind: 'bucket'; readonly sight: Sight }
  /** Well-formed, and nothing to do. */
  | { readonly kind: 'ignore'; readonly reason: Reason; readonly details: Readonly<Record<string, unknown>> }
  /** Neither an event nor a message of ours. */
  | { readonly kind: 'stranger'; readonly reason: Reason };

/** What a message says; undefined where it is not JSON. */
export function contentOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What a message asks for. Never throws. */
export function interpretRecord(body: string, now: number): InterpretedRecord {
  const content = contentOf(body);
  if (content === undefined) return { kind: 'stranger', reason: reason('not-our-message', 'it is not JSON') };
  const message = parseSettleMessage(content);
  if (message !== undefined) return { kind: 'bucket', sight: sightOfMessage(message, now) };
  const takeOut = parseTakeOutMessage(content);
  if (takeOut !== undefined) return { kind: 'bucket', sight: sightOfTakeOut(takeOut) };
  // a bare record has no envelope, whose account is the only one to believe
  if (!isEnvelope(content)) return { kind: 'stranger', reason: reason('not-our-message') };
  const event = interpretEvent(content);
  if (event.action === 'reconcile') return { kind: 'bucket', sight: sightOfEvent(event, now) };
  if (event.reason.code === 'not-an-event') {
    return { kind: 'stranger', reason: reason('not-our-message', event.reason.text) };
  }
  const { action, account, region, bucket } = event;
  if (action === 'ignore' && account !== null && region !== null && bucket !== null && event.deletedAt !== null) {
    return { kind: 'bucket', sight: sightOfDeletion({ account, region, bucket }, event.deletedAt, now) };
  }
  return { kind: 'ignore', reason: event.reason, details: { action, account, region, bucket } };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
