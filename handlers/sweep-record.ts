import { interpretEvent, isEnvelope } from '../core/events';
import type { InterpretedEvent } from '../core/interpreted-event';
import { type Reason, reason } from '../core/reasons';
import type { SweepMessage } from '../core/sweep/messages';
import { parseSweepMessage } from '../core/sweep/messages';
import type { SweepScope } from '../core/sweep/run';
import { contentOf, parseSqsEvent, type SettleRecord } from './settle-record';

/** A message of one of the sweep's queues. */
export interface SweepRecord extends SettleRecord {
  /** Milliseconds since 1970, the same for every delivery. */
  readonly sentAt: number;
}

export type InterpretedSweepRecord =
  | { readonly kind: 'message'; readonly message: SweepMessage }
  /** Well-formed, and nothing to do. */
  | { readonly kind: 'ignore'; readonly reason: Reason }
  /** Neither an event nor a message of ours. */
  | { readonly kind: 'stranger'; readonly reason: Reason };

/** The records of a Lambda event. Throws when it is not one of SQS: nothing could be acknowledged or given back. */
export function parseSweepRecords(event: unknown): readonly SweepRecord[] {
  const records = parseSqsEvent(event);
  const { Records: entries } = event as { readonly Records: readonly { readonly attributes?: unknown }[] };
  return records.map((record, index) => {
    const attributes = (entries[index]?.attributes ?? {}) as Readonly<Record<string, unknown>>;
    const sentAt = Number(attributes['SentTimestamp'] ?? Number.NaN);
    // a run is named by it, and must be found again by a second delivery
    if (!Number.isSafeInteger(sentAt)) throw new TypeError('a record without SentTimestamp did not come from a queue');
    return { ...record, sentAt };
  });
}

/** What a message asks for: one of ours, or an event of a stack or of the organization. Never throws. */
export function interpretSweepRecord(body: string, stackSetNames: readonly string[]): InterpretedSweepRecord {
  const content = contentOf(body);
  if (content === undefined) return { kind: 'stranger', reason: reason('not-our-message', 'it is not JSON') };
  const message = parseSweepMessage(content);
  if (message !== undefined) return { kind: 'message', message };
  // a bare record has no envelope, whose account is the only one to believe
  if (!isEnvelope(content)) return { kind: 'stranger', reason: reason('not-our-message') };
  const event = interpretEvent(content, { stackSetNames });
  if (event.action !== 'sweep') return { kind: 'ignore', reason: event.reason };
  const trigger = event.reason.code === 'stack-completed' ? 'stack' : 'organization-event';
  const sweep = { version: 1, kind: 'sweep', trigger, scope: scopeOf(event), task: 'sweep', by: null } as const;
  return { kind: 'message', message: sweep };
}

function scopeOf({ account, unit }: Extract<InterpretedEvent, { action: 'sweep' }>): SweepScope {
  if (account !== null) return { kind: 'account', id: account };
  // an event that names neither is of an account that joined, or not worth a sweep of everything
  return unit === null ? { kind: 'never-surveyed' } : { kind: 'unit', id: unit };
}
