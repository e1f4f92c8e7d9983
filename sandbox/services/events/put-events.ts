import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError, NotModelledError } from '../../aws-error';
import type { EventEnvelope } from './event';

const MAX_ENTRIES = 10;
/** Source: EventBridge quotas, PutEvents payload, raised from 256 KB in January 2026. */
const LARGEST_REQUEST_BYTES = 1_048_576;

const entrySchema = z.strictObject({
  Source: z.string().optional(),
  DetailType: z.string().optional(),
  Detail: z.string().optional(),
  EventBusName: z.string().optional(),
  Resources: z.array(z.string()).optional(),
  /** Seconds since 1970. */
  Time: z.number().optional(),
});

export type PutEventsEntry = z.infer<typeof entrySchema>;

const requestSchema = z.strictObject({ Entries: z.array(entrySchema) });

/** Throws AwsError ValidationException or SerializationException for a request that is refused whole. */
export function parsePutEvents(input: unknown): readonly PutEventsEntry[] {
  const result = requestSchema.safeParse(input);
  if (!result.success) {
    for (const issue of result.error.issues) {
      if (issue.code === 'unrecognized_keys')
        throw new NotModelledError(`${issue.keys.join(', ')} of events:PutEvents`);
    }
    const issue = result.error.issues[0];
    throw new AwsError('SerializationException', `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const entries = result.data.Entries;
  if (entries.length < 1 || entries.length > MAX_ENTRIES) {
    const bound = entries.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ENTRIES}`;
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`,
    );
  }
  if (entries.reduce((sum, entry) => sum + entrySize(entry), 0) > LARGEST_REQUEST_BYTES) {
    throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
  }
  return entries;
}

/** Bytes of an entry as EventBridge counts them. Source: "Calculating PutEvents event entry size", User Guide. */
function entrySize(entry: PutEventsEntry): number {
  const texts = [entry.Source, entry.DetailType, entry.Detail, ...(entry.Resources ?? [])];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), entry.Time === undefined ? 0 : 14);
}

export interface EntryError {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/**
 * The event that an entry becomes, or why it is refused. Only AWS services may use a source that begins with `aws.`.
 * Source: API reference of PutEvents (PutEventsResultEntry).
 */
export function toEnvelope(
  entry: PutEventsEntry,
  sender: { readonly account: string; readonly region: string; readonly now: Date },
): { readonly ok: true; readonly event: EventEnvelope } | { readonly ok: false; readonly error: EntryError } {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[name] === undefined || entry[name] === '') {
      return refuse('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
    }
  }
  const { Source: source = '', DetailType: detailType = '', Detail: text = '' } = entry;
  if (source.startsWith('aws.')) return refuse('NotAuthorizedForSourceException', 'Not authorized for the source.');
  let detail: unknown;
  try {
    detail = JSON.parse(text);
  } catch {
    return refuse('MalformedDetail', 'Detail is malformed.');
  }
  if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) {
    return refuse('MalformedDetail', 'Detail is malformed.');
  }
  const time = entry.Time === undefined ? sender.now : new Date(entry.Time * 1000);
  return {
    ok: true,
    event: {
      version: '0',
      id: randomUUID(),
      'detail-type': detailType,
      source,
      account: sender.account,
      time: eventTime(time),
      region: sender.region,
      resources: entry.Resources ?? [],
      detail: detail as Record<string, unknown>,
    },
  };
}

/** Whole seconds, as the envelope carries them. */
export function eventTime(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function refuse(ErrorCode: string, ErrorMessage: string): { readonly ok: false; readonly error: EntryError } {
  return { ok: false, error: { ErrorCode, ErrorMessage } };
}
